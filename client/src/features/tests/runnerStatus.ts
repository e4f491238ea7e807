import * as vscode from 'vscode';
import { documentSelector } from '../../languageClient';
import type { FeatureHost } from '../feature';
import { checksumOf, findProbe, type ProbePlaces } from './probe';

/** Where this extension has its runner. */
export function probePlaces(context: vscode.ExtensionContext): ProbePlaces {
  return {
    built: context.asAbsolutePath('dist/rseq-probe'),
    sources: context.asAbsolutePath('server/native/probe'),
    storage: context.globalStorageUri.fsPath,
    platform: process.platform,
  };
}

/** The program that runs tests, and a language status item that says which one it is. For trusted workspaces. */
export class Runner {
  readonly #places: ProbePlaces;
  readonly #item = vscode.languages.createLanguageStatusItem('rseq.runner', documentSelector());
  #found: string | undefined;

  constructor({ context }: FeatureHost) {
    this.#places = probePlaces(context);
    context.subscriptions.push(this.#item);
    this.#item.name = 'rseq runner';
    this.#item.text = 'rseq runner';
  }

  /** Shows what there is, and compiles nothing. */
  async show(): Promise<void> {
    await this.#find(false).catch(() => undefined);
  }

  /** Its path; it is compiled where it has to be. Throws one line that says what to do. */
  async path(): Promise<string> {
    return this.#found ?? (await this.#find(true));
  }

  async #find(mayCompile: boolean): Promise<string> {
    try {
      const file = await findProbe(this.#places, mayCompile);
      const origin = file === this.#places.built ? 'as packaged' : 'compiled here';
      this.#item.detail = `${origin}, sha256 ${await checksumOf(file)}`;
      this.#found = file;
      return file;
    } catch (error) {
      this.#item.detail = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }
}
