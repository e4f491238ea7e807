/** A test of a project: a program, how it is made and how it is run. All paths are absolute. */
export interface TestDefinition {
  readonly name: string;
  /** Where it is said that there is this test: a `.rseq.json` or a source. `line` is 1-based. */
  readonly file: string;
  readonly line: number;
  /** Where it is built and run. */
  readonly directory: string;
  /** The command that makes the program; absent: it is there. */
  readonly build?: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for one run of the program; 0: as it takes by itself, with a margin. */
  readonly timeout: number;
}
