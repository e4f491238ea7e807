import * as fs from 'node:fs';

/** What the suite writes when it has run to its end; the only thing a launcher believes. */
export interface SuiteResult {
  readonly passes: number;
  readonly failures: number;
  readonly tests: readonly SuiteTest[];
}

export interface SuiteTest {
  readonly title: string;
  readonly milliseconds: number;
  /** Message and stack; absent: the test passed. */
  readonly error?: string;
}

/** Environment variable with the path of the file that the suite writes. */
export const resultFileVariable = 'RSEQ_SUITE_RESULT';

/**
 * Reads and judges a result. An extension host that was killed, or ended itself, reports exit code 0 to whoever started
 * it, so that code proves nothing.
 * @throws Error when there is no result, or nothing ran.
 */
export function readSuiteResult(file: string): SuiteResult {
  if (!fs.existsSync(file)) throw new Error('the extension host ended before the suite wrote a result');
  const result = JSON.parse(fs.readFileSync(file, 'utf8')) as SuiteResult;
  if (result.passes + result.failures === 0 || result.tests.length !== result.passes + result.failures) {
    throw new Error(`the suite's result does not add up: ${JSON.stringify(result)}`);
  }
  return result;
}
