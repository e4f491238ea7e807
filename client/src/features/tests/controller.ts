import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import {
  testsChangedNotification,
  testsRequest,
  type TestsChangedParams,
  type TestsParams,
  type TestsResult,
} from '../../../../server/src/testProtocol';
import { commands } from '../../contributions';
import type { FeatureHost } from '../feature';
import { registerLenses } from './codeLens';
import { TestHistory } from './history';
import { TestRequests } from './requests';
import { TestRunner } from './runner';
import { Runner } from './runnerStatus';
import { TestTree } from './tree';

const code = '**/{*.{c,h,cc,hh,cpp,hpp,cxx,hxx,S,s,inc},.rseq.json}';

/** Tests under abort injection in the Test Explorer. They are found at once; they are only run in a trusted workspace. */
export function activate(host: FeatureHost): void {
  const { context, client } = host;
  const controller = vscode.tests.createTestController('rseq', 'rseq: abort injection');
  const tree = new TestTree(controller);
  const lenses = registerLenses(host, tree);
  const history = new TestHistory(context.workspaceState, controller, tree);
  const log = (problem: string): void => {
    client.outputChannel.appendLine(problem);
  };

  async function discover(file?: vscode.Uri): Promise<void> {
    const params: TestsParams = file ? { uri: client.code2ProtocolConverter.asUri(file) } : {};
    const { tests, problems } = await client.sendRequest<TestsResult>(testsRequest, params);
    tree.update(tests, file && [file]);
    await history.recall();
    problems.forEach(log);
    lenses.fire();
  }
  // One after the other: a checkout changes a thousand files at once.
  let last = Promise.resolve();
  const enqueue = (file?: vscode.Uri): Promise<void> => {
    last = last
      .then(() => (client.isRunning() ? discover(file) : undefined))
      .catch((error: unknown) => {
        log(`tests cannot be listed: ${String(error)}`);
      });
    return last;
  };

  const invalidate = (file: vscode.Uri): void => {
    for (const item of tree.of(file)) controller.invalidateTestResults(item);
  };
  const watcher = vscode.workspace.createFileSystemWatcher(code, true, false, true);
  controller.refreshHandler = () => enqueue();
  context.subscriptions.push(
    controller,
    client.onNotification(testsChangedNotification, ({ uri }: TestsChangedParams) => {
      void enqueue(uri === undefined ? undefined : client.protocol2CodeConverter.asUri(uri));
    }),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) void enqueue();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) invalidate(document.uri);
    }),
    watcher,
    watcher.onDidChange((uri) => {
      // Of a file that is open every change is known already.
      if (!vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()))
        invalidate(uri);
    }),
  );
  whenTrusted(context, () => {
    const program = new Runner(host);
    const runner = new TestRunner(controller, tree, new TestRequests(host, program), history, () => {
      lenses.fire();
    });
    context.subscriptions.push(
      runner,
      vscode.commands.registerCommand(commands.runTest, (...ids: readonly string[]) => runner.runById(ids)),
    );
    void program.show();
    lenses.fire();
  });
}

function whenTrusted(context: vscode.ExtensionContext, begin: () => void): void {
  if (vscode.workspace.isTrusted) begin();
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(begin));
}
