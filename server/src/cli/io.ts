/** The outside of the command line as values, so that tests can look at every byte. */
export interface CommandIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: OutputStream;
  readonly err: OutputStream;
}

export interface OutputStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; undefined if it is none. */
  readonly columns: number | undefined;
}

/** Exit status of the program. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** One line to standard error in the form of every message of this program. */
export function complain(io: CommandIo, message: string): void {
  io.err.write(`rseq: ${message}\n`);
}

/** A wrong command line: the message says what, why and what next. */
export class UsageError extends Error {}
