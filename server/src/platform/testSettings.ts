import * as path from 'node:path';
import { parseTree } from 'jsonc-parser';
import type { TestSetting } from './configuration';

/**
 * Reads `"tests"`. `text` is the value as written: lines are counted from its own first one, as 0. Undefined if anything in it is of
 * another kind, or if two tests have one name.
 */
export function readTests(value: unknown, directory: string, text: string): readonly TestSetting[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const places = parseTree(text)?.children ?? [];
  const tests = value.map((entry: unknown, index) => {
    const line = text.slice(0, places[index]?.offset ?? 0).split('\n').length - 1;
    return readTest(entry, directory, line);
  });
  const names = new Set(tests.map((test) => test?.name));
  return names.size === tests.length && tests.every((test) => test !== undefined) ? tests : undefined;
}

function readTest(value: unknown, directory: string, line: number): TestSetting | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, program, build, args = [], env = {}, timeout = 0 } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name === '' || typeof program !== 'string' || program === '') return undefined;
  if (!isWords(args) || !isEnvironment(env)) return undefined;
  if (build !== undefined && (!isWords(build) || build.length === 0)) return undefined;
  if (typeof timeout !== 'number' || !Number.isInteger(timeout) || timeout < 0) return undefined;
  return {
    name,
    line,
    directory,
    program: path.resolve(directory, program),
    args,
    env,
    timeout,
    ...(build === undefined ? {} : { build }),
  };
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}

function isEnvironment(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}
