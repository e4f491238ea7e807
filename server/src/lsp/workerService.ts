import type { AreaReport, DocumentReport, UnitReport, WorkspaceSettings } from '../project/engine';
import type { WrittenSection } from '../project/writtenSection';
import type { AnalysisService, Cancellation, ParserChoice } from './analysisService';
import type { Scheduler } from './scheduler';
import { CancellationBoard, type FromWorker, type Question, type ToWorker } from './workerMessages';

/** A started worker thread, as much of it as is needed here. */
export interface WorkerThread {
  post(message: ToWorker): void;
  /** Ends it at once; `onEnd` is not called after that. */
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  onMessage(message: FromWorker): void;
  /** The thread died: out of memory, an exception outside of any question, a crash of a native parser's JavaScript side. */
  onEnd(reason: string): void;
}

export interface WorkerServiceParts {
  readonly start: (buffer: SharedArrayBuffer, parser: ParserChoice, events: WorkerEvents) => WorkerThread;
  readonly scheduler: Scheduler;
  readonly log: (message: string) => void;
  readonly inform: (message: string) => void;
  /** Open documents with their present texts, for a worker that starts late or again. */
  readonly documents: () => Iterable<{ readonly path: string; readonly text: string }>;
}

/** A worker that says nothing for so long while it owes answers is stuck and is replaced. Milliseconds. */
const PATIENCE = 60_000;

/** A worker that dies so often before its first answer will not get better. */
const MOST_FAILED_STARTS = 3;

interface Pending {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The analysis in a worker thread. A crash costs the question that the worker was at: the others are asked again of a new
 * worker. It starts with the first question, so that no thread runs for a server that is never asked.
 */
export class WorkerService implements AnalysisService {
  readonly #parts: WorkerServiceParts;
  readonly #board = new CancellationBoard();
  readonly #pending = new Map<number, Pending>();
  #thread: WorkerThread | undefined;
  #settings: WorkspaceSettings = { folders: [], general: undefined };
  #parser: ParserChoice = 'auto';
  #lastId = 0;
  #failedStarts = 0;
  #watch: { cancel(): void } | undefined;

  constructor(parts: WorkerServiceParts) {
    this.#parts = parts;
  }

  openDocument(path: string, text: string): void {
    this.#thread?.post({ kind: 'open', path, text });
  }

  changeDocument(path: string, changes: readonly { start: number; end: number; newText: string }[]): void {
    this.#thread?.post({ kind: 'change', path, changes });
  }

  closeDocument(path: string): void {
    this.#thread?.post({ kind: 'close', path });
  }

  filesChanged(): void {
    this.#thread?.post({ kind: 'filesChanged' });
  }

  configure(settings: WorkspaceSettings, parser: ParserChoice): void {
    this.#settings = settings;
    if (parser === this.#parser) {
      this.#thread?.post({ kind: 'configure', settings });
      return;
    }
    this.#parser = parser;
    this.#failedStarts = 0;
    if (this.#thread) this.#replace();
  }

  checkDocument(path: string, cancellation: Cancellation): Promise<DocumentReport | undefined> {
    return this.#ask((id) => ({ kind: 'checkDocument', id, path }), cancellation) as Promise<
      DocumentReport | undefined
    >;
  }

  checkUnit(path: string, cancellation: Cancellation): Promise<UnitReport | undefined> {
    return this.#ask((id) => ({ kind: 'checkUnit', id, path }), cancellation) as Promise<UnitReport | undefined>;
  }

  findArea(path: string, cancellation: Cancellation): Promise<AreaReport | undefined> {
    return this.#ask((id) => ({ kind: 'findArea', id, path }), cancellation) as Promise<AreaReport | undefined>;
  }

  findSections(path: string, cancellation: Cancellation): Promise<readonly WrittenSection[] | undefined> {
    return this.#ask((id) => ({ kind: 'findSections', id, path }), cancellation) as Promise<
      readonly WrittenSection[] | undefined
    >;
  }

  listSources(folders: readonly string[]): Promise<readonly string[]> {
    return this.#ask((id) => ({ kind: 'listSources', id, folders })) as Promise<readonly string[]>;
  }

  async dispose(): Promise<void> {
    this.#watch?.cancel();
    const thread = this.#thread;
    this.#thread = undefined;
    this.#rejectAll('the analysis was ended');
    await thread?.terminate();
  }

  /** The answer has the type that belongs to the kind of question: both ends are ours. */
  #ask(make: (id: number) => Question, cancellation?: Cancellation): Promise<unknown> {
    const question = make(++this.#lastId);
    return new Promise((resolve, reject) => {
      const listener = cancellation?.onCancellationRequested(() => {
        this.#board.cancel(question.id);
      });
      if (cancellation?.isCancellationRequested) this.#board.cancel(question.id);
      const finish = <T>(end: (value: T) => void) => {
        return (value: T) => {
          listener?.dispose();
          end(value);
        };
      };
      this.#pending.set(question.id, { question, resolve: finish(resolve), reject: finish(reject) });
      this.#post(question);
    });
  }

  #post(question: Question): void {
    if (!this.#thread && this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#rejectAll('the analysis could not be started; see the log');
      return;
    }
    this.#thread ??= this.#start();
    this.#thread.post(question);
    this.#watch ??= this.#parts.scheduler.after(PATIENCE, () => {
      this.#onStuck();
    });
  }

  #start(): WorkerThread {
    let isCurrent = true;
    const thread = this.#parts.start(this.#board.buffer, this.#parser, {
      onMessage: (message) => {
        if (isCurrent) this.#onMessage(message);
      },
      onEnd: (reason) => {
        if (!isCurrent || this.#thread !== thread) return;
        isCurrent = false;
        this.#failedStarts++;
        this.#onCrash(reason);
      },
    });
    thread.post({ kind: 'configure', settings: this.#settings });
    for (const { path, text } of this.#parts.documents()) thread.post({ kind: 'open', path, text });
    return thread;
  }

  #onMessage(message: FromWorker): void {
    if (message.kind === 'ready') {
      const reason = message.fallbackReason === undefined ? '' : ` (${message.fallbackReason})`;
      this.#parts.inform(`analysis ready, ${message.parser} parser${reason}`);
      return;
    }
    this.#failedStarts = 0;
    this.#watch?.cancel();
    this.#watch = undefined;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(new Error(message.message));
    if (this.#pending.size > 0) {
      this.#watch = this.#parts.scheduler.after(PATIENCE, () => {
        this.#onStuck();
      });
    }
  }

  #onStuck(): void {
    const thread = this.#thread;
    void thread?.terminate();
    this.#onCrash(`no answer for ${PATIENCE / 1000} seconds`);
  }

  /** The first question is the one that the worker was at. */
  #onCrash(reason: string): void {
    const [first] = this.#pending.values();
    const at = first && 'path' in first.question ? ` at ${first.question.kind} ${first.question.path}` : '';
    this.#parts.log(`the analysis crashed${at}: ${reason}; it is started again`);
    if (first) {
      this.#pending.delete(first.question.id);
      first.reject(new Error(`the analysis crashed: ${reason}`));
    }
    this.#replace();
  }

  /** A new worker for the questions that are still open. */
  #replace(): void {
    this.#watch?.cancel();
    this.#watch = undefined;
    const thread = this.#thread;
    this.#thread = undefined;
    void thread?.terminate();
    for (const { question } of [...this.#pending.values()]) this.#post(question);
  }

  #rejectAll(reason: string): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new Error(reason));
  }
}
