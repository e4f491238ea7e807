import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, extensionId, languages, settingsSection } from '../../../client/src/contributions';
import { closeEverything, sampleUri, show } from './editor';

suite('manifest', () => {
  teardown(closeEverything);

  test('the extension activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('every command exists', async () => {
    const existing = await vscode.commands.getCommands(true);
    for (const command of Object.values(commands)) assert.ok(existing.includes(command), command);
  });

  test('every language exists', async () => {
    const existing = await vscode.languages.getLanguages();
    for (const language of languages) assert.ok(existing.includes(language), language);
  });

  test('settings have the documented defaults', () => {
    const settings = vscode.workspace.getConfiguration(settingsSection);
    assert.deepEqual(settings.get('abi'), []);
    assert.deepEqual(settings.get('targets'), []);
    assert.deepEqual({ ...settings.get<object>('rules') }, {});
    assert.equal(settings.get('parser'), 'auto');
    assert.equal(settings.get('trace.server'), 'off');
  });

  test('.rseq.json may have comments, and its schema is known', async () => {
    const uri = sampleUri('another/.rseq.json');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('{\n  // a comment\n  "abi": "6.3",\n  "abbi": "6.3"\n}\n'));
    const document = await show(await vscode.workspace.openTextDocument(uri));
    assert.equal(document.languageId, 'jsonc');
    const problems = await diagnosticsOf(uri);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', /abbi/);
    await vscode.workspace.fs.delete(uri);
  });
});

/** Waits until any extension reports something about a document. */
function diagnosticsOf(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(uri);
      if (found.length === 0) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}
