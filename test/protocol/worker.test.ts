import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Engine, type DocumentReport } from '../../server/src/project/engine';
import type { Cancellation } from '../../server/src/lsp/analysisService';
import { createMessageHandler } from '../../server/src/lsp/workerHost';
import { CancellationBoard, type FromWorker, type ToWorker } from '../../server/src/lsp/workerMessages';
import { WorkerService, type WorkerEvents, type WorkerThread } from '../../server/src/lsp/workerService';
import { startWorkerThread } from '../../server/src/lsp/workerThread';
import { findLayout } from '../../server/src/platform/layout';
import { fakeAnalyse, noSyntax } from '../support/fakeAnalysis';
import { ManualScheduler } from '../support/manualScheduler';

const never: Cancellation = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

/** A worker of the test's own: it sees every message and says what it wants. */
class ScriptedThread implements WorkerThread {
  readonly messages: ToWorker[] = [];
  isTerminated = false;

  constructor(readonly events: WorkerEvents) {}

  post(message: ToWorker): void {
    this.messages.push(message);
  }

  terminate(): Promise<void> {
    this.isTerminated = true;
    return Promise.resolve();
  }

  /** Answers the question about a document; the name is the answer's host, to tell answers apart. */
  answer(path: string, host: string): void {
    for (const message of this.messages) {
      if (message.kind !== 'checkDocument' || message.path !== path) continue;
      this.say({ kind: 'answer', id: message.id, value: { host } });
    }
  }

  say(message: FromWorker): void {
    this.events.onMessage(message);
  }

  get kinds(): string[] {
    return this.messages.map((message) => ('path' in message ? `${message.kind} ${message.path}` : message.kind));
  }
}

function createScripted() {
  const threads: ScriptedThread[] = [];
  const log: string[] = [];
  const scheduler = new ManualScheduler();
  const documents = [{ path: '/open.c', text: 'text' }];
  const service = new WorkerService({
    scheduler,
    log: (message) => log.push(message),
    inform: (message) => log.push(message),
    documents: () => documents,
    start: (_buffer, _parser, events) => {
      const thread = new ScriptedThread(events);
      threads.push(thread);
      return thread;
    },
  });
  const latest = () => {
    const thread = threads.at(-1);
    assert.ok(thread);
    return thread;
  };
  return { service, threads, latest, log, scheduler };
}

describe('the worker service', () => {
  it('starts the worker with the first question and tells it what is open', async () => {
    const { service, threads, latest } = createScripted();
    service.openDocument('/open.c', 'text');
    assert.equal(threads.length, 0);
    const answer = service.checkDocument('/open.c', never);
    assert.deepEqual(latest().kinds, ['configure', 'open /open.c', 'checkDocument /open.c']);
    latest().answer('/open.c', 'first');
    assert.deepEqual(await answer, { host: 'first' });
  });

  it('loses only the question at which the worker died, and asks the others again', async () => {
    const { service, threads, latest, log } = createScripted();
    const dying = service.checkDocument('/dying.c', never);
    const waiting = service.checkDocument('/waiting.c', never);
    latest().events.onEnd('out of memory');
    await assert.rejects(dying, /crashed: out of memory/);
    assert.equal(threads.length, 2);
    assert.deepEqual(latest().kinds, ['configure', 'open /open.c', 'checkDocument /waiting.c']);
    latest().answer('/waiting.c', 'second');
    assert.deepEqual(await waiting, { host: 'second' });
    assert.match(log.join('\n'), /crashed at checkDocument \/dying\.c: out of memory/);
  });

  it('passes on an exception of the analysis without a new worker', async () => {
    const { service, threads, latest } = createScripted();
    const answer = service.checkDocument('/a.c', never);
    latest().say({ kind: 'failure', id: 1, message: 'thrown' });
    await assert.rejects(answer, /thrown/);
    assert.equal(threads.length, 1);
  });

  it('replaces a worker that does not answer', async () => {
    const { service, threads, scheduler } = createScripted();
    const answer = service.checkDocument('/stuck.c', never);
    assert.deepEqual(scheduler.planned, [60_000]);
    scheduler.run();
    await assert.rejects(answer, /no answer for 60 seconds/);
    assert.equal(threads[0]?.isTerminated, true);
  });

  it('gives up on a worker that never gets as far as an answer, until the parser is changed', async () => {
    const { service, threads, latest } = createScripted();
    for (let i = 0; i < 3; i++) {
      const answer = service.checkDocument('/a.c', never);
      latest().events.onEnd('cannot load');
      await assert.rejects(answer, /cannot load/);
    }
    await assert.rejects(service.checkDocument('/a.c', never), /could not be started/);
    assert.equal(threads.length, 3);
    service.configure({ folders: [], general: undefined }, 'wasm');
    const answer = service.checkDocument('/a.c', never);
    latest().answer('/a.c', 'at last');
    assert.deepEqual(await answer, { host: 'at last' });
  });

  it('rejects what is open when it is ended', async () => {
    const { service, latest } = createScripted();
    const answer = service.checkDocument('/a.c', never);
    const ended = service.dispose();
    await assert.rejects(answer, /was ended/);
    await ended;
    assert.equal(latest().isTerminated, true);
  });
});

describe('a real worker thread', () => {
  const layout = findLayout();

  function createReal(script: string, log: string[] = []) {
    return new WorkerService({
      scheduler: new ManualScheduler(),
      log: (message) => log.push(message),
      inform: (message) => log.push(message),
      documents: () => [],
      start: (buffer, parser, events) => startWorkerThread(script, layout.grammarDirectory, buffer, parser, events),
    });
  }

  it('runs the real analysis', async () => {
    const service = createReal(layout.workerScript);
    await service.listSources([]);
    service.openDocument('/nowhere/a.c', 'int x;\n');
    const report = await service.checkDocument('/nowhere/a.c', never);
    assert.deepEqual(report?.findings, []);
    assert.deepEqual(report.dependencies, ['/nowhere/a.c']);
    await service.dispose();
  });

  it('answers nothing to a question that was cancelled before its turn', async () => {
    const service = createReal(layout.workerScript);
    const cancelled: Cancellation = { ...never, isCancellationRequested: true };
    const report: DocumentReport | undefined = await service.checkDocument('/nowhere/a.c', cancelled);
    assert.equal(report, undefined);
    await service.dispose();
  });

  it('says why when the worker cannot start', async () => {
    const log: string[] = [];
    const service = createReal('/nowhere/worker.js', log);
    await assert.rejects(service.checkDocument('/a.c', never), /Cannot find module/);
    assert.match(log.join('\n'), /the analysis crashed/);
    await service.dispose();
  });
});

describe('the worker’s side', () => {
  it('sees a cancellation while it is at the question, through shared memory', () => {
    const board = new CancellationBoard();
    const cancelWhileAnalysing: typeof fakeAnalyse = (context, request) => {
      board.cancel(7);
      return fakeAnalyse(context, request);
    };
    const answers: FromWorker[] = [];
    const handle = createMessageHandler(new Engine(cancelWhileAnalysing, noSyntax), board.buffer, (message) => {
      answers.push(message);
    });
    handle({ kind: 'checkDocument', id: 7, path: '/a.c' });
    handle({ kind: 'checkDocument', id: 8, path: '/a.c' });
    assert.deepEqual(answers[0], { kind: 'answer', id: 7, value: undefined });
    assert.equal(answers[1]?.kind === 'answer' && answers[1].value !== undefined, true);
  });

  it('answers with the stack when the analysis throws, and goes on', () => {
    const answers: FromWorker[] = [];
    const handle = createMessageHandler(new Engine(fakeAnalyse, noSyntax), new SharedArrayBuffer(64), (message) => {
      answers.push(message);
    });
    handle({ kind: 'open', path: '/a.c', text: 'THROW' });
    handle({ kind: 'checkDocument', id: 1, path: '/a.c' });
    handle({ kind: 'change', path: '/a.c', changes: [{ start: 0, end: 5, newText: 'BAD' }] });
    handle({ kind: 'checkDocument', id: 2, path: '/a.c' });
    assert.match(answers[0]?.kind === 'failure' ? answers[0].message : '', /thrown at a\.c[^]*fakeAnalyse/);
    assert.equal(answers[1]?.kind, 'answer');
  });
});
