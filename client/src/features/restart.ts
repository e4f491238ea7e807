import * as vscode from 'vscode';
import { commands } from '../contributions';
import type { FeatureHost } from './feature';

/** The commands around the life of the server: restart it, and show what it says. */
export function activate({ context, client }: FeatureHost): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(commands.restartServer, async () => {
      await client.restart();
    }),
    vscode.commands.registerCommand(commands.showOutput, () => {
      client.outputChannel.show();
    }),
  );
}
