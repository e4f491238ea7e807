import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** What a feature is given. Whatever it registers goes to `context.subscriptions`. */
export interface FeatureHost {
  readonly context: vscode.ExtensionContext;
  readonly client: LanguageClient;
}

/** Features are activated before the client starts, so that no notification is missed. */
export type Feature = (host: FeatureHost) => void;
