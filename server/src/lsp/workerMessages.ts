import type { DocumentChange, WorkspaceSettings } from '../project/engine';
import type { ParserChoice } from './analysisService';

/** What the server tells the worker. Questions have an id and are answered in order. */
export type ToWorker =
  | { readonly kind: 'open'; readonly path: string; readonly text: string }
  | { readonly kind: 'change'; readonly path: string; readonly changes: readonly DocumentChange[] }
  | { readonly kind: 'close'; readonly path: string }
  | { readonly kind: 'filesChanged' }
  | { readonly kind: 'configure'; readonly settings: WorkspaceSettings }
  | Question;

export type Question =
  | { readonly kind: 'checkDocument'; readonly id: number; readonly path: string }
  | { readonly kind: 'checkUnit'; readonly id: number; readonly path: string }
  | { readonly kind: 'findArea'; readonly id: number; readonly path: string }
  | { readonly kind: 'findSections'; readonly id: number; readonly path: string }
  | { readonly kind: 'listSources'; readonly id: number; readonly folders: readonly string[] };

/** What the worker answers. A failure is an exception of the analysis: the worker lives on. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly parser: string; readonly fallbackReason?: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

/** What the worker is started with. */
export interface WorkerSetup {
  readonly cancellation: SharedArrayBuffer;
  readonly grammarDirectory: string;
  readonly parser: ParserChoice;
}

/** Questions that can be told apart at the same time in the shared memory; far more than are ever under way. */
const SLOTS = 4096;

/** Memory that both threads see, because a busy worker reads no messages: each slot holds the id that was cancelled last. */
export class CancellationBoard {
  readonly #slots: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT)) {
    this.#slots = new Int32Array(buffer);
  }

  /** Ids start at 1: the memory starts with zeros. */
  cancel(id: number): void {
    Atomics.store(this.#slots, id % this.#slots.length, id);
  }

  isCancelled(id: number): boolean {
    return Atomics.load(this.#slots, id % this.#slots.length) === id;
  }
}
