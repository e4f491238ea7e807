import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import { statusNotification, type StatusParams } from '../../../server/src/protocol';
import { commands } from '../contributions';
import { documentSelector } from '../languageClient';
import type { FeatureHost } from './feature';
import { statusText } from './statusText';

/**
 * Two language status items: targets of the document in front with what the server could not know about it, and the ABI that is declared
 * for it. The server speaks of every open document; the items show the active one.
 */
export function activate({ context, client }: FeatureHost): void {
  const known = new Map<string, StatusParams>();
  const item = vscode.languages.createLanguageStatusItem('rseq.status', documentSelector());
  item.name = 'rseq';
  item.command = { title: 'Show output', command: commands.showOutput };
  const abiItem = vscode.languages.createLanguageStatusItem('rseq.abi', documentSelector());
  abiItem.name = 'rseq ABI';
  abiItem.command = { title: 'Declare ABI', command: commands.declareAbi };

  function refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    const { text, detail, abi } = statusText(document && known.get(document.uri.toString()));
    item.text = text;
    item.detail = detail;
    abiItem.text = abi;
    item.busy = client.state === State.Starting;
  }

  context.subscriptions.push(
    item,
    abiItem,
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
