import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import { statusNotification, type StatusParams } from '../../../server/src/protocol';
import { commands } from '../contributions';
import { documentSelector } from '../languageClient';
import type { FeatureHost } from './feature';
import { statusText } from './statusText';

/**
 * One language status item: targets and ABI of the document in front, and what the server could not know about it.
 * The server speaks of every open document; the item shows the active one.
 */
export function activate({ context, client }: FeatureHost): void {
  const known = new Map<string, StatusParams>();
  const item = vscode.languages.createLanguageStatusItem('rseq.status', documentSelector());
  item.name = 'rseq';
  item.command = { title: 'Show output', command: commands.showOutput };

  function refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    const { text, detail } = statusText(document && known.get(document.uri.toString()));
    item.text = text;
    item.detail = detail;
    item.busy = client.state === State.Starting;
  }

  context.subscriptions.push(
    item,
    client.onNotification(statusNotification, (status: StatusParams) => {
      // The server's spelling of a URI may differ from the editor's (escaped colons, case of drive letters).
      known.set(vscode.Uri.parse(status.uri).toString(), status);
      refresh();
    }),
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) known.clear();
      refresh();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => known.delete(document.uri.toString())),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
  refresh();
}
