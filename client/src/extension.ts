import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { createLanguageClient } from './languageClient';
import * as checkMachine from './features/checkMachine';
import * as checkWorkspace from './features/checkWorkspace';
import * as declareAbi from './features/declareAbi';
import * as layoutView from './features/layoutView';
import * as restart from './features/restart';
import * as status from './features/status';
import * as tests from './features/tests/controller';
import type { Feature } from './features/feature';

const features: readonly Feature[] = [
  restart.activate,
  status.activate,
  checkWorkspace.activate,
  layoutView.activate,
  declareAbi.activate,
  checkMachine.activate,
  tests.activate,
];

let client: LanguageClient | undefined;

/** Called by VS Code when a C, C++ or assembly document opens, or a command of ours is run. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  client = createLanguageClient(context);
  for (const feature of features) feature({ context, client });
  await client.start();
}

/** Called by VS Code before the window closes or the extension is disabled. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
  client = undefined;
}
