import * as vscode from 'vscode';
import {
  runTestRequest,
  testEventNotification,
  type HoldPlace,
  type RunTestParams,
  type RunTestResult,
  type TestEvent,
  type TestEventParams,
} from '../../../../server/src/testProtocol';
import type { FeatureHost } from '../feature';
import type { Runner } from './runnerStatus';
import type { Selection } from './tree';

/** Asks the server to run tests, and hands what it says of each run to whoever asked for that one. */
export class TestRequests {
  readonly #listeners = new Map<string, (event: TestEvent) => void>();
  #runs = 0;
  #batches = 0;

  constructor(
    private readonly host: FeatureHost,
    private readonly runner: Runner,
  ) {
    host.context.subscriptions.push(
      host.client.onNotification(testEventNotification, ({ run, event }: TestEventParams) => {
        this.#listeners.get(run)?.(event);
      }),
    );
  }

  /** A name for runs that build what they have in common once. */
  newBatch(): string {
    return String(++this.#batches);
  }

  /** The answer when the run is over; one that was cancelled is an answer too. Throws one line where there is no runner. */
  async run(
    { test, section, scenario }: Selection,
    batch: string,
    token: vscode.CancellationToken,
    hear: (event: TestEvent) => void,
    hold?: HoldPlace,
  ): Promise<RunTestResult> {
    const { context, client } = this.host;
    const run = String(++this.#runs);
    const params: RunTestParams = {
      run,
      batch,
      id: test.id,
      isTrusted: vscode.workspace.isTrusted,
      probe: await this.runner.path(),
      buildDirectory: vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'tests').fsPath,
      ...(section === undefined ? {} : { sections: [section] }),
      ...(scenario === undefined ? {} : { scenarios: [scenario] }),
      ...(hold ? { hold } : {}),
    };
    this.#listeners.set(run, hear);
    try {
      return await client.sendRequest<RunTestResult>(runTestRequest, params, token);
    } catch (error) {
      if (token.isCancellationRequested) return { error: 'cancelled', verdicts: [], seconds: 0 };
      throw error;
    } finally {
      this.#listeners.delete(run);
    }
  }
}

/** Cancelled as soon as one of them is. */
export function anyOf(...tokens: readonly vscode.CancellationToken[]): vscode.CancellationTokenSource {
  const source = new vscode.CancellationTokenSource();
  for (const token of tokens) {
    if (token.isCancellationRequested) source.cancel();
    token.onCancellationRequested(() => {
      source.cancel();
    });
  }
  return source;
}
