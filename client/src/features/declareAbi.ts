import * as path from 'node:path';
import * as vscode from 'vscode';
import { layoutRequest, type LayoutParams, type LayoutResult } from '../../../server/src/protocol';
import { commands } from '../contributions';
import { documentInFront } from './documentInFront';
import { abiChoices, type AbiChoice } from './abiChoice';
import { declare } from './declaration';
import type { FeatureHost } from './feature';

/** The command that lists the ABI profiles, with what each would cost the document in front, and declares the chosen one. */
export function activate({ context, client }: FeatureHost): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(commands.declareAbi, async () => {
      const document = documentInFront();
      const params: LayoutParams = document ? { uri: client.code2ProtocolConverter.asUri(document.uri) } : {};
      const layout = await client.sendRequest<LayoutResult>(layoutRequest, params);
      const choice = await choose(layout, document);
      if (choice) await declare(choice.name, document?.uri);
    }),
  );
}

/** Undefined: the list was left. */
async function choose(layout: LayoutResult, document: vscode.TextDocument | undefined): Promise<AbiChoice | undefined> {
  const name = document && path.basename(document.fileName);
  return vscode.window.showQuickPick([...abiChoices(layout, name)], {
    title: 'Declare the ABI of struct rseq that the code must run on',
    placeHolder:
      layout.isCommented && name !== undefined
        ? `Written to .rseq.json; the rseq-abi comment in ${name} holds over it`
        : 'Written as "abi" to .rseq.json',
    matchOnDetail: true,
  });
}
