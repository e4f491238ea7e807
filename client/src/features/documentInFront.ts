import * as vscode from 'vscode';
import { documentSelector } from '../languageClient';

/** The document of the active editor, if the server reads it. */
export function documentInFront(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && vscode.languages.match(documentSelector(), document) > 0 ? document : undefined;
}
