import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type DidChangeWatchedFilesParams,
  type LanguageClient,
} from 'vscode-languageclient/node';
import { layoutRequest, type LayoutParams, type LayoutResult } from '../../../server/src/protocol';
import { commands } from '../contributions';
import { abiChoices, type AbiChoice } from './abiChoice';
import { declare } from './declaration';
import { documentInFront } from './documentInFront';
import type { FeatureHost } from './feature';

/** The command that lists the ABI profiles, with what each would cost the document in front, and declares the chosen one. */
export function activate({ context, client }: FeatureHost): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(commands.declareAbi, async () => {
      const document = documentInFront();
      const choice = await choose(await layoutOf(client, document), document);
      if (choice) await declareFor(client, choice.name, document);
    }),
  );
}

/** Declares a profile, or nothing, and tells if something else holds over it for a document. */
export async function declareFor(
  client: LanguageClient,
  profile: string | undefined,
  document: vscode.TextDocument | undefined,
): Promise<void> {
  const file = await declare(profile, document?.uri);
  if (!file || !document) return;
  // The watcher of files will tell the server too, but perhaps only after the next question.
  const uri = client.code2ProtocolConverter.asUri(file);
  const change: DidChangeWatchedFilesParams = { changes: [{ uri, type: FileChangeType.Changed }] };
  await client.sendNotification(DidChangeWatchedFilesNotification.type, change);
  const { profiles, isCommented } = await layoutOf(client, document);
  const declared = profiles.filter(({ isDeclared }) => isDeclared).map(({ name }) => name);
  if (declared.join() === (profile ?? '')) return;
  const holder = isCommented ? 'its rseq-abi comment' : 'an entry of "overrides", or the setting rseq.abi,';
  const now = declared.length > 0 ? `still goes by ABI ${declared.join(', ')}` : 'still has no ABI';
  void vscode.window.showInformationMessage(`rseq: ${nameOf(document)} ${now}: ${holder} holds over .rseq.json.`);
}

/** Undefined: the list was left. */
async function choose(layout: LayoutResult, document: vscode.TextDocument | undefined): Promise<AbiChoice | undefined> {
  const name = document && nameOf(document);
  return vscode.window.showQuickPick([...abiChoices(layout, name)], {
    title: 'Declare the ABI of struct rseq that the code must run on',
    placeHolder:
      layout.isCommented && name !== undefined
        ? `Written to .rseq.json; the rseq-abi comment in ${name} holds over it`
        : 'Written as "abi" to .rseq.json',
    matchOnDetail: true,
  });
}

function layoutOf(client: LanguageClient, document: vscode.TextDocument | undefined): Promise<LayoutResult> {
  const params: LayoutParams = document ? { uri: client.code2ProtocolConverter.asUri(document.uri) } : {};
  return client.sendRequest<LayoutResult>(layoutRequest, params);
}

function nameOf({ fileName }: vscode.TextDocument): string {
  return path.basename(fileName);
}
