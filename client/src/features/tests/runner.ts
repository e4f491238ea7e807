import * as vscode from 'vscode';
import type { RunTestResult } from '../../../../server/src/testProtocol';
import { RunCoverage, SectionFileCoverage } from './coverage';
import { debugTest } from './debug';
import type { TestHistory } from './history';
import { anyOf, type TestRequests } from './requests';
import { RunningTest, type Failure } from './run';
import type { Selection, TestTree } from './tree';

/** What a save of may change a test: code, and what says how it is built. */
const codeFiles = /\.(c|h|cc|hh|cpp|hpp|cxx|hxx|S|s|inc|json)$/;

/** Runs tests for the Test Explorer: by its profiles, by a CodeLens, again whenever something is saved. */
export class TestRunner implements vscode.Disposable {
  /** Where each test failed last, for the debugger. */
  readonly #failures = new Map<string, readonly Failure[]>();
  readonly #profiles: readonly vscode.TestRunProfile[];
  readonly #runProfile: vscode.TestRunProfile;
  /** The runs that were asked for before: two at the same time would get into each other's way on the processors. */
  #last: Promise<void> = Promise.resolve();

  /** `planned` is called whenever sections of a test have become known. */
  constructor(
    private readonly controller: vscode.TestController,
    private readonly tree: TestTree,
    private readonly requests: TestRequests,
    private readonly history: TestHistory,
    private readonly planned: () => void,
  ) {
    const { Run, Coverage, Debug } = vscode.TestRunProfileKind;
    const profile = (
      name: string,
      kind: vscode.TestRunProfileKind,
      run: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>,
      isContinuous: boolean,
    ) => controller.createRunProfile(name, kind, run, true, undefined, isContinuous);
    this.#runProfile = profile('Abort injection', Run, (request, token) => this.#start(request, token, false), true);
    const coverage = profile('Abort coverage', Coverage, (request, token) => this.#start(request, token, true), true);
    coverage.loadDetailedCoverage = (_run, file) => {
      return Promise.resolve(file instanceof SectionFileCoverage ? [...file.details] : []);
    };
    const debug = profile(
      'Stop at the failing instruction',
      Debug,
      (request, token) => this.#debug(request, token),
      false,
    );
    this.#profiles = [this.#runProfile, coverage, debug];
  }

  dispose(): void {
    for (const one of this.#profiles) one.dispose();
  }

  /** Runs what items of the tree stand for. */
  async runById(ids: readonly string[]): Promise<void> {
    const items = ids.flatMap((id) => this.tree.find(id) ?? []);
    if (items.length === 0) return;
    const source = new vscode.CancellationTokenSource();
    await this.#start(new vscode.TestRunRequest(items, undefined, this.#runProfile), source.token, false);
    source.dispose();
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken, isCovered: boolean): Promise<void> {
    if (request.continuous) {
      const saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (codeFiles.test(uri.path)) void this.#runOnce(request, token, isCovered);
      });
      token.onCancellationRequested(() => {
        saved.dispose();
      });
    }
    await this.#runOnce(request, token, isCovered);
  }

  /** Begins when the runs that were asked for before are over. */
  #runOnce(request: vscode.TestRunRequest, token: vscode.CancellationToken, isCovered: boolean): Promise<void> {
    const run = this.controller.createTestRun(request);
    const pending = new Set(this.#chosen(request));
    for (const { test } of pending) run.enqueued(test);
    const stop = anyOf(token, run.token);
    const done = this.#last
      .then(() => this.#runAll(pending, run, stop.token, isCovered))
      .finally(() => {
        run.end();
        stop.dispose();
      });
    this.#last = done.catch(() => undefined);
    // Those that wait need not wait for the others to be cancelled.
    stop.token.onCancellationRequested(() => {
      for (const { test } of pending) run.skipped(test);
    });
    return done;
  }

  /** Takes out of `pending` what is over. */
  async #runAll(
    pending: Set<Selection>,
    run: vscode.TestRun,
    token: vscode.CancellationToken,
    isCovered: boolean,
  ): Promise<void> {
    const batch = this.requests.newBatch();
    const coverage = new RunCoverage();
    for (const selection of pending) {
      if (isCancelled(token)) return;
      const running = new RunningTest(run, this.tree, selection, coverage);
      const result = await this.#ask(selection, batch, token, running);
      if (isCancelled(token)) return;
      running.end(result);
      pending.delete(selection);
      this.#failures.set(selection.test.id, running.failures);
      await this.history.remember(selection.test, running.sections);
    }
    if (isCovered) for (const file of coverage.files()) run.addCoverage(file);
  }

  async #ask(
    selection: Selection,
    batch: string,
    token: vscode.CancellationToken,
    running: RunningTest,
  ): Promise<RunTestResult> {
    try {
      return await this.requests.run(selection, batch, token, (event) => {
        running.hear(event);
        if (event.kind === 'planned') this.planned();
      });
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error), verdicts: [], seconds: 0 };
    }
  }

  /** Holds the program where the test failed last; at the beginning of its section, or of the first one, if it did not. */
  async #debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const [selection] = this.#chosen(request);
    if (!selection) return;
    const { test, section, scenario } = selection;
    if (test.children.size === 0) await this.#runOnce(new vscode.TestRunRequest([test]), token, false);
    const failure = this.#failures.get(test.id)?.find((one) => {
      return (section ?? one.section) === one.section && (scenario ?? one.scenario) === one.scenario;
    });
    const first = section ?? [...test.children].map(([, item]) => this.tree.selectionOf(item).section)[0];
    const place = failure ?? (first === undefined ? undefined : { section: first, instruction: 0 });
    if (!place || token.isCancellationRequested) return;
    const run = this.controller.createTestRun(request);
    const stop = anyOf(token, run.token);
    try {
      await debugTest(this.requests, selection, { section: place.section, instruction: place.instruction }, run, stop);
    } finally {
      run.end();
      stop.dispose();
    }
  }

  /** Each test once, or the parts of it that were chosen. */
  #chosen({ include, exclude }: vscode.TestRunRequest): readonly Selection[] {
    return (include ?? this.tree.tests)
      .filter((item) => !exclude?.includes(item))
      .map((item) => this.tree.selectionOf(item));
  }
}

/** May be another answer after each wait. */
function isCancelled(token: vscode.CancellationToken): boolean {
  return token.isCancellationRequested;
}
