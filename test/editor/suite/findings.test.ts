import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settingsSection } from '../../../client/src/contributions';
import type { CheckWorkspaceResult } from '../../../server/src/protocol';
import { closeEverything, findingsWhere, quickFix, ruleOf, sampleUri, show } from './editor';
import { assemblyMistake, mistake } from '../sample';

const has = (findings: readonly vscode.Diagnostic[]): boolean => findings.some((one) => ruleOf(one) === mistake.rule);
const hasNot = (findings: readonly vscode.Diagnostic[]): boolean => !has(findings);

suite('findings', () => {
  teardown(closeEverything);

  test('a mistake in a file is underlined, with its rule and the page of the rule', async () => {
    const document = await show(mistake.file);
    const found = (await findingsWhere(document.uri, has)).find((one) => ruleOf(one) === mistake.rule);
    assert.ok(found);
    assert.equal(found.source, 'rseq');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(typeof found.code === 'object', 'the code links to a page');
    assert.match(found.code.target.toString(), new RegExp(mistake.rule));
  });

  test('a quick fix makes the finding vanish', async () => {
    const document = await show(mistake.file);
    const found = (await findingsWhere(document.uri, has)).find((one) => ruleOf(one) === mistake.rule);
    assert.ok(found);
    const fix = await quickFix(document.uri, found, mistake.fix);
    assert.ok(fix?.edit, `"${mistake.fix}" is offered`);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    await findingsWhere(document.uri, hasNot);
  });

  test('a document without a file is read too', async () => {
    const content = (await vscode.workspace.openTextDocument(sampleUri(mistake.file))).getText();
    const untitled = await show(await vscode.workspace.openTextDocument({ language: 'c', content }));
    assert.equal(untitled.isUntitled, true);
    await findingsWhere(untitled.uri, has);
  });

  test('assembly is read', async () => {
    const document = await show(assemblyMistake.file);
    assert.equal(document.languageId, 'gas');
    await findingsWhere(document.uri, (found) => found.some((one) => ruleOf(one) === assemblyMistake.rule));
  });

  test('a mistake appears and disappears while one types', async () => {
    const document = await show(mistake.file);
    await findingsWhere(document.uri, has);
    const text = document.getText();
    const everything = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    const replace = async (newText: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, everything, newText);
      assert.equal(await vscode.workspace.applyEdit(edit), true);
    };
    await replace('int nothing;\n');
    await findingsWhere(document.uri, hasNot);
    await replace(text);
    await findingsWhere(document.uri, has);
  });

  test('a configuration file that appears holds for open documents', async () => {
    const document = await show(mistake.file);
    await findingsWhere(document.uri, has);
    const configuration = sampleUri('broken/.rseq.json');
    const text = JSON.stringify({ rules: { [mistake.rule]: 'off' } });
    await vscode.workspace.fs.writeFile(configuration, Buffer.from(text));
    await findingsWhere(document.uri, hasNot);
    await vscode.workspace.fs.delete(configuration);
    await findingsWhere(document.uri, has);
  });

  test('a rule that a setting turns off is silent until it is turned on again', async () => {
    const document = await show(mistake.file);
    await findingsWhere(document.uri, has);
    const settings = vscode.workspace.getConfiguration(settingsSection);
    await settings.update('rules', { [mistake.rule]: 'off' }, vscode.ConfigurationTarget.Workspace);
    await findingsWhere(document.uri, hasNot);
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    await findingsWhere(document.uri, has);
  });

  test('restarting the server brings the findings back', async () => {
    const document = await show(mistake.file);
    await findingsWhere(document.uri, has);
    const gone = findingsWhere(document.uri, hasNot);
    await vscode.commands.executeCommand(commands.restartServer);
    await gone;
    await findingsWhere(document.uri, has);
  });

  test('checking the workspace reads every source file', async () => {
    const result = await vscode.commands.executeCommand<CheckWorkspaceResult>(commands.checkWorkspace);
    const sources = await vscode.workspace.findFiles('**/*.{c,h,cc,cpp,hpp,S,s,inc}');
    assert.equal(result.cancelled, false);
    assert.equal(result.files, sources.length);
    assert.ok(result.findings > 0);
  });
});
