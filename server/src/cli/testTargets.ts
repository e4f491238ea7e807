import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeError } from '../platform/files';
import { statusOf } from '../platform/fileStatus';
import { ProjectFiles } from '../platform/projectFiles';
import { listSourceTree } from '../platform/sourceTree';
import type { TestDefinition } from '../runner/definition';
import { configuredTests, isTestSource, sourceTests, type BuildContext } from '../runner/discovery';
import { suggest } from '../analysis';
import { UsageError } from './io';
import type { Options } from './options';

/** Where the tests of a command line are looked for, and what making them takes. */
export interface TestSearch {
  readonly cwd: string;
  readonly options: Pick<Options, 'configurationFile' | 'compileCommands'>;
  readonly includeDirectory: string;
  /** Makes the folder for programs of sources, when the first one needs it. */
  buildDirectory(): string;
}

/** What `rseq test <operand>` runs: a list, or one program that is there. */
export type TestTargets =
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'tests'; readonly tests: readonly TestDefinition[]; readonly problems: readonly string[] };

/**
 * What the first word behind `rseq test` means: nothing or a folder, all its tests; a C or C++ source, its tests; the path of a program, that; else the
 * name of a test. Throws a {@link UsageError} if it means nothing.
 */
export function findTargets(operand: string | undefined, search: TestSearch): TestTargets {
  const given = path.resolve(search.cwd, operand ?? '.');
  const status = statusOf(given);
  if (status?.isDirectory()) return all(operand ?? '.', testsBelow(given, search));
  if (status && isTestSource(given)) return all(operand ?? '.', testsIn([given], search));
  if (status || operand?.includes('/')) return { kind: 'program', program: given };
  const { tests, problems } = testsBelow(search.cwd, search);
  const named = tests.filter(({ name }) => name === operand);
  if (named.length > 0) return { kind: 'tests', tests: named, problems };
  const word = operand ?? '';
  const near = suggest(
    word,
    tests.map(({ name }) => name),
  );
  const next = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'build it first, or name it in .rseq.json';
  throw new UsageError(`${word}: there is no such program and no test of that name; ${next}`);
}

function all(operand: string, found: Found): TestTargets {
  if (found.tests.length === 0 && found.problems.length === 0) {
    throw new UsageError(
      `${operand}: no tests; name a program, or write one with RSEQ_TEST(name) of rseq_test.h or in .rseq.json`,
    );
  }
  return { kind: 'tests', ...found };
}

interface Found {
  readonly tests: readonly TestDefinition[];
  readonly problems: readonly string[];
}

function testsBelow(folder: string, search: TestSearch): Found {
  const files = new ProjectFiles();
  const { configurationFile } = search.options;
  const configuration =
    configurationFile === undefined ? files.configurationFor(folder) : files.configuration(configurationFile);
  const sources = testsIn(listSourceTree(folder).filter(isTestSource), search);
  const problems = (configuration?.problems ?? []).map(({ file, line, message }) => {
    return `${path.relative(search.cwd, file)}${line === undefined ? '' : `:${line}`}: ${message}`;
  });
  return {
    tests: [...(configuration ? configuredTests(configuration) : []), ...sources.tests],
    problems: [...problems, ...sources.problems],
  };
}

function testsIn(sources: readonly string[], search: TestSearch): Found {
  const problems: string[] = [];
  const files = new ProjectFiles();
  const { compileCommands } = search.options;
  const context: Omit<BuildContext, 'buildDirectory'> = {
    includeDirectory: search.includeDirectory,
    commandFor(file) {
      const database =
        compileCommands === undefined
          ? files.compileCommandsFor(path.dirname(file))
          : files.compileCommands(compileCommands);
      return database?.commands.get(file)?.[0];
    },
  };
  const tests = sources.flatMap((file) => {
    try {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('RSEQ_TEST')) return [];
      return sourceTests(file, text, { ...context, buildDirectory: search.buildDirectory() });
    } catch (error) {
      problems.push(`${path.relative(search.cwd, file)}: ${describeError(error)}`);
      return [];
    }
  });
  return { tests, problems };
}
