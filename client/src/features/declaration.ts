import * as vscode from 'vscode';
import { abiEdit, withAbi } from './abiChoice';

const fileName = '.rseq.json';

/**
 * Declares a profile, or nothing, in the `.rseq.json` that is in force for a file: the nearest one of its workspace folder, else a new one
 * in that folder. Gives the file; undefined: nothing was written, and the user knows why.
 */
export async function declare(
  profile: string | undefined,
  file: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const folder = (file && vscode.workspace.getWorkspaceFolder(file)) ?? (await anyFolder());
  if (!folder) {
    void vscode.window.showErrorMessage(
      'rseq: no folder is open for a .rseq.json; open the folder of the project first.',
    );
    return undefined;
  }
  const there = await nearest(file, folder.uri);
  const configuration = there ?? vscode.Uri.joinPath(folder.uri, fileName);
  if (there) {
    if (!(await edit(there, profile))) return undefined;
  } else if (profile !== undefined) {
    await vscode.workspace.fs.writeFile(configuration, Buffer.from(`${withAbi('{}', profile)}\n`));
  }
  const name = vscode.workspace.asRelativePath(configuration);
  vscode.window.setStatusBarMessage(`rseq: ${name} declares ${profile ?? 'no ABI'}`, messageTime);
  return configuration;
}

/** Milliseconds. */
const messageTime = 5000;

/** The only folder, or the one that the user picks. */
async function anyFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}

/** Between a file and its workspace folder; only one counts, the others are not read. */
async function nearest(file: vscode.Uri | undefined, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const isWithin = file?.path.startsWith(`${folder.path}/`) ?? false;
  let directory = file && isWithin ? vscode.Uri.joinPath(file, '..') : folder;
  for (;;) {
    const candidate = vscode.Uri.joinPath(directory, fileName);
    if (await exists(candidate)) return candidate;
    if (directory.path.length <= folder.path.length) return undefined;
    directory = vscode.Uri.joinPath(directory, '..');
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

/** Through the editor, so that it can be undone, and unsaved changes are no obstacle. False: nothing was changed. */
async function edit(file: vscode.Uri, profile: string | undefined): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(file);
  const change = abiEdit(document.getText(), profile);
  if ('problem' in change) {
    const open = 'Open';
    const message = `rseq: ${vscode.workspace.asRelativePath(file)} ${change.problem}.`;
    if ((await vscode.window.showErrorMessage(message, open)) === open) await vscode.window.showTextDocument(document);
    return false;
  }
  if (change.lost.length > 0) {
    const replace = 'Replace';
    const message = `"abi" describes ${change.lost.join(', ')}; the description would be lost.`;
    const answer = await vscode.window.showWarningMessage(message, { modal: true }, replace);
    if (answer !== replace) return false;
  }
  const edits = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of change.edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    edits.replace(file, range, content);
  }
  return (await vscode.workspace.applyEdit(edits)) && (await document.save());
}
