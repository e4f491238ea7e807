import type { CommandIo } from './io';

/** A line on a terminal that says which file is being checked; nothing anywhere else. */
export interface Progress {
  show(done: number, total: number, file: string): void;
  clear(): void;
}

/** With fewer files the line would only flicker. */
const FEWEST_FILES = 4;

export function createProgress({ err }: CommandIo, quiet: boolean): Progress {
  if (!err.isTerminal || quiet) return { show: () => undefined, clear: () => undefined };
  let isShown = false;
  return {
    show(done, total, file) {
      if (total < FEWEST_FILES) return;
      isShown = true;
      const text = `[${done + 1}/${total}] ${file}`;
      err.write(`\r\u001b[K${text.slice(0, (err.columns ?? 80) - 1)}`);
    },
    clear() {
      if (isShown) err.write('\r\u001b[K');
    },
  };
}
