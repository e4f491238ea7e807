import * as vscode from 'vscode';
import {
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { languages, settingsSection } from './contributions';

/**
 * The one client of this window, not yet started. The server runs as a Node process of its own and pulls its settings.
 * Restarts after a crash are the library's: at most four in three minutes.
 * Which files are watched is the server's to register.
 */
export function createLanguageClient(context: vscode.ExtensionContext): LanguageClient {
  const output = vscode.window.createOutputChannel('rseq', { log: true });
  context.subscriptions.push(output);
  const module = context.asAbsolutePath('dist/server.js');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: documentSelector(),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
  return new LanguageClient(settingsSection, 'rseq', server, options);
}

/** The documents that the server reads: files and new ones without a name. */
export function documentSelector(): { scheme: string; language: string }[] {
  return languages.flatMap((language) => [
    { scheme: 'file', language },
    { scheme: 'untitled', language },
  ]);
}
