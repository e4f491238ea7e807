/** What tests of this suite do with the editor, waiting for its events. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Opens a document of the samples folder, or one that is given, in the editor area. */
export async function show(what: string | vscode.TextDocument): Promise<vscode.TextDocument> {
  const document = typeof what === 'string' ? await vscode.workspace.openTextDocument(sampleUri(what)) : what;
  await vscode.window.showTextDocument(document);
  return document;
}

/** @param name path below the workspace folder, which is a copy of `samples/` */
export function sampleUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a workspace folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Our diagnostics of a document. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'rseq');
}

/** The rule id of one of our diagnostics. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until the diagnostics of a document are as wanted, and gives ours. The test's own time limit ends the wait. */
export async function findingsWhere(
  uri: vscode.Uri,
  wanted: (findings: readonly vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  const current = findings(uri);
  if (wanted(current)) return current;
  return new Promise((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics((event) => {
      if (!event.uris.some((changed) => changed.toString() === uri.toString())) return;
      const changed = findings(uri);
      if (!wanted(changed)) return;
      subscription.dispose();
      resolve(changed);
    });
  });
}

/** Quick fixes that the editor offers for one finding, with their edits. */
function quickFixes(uri: vscode.Uri, finding: vscode.Diagnostic): Thenable<vscode.CodeAction[]> {
  const resolved = 10;
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, finding.range, kind, resolved);
}

/** The quick fix of that title. The editor drops a request during which anything changes, so that it is asked again a few times. */
export async function quickFix(
  uri: vscode.Uri,
  finding: vscode.Diagnostic,
  title: string,
): Promise<vscode.CodeAction | undefined> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const fix = (await quickFixes(uri, finding)).find((one) => one.title === title);
    if (fix) return fix;
  }
  return undefined;
}

/** Throws away unsaved changes and closes every editor. */
export async function closeEverything(): Promise<void> {
  while (vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
