import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { commands } from '../contributions';
import { findHelper, reasonOf } from './abiHelper';
import { declareFor } from './declareAbi';
import { documentInFront } from './documentInFront';
import type { FeatureHost } from './feature';
import { findProbe } from './tests/probe';
import { probePlaces } from './tests/runnerStatus';

const scheme = 'rseq-machine';
const page = vscode.Uri.from({ scheme, path: '/This machine' });

/** The command that shows what `rseq abi` prints about the machine that the extension runs on, and offers its profile. */
export function activate({ context, client }: FeatureHost): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let text = '';
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => text,
    }),
    vscode.commands.registerCommand(commands.checkMachine, async () => {
      const document = documentInFront();
      let profile: string | null;
      try {
        const ask = await askingProgram(context);
        text = await ask([]);
        ({ profile } = JSON.parse(await ask(['--format', 'json'])) as { profile: string | null });
      } catch (error) {
        void vscode.window.showErrorMessage(`rseq: this machine cannot be asked: ${reasonOf(error)}.`);
        return;
      }
      changed.fire(page);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page), { preview: true });
      void offer(client, profile, document);
    }),
  );
}

/** Runs `rseq abi` of this extension with the editor's own Node. */
async function askingProgram(
  context: vscode.ExtensionContext,
): Promise<(options: readonly string[]) => Promise<string>> {
  if (process.platform !== 'linux')
    throw new Error(`it runs ${process.platform}, and rseq(2) is a system call of Linux`);
  const { version } = context.extension.packageJSON as { readonly version: string };
  const helper = await findHelper(
    {
      built: context.asAbsolutePath('dist/abi-helper'),
      source: context.asAbsolutePath('server/native/abi-helper.c'),
      storage: context.globalStorageUri.fsPath,
      version,
    },
    vscode.workspace.isTrusted,
  );
  // Without it the answer says what was not measured.
  const probe = await findProbe(probePlaces(context), vscode.workspace.isTrusted).catch(() => undefined);
  const env = {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    RSEQ_ABI_HELPER: helper,
    ...(probe === undefined ? {} : { RSEQ_ABI_PROBE: probe }),
  };
  return async (options) => {
    const args = [context.asAbsolutePath('dist/cli.js'), 'abi', ...options];
    return (await promisify(execFile)(process.execPath, args, { env })).stdout;
  };
}

/** The answer comes when the user closes the message, which may be never. */
async function offer(
  client: LanguageClient,
  profile: string | null,
  document: vscode.TextDocument | undefined,
): Promise<void> {
  if (profile === null) {
    void vscode.window.showInformationMessage('rseq: this machine has less than any known ABI profile.');
    return;
  }
  const adopt = `Declare ${profile}`;
  const message = `rseq: programs on this machine can rely on ABI profile ${profile}.`;
  const answer = await vscode.window.showInformationMessage(message, adopt);
  if (answer === adopt) await declareFor(client, profile, document);
}
