import type { Scheduler } from '../../server/src/lsp/scheduler';

/** Time that passes when the test says so. */
export class ManualScheduler implements Scheduler {
  readonly #waiting = new Map<number, { readonly milliseconds: number; readonly action: () => void }>();
  #ids = 0;

  after(milliseconds: number, action: () => void): { cancel(): void } {
    const id = ++this.#ids;
    this.#waiting.set(id, { milliseconds, action });
    return {
      cancel: () => {
        this.#waiting.delete(id);
      },
    };
  }

  /** The waiting times of what is planned. */
  get planned(): readonly number[] {
    return [...this.#waiting.values()].map(({ milliseconds }) => milliseconds);
  }

  /** Lets the time pass that all that is planned now waits for. */
  run(): void {
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { action } of due) action();
  }
}
