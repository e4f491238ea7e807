import type { TestSetting } from '../platform/configuration';

/** A test of a project: a program, how it is made and how it is run. Without a build command the program is there. */
export interface TestDefinition extends TestSetting {
  /** Where it is said that there is this test: a `.rseq.json` or a source; absolute. `line` is a line of it. */
  readonly file: string;
}
