/** The suite that runs inside the extension host, the same for every launcher. VS Code loads this file and calls `run`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { resultFileVariable, type SuiteResult, type SuiteTest } from '../suiteResult';

/** Runs every `*.test.js` beside this file; rejects when one fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, color: false });
  for (const name of fs.readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  const result = await runToEnd(mocha);
  const file = process.env[resultFileVariable];
  if (file === undefined) throw new Error(`${resultFileVariable} is not set`);
  fs.writeFileSync(file, JSON.stringify(result));
  if (result.failures > 0) throw new Error(`${result.failures} failed`);
}

function runToEnd(mocha: Mocha): Promise<SuiteResult> {
  return new Promise((resolve) => {
    const tests: SuiteTest[] = [];
    const runner = mocha.run((failures) => {
      resolve({ passes: tests.length - failures, failures, tests });
    });
    runner.on('pass', (test) => {
      tests.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 });
    });
    runner.on('fail', (test, error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tests.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error: text });
    });
  });
}
