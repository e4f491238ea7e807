import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { findSourceTests, LineIndex } from '../analysis';
import type { CompilerCommand } from '../platform/compilerCommand';
import type { Configuration } from '../platform/configuration';
import type { TestDefinition } from './definition';

/** What making a program of one source takes. All paths are absolute. */
export interface BuildContext {
  /** Where rseq_test.h is. */
  readonly includeDirectory: string;
  /** Programs are written there. */
  readonly buildDirectory: string;
  /** How the project compiles a source, if it says so. */
  commandFor(file: string): CompilerCommand | undefined;
}

/** Can a file define tests? */
export function isTestSource(name: string): boolean {
  return ['.c', '.cc', '.cpp', '.cxx'].includes(path.extname(name));
}

/** Where a test is defined, without what making it takes. */
export type FoundTest = Pick<TestDefinition, 'name' | 'file' | 'line'>;

/** The tests in the text of a source. */
export function testsInText(file: string, text: string): readonly FoundTest[] {
  const found = findSourceTests(text);
  if (found.length === 0) return [];
  const lines = new LineIndex(text);
  return found.map(({ name, start }) => ({ name, file, line: lines.positionAt(start).line + 1 }));
}

/** The tests that a `.rseq.json` names. */
export function configuredTests({ file, settings }: Configuration): readonly TestDefinition[] {
  return (settings.tests ?? []).map((test) => ({ ...test, file }));
}

/**
 * The tests that a source defines with the macros of rseq_test.h, each a run of the same program. Nothing is built to find them. `file`
 * is absolute.
 */
export function sourceTests(file: string, text: string, context: BuildContext): readonly TestDefinition[] {
  const found = testsInText(file, text);
  if (found.length === 0) return [];
  const command = context.commandFor(file);
  const hash = createHash('sha256').update(file).digest('hex').slice(0, 8);
  const program = path.join(context.buildDirectory, `${path.parse(file).name}-${hash}`);
  const build = buildCommand(file, program, command?.words, context.includeDirectory);
  return found.map((test) => ({
    ...test,
    directory: command?.directory ?? path.dirname(file),
    build,
    program,
    args: [test.name],
    env: {},
    timeout: 0,
  }));
}

/** Options of a compiler that are about one object, with how many words follow. */
const objectOptions: ReadonlyMap<string, number> = new Map([
  ['-c', 0],
  ['-S', 0],
  ['-E', 0],
  ['-MD', 0],
  ['-MMD', 0],
  ['-MP', 0],
  ['-o', 1],
  ['-MF', 1],
  ['-MT', 1],
  ['-MQ', 1],
]);

function buildCommand(
  file: string,
  program: string,
  words: readonly string[] | undefined,
  includeDirectory: string,
): readonly string[] {
  const own = ['-g', '-pthread', '-I', includeDirectory, '-o', program, file];
  if (!words) return [/\.(cc|cpp|cxx)$/.test(file) ? 'c++' : 'cc', '-O2', ...own];
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const following = objectOptions.get(word);
    if (following !== undefined) i += following;
    else if (path.basename(word) !== path.basename(file)) kept.push(word);
  }
  return [...kept, ...own];
}
