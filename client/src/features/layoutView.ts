import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LSPErrorCodes, ResponseError } from 'vscode-languageclient/node';
import { layoutRequest, type LayoutParams, type LayoutResult } from '../../../server/src/protocol';
import { commands, views } from '../contributions';
import { documentInFront } from './documentInFront';
import type { FeatureHost } from './feature';
import { layoutHtml } from './layoutHtml';

/** The document is looked at again when nothing changed for so long. Milliseconds. */
const pause = 300;

/** The command that shows struct rseq byte by byte for all profiles, with what the document in front does with it. */
export function activate(host: FeatureHost): void {
  let view: LayoutView | undefined;
  host.context.subscriptions.push(
    vscode.commands.registerCommand(commands.showLayout, async () => {
      view ??= new LayoutView(host, () => {
        view = undefined;
      });
      await view.show();
    }),
  );
}

/** One panel, beside the text; it follows the editor in front. */
class LayoutView {
  readonly #host: FeatureHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #files: vscode.Uri;
  readonly #nonce = randomBytes(16).toString('base64url');
  readonly #subscriptions: vscode.Disposable[];
  #document = documentInFront();
  #timer: NodeJS.Timeout | undefined;

  constructor(host: FeatureHost, onClose: () => void) {
    this.#host = host;
    this.#files = vscode.Uri.joinPath(host.context.extensionUri, 'dist');
    this.#panel = vscode.window.createWebviewPanel(views.layout, 'struct rseq', vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [this.#files],
    });
    const configurations = vscode.workspace.createFileSystemWatcher('**/.rseq.json');
    const later = (): void => {
      this.#refreshLater();
    };
    this.#subscriptions = [
      configurations,
      configurations.onDidChange(later),
      configurations.onDidCreate(later),
      configurations.onDidDelete(later),
      vscode.workspace.onDidChangeConfiguration(later),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) later();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        const document = documentInFront();
        if (!document || document === this.#document) return;
        this.#document = document;
        later();
      }),
      this.#panel.webview.onDidReceiveMessage((message: { readonly line: number }) => this.#goTo(message.line)),
    ];
    this.#panel.onDidDispose(() => {
      clearTimeout(this.#timer);
      for (const subscription of this.#subscriptions) subscription.dispose();
      onClose();
    });
    host.context.subscriptions.push(this.#panel);
  }

  async show(): Promise<void> {
    this.#document = documentInFront() ?? this.#document;
    await this.#refresh();
    this.#panel.reveal(undefined, false);
  }

  #refreshLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#refresh();
    }, pause);
  }

  async #refresh(): Promise<void> {
    const { client } = this.#host;
    const document = this.#document;
    const params: LayoutParams = document ? { uri: client.code2ProtocolConverter.asUri(document.uri) } : {};
    let layout: LayoutResult;
    try {
      layout = await client.sendRequest<LayoutResult>(layoutRequest, params);
    } catch (error) {
      // The document changed meanwhile.
      const isOld = error instanceof ResponseError && error.code === LSPErrorCodes.ServerCancelled;
      if (isOld) this.#refreshLater();
      else client.outputChannel.appendLine(`the layout view was not refreshed: ${String(error)}`);
      return;
    }
    const { webview } = this.#panel;
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.#files, name)).toString();
    const html = layoutHtml(layout, {
      document: document && path.basename(document.fileName),
      style: file('layoutView.css'),
      script: file('layoutView.js'),
      source: webview.cspSource,
      nonce: this.#nonce,
    });
    // Setting it takes the focus away.
    if (webview.html !== html) webview.html = html;
  }

  async #goTo(line: number): Promise<void> {
    const document = this.#document;
    if (!document) return;
    const position = new vscode.Position(line - 1, 0);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    await vscode.window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }
}
