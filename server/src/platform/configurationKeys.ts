import * as path from 'node:path';
import type { MacroOption, Severity } from '../analysis';
import { readAbiChoice, readOverrides, type Wrong } from './abiSettings';
import { readDefinition } from './compilerCommand';
import { readTests } from './testSettings';
import type { Settings, Variant } from './configuration';

/** One key of `.rseq.json`. */
export interface Key {
  /** What a right value looks like, for the message. */
  readonly expected: string;
  /** The setting; undefined if the value is of another kind; or what is wrong with it. `text` is the value as written. */
  read(value: unknown, directory: string, text: string): Settings | Wrong | undefined;
}

/** All keys; `docs/schema/rseq.schema.json` describes the same. */
export const KEYS: Readonly<Record<string, Key>> = {
  abi: {
    expected: 'a profile name, a size in bytes, { "name", "featureSize", "fields" } or a list of them',
    read: (value, _directory, text) => readAbiChoice(value, text),
  },
  targets: {
    expected: 'a list of target names',
    read: (value) => wrap(readStrings(value), (targets) => ({ targets })),
  },
  signature: {
    expected: 'a 32-bit number or a string such as "0x53053053"',
    read: (value) => wrap(readSignature(value), (signature) => ({ signature })),
  },
  rules: {
    expected: 'an object of rule ids, each off, info, warning or error',
    read: (value) => wrap(readRules(value), (rules) => ({ rules })),
  },
  includeDirectories: {
    expected: 'a list of folders',
    read: (value, directory) =>
      wrap(readStrings(value), (list) => ({ includeDirectories: list.map((entry) => path.resolve(directory, entry)) })),
  },
  defines: {
    expected: 'a list of "NAME" or "NAME=value"',
    read: (value) => wrap(readStrings(value), (list) => ({ macros: list.map(readDefinition) })),
  },
  undefines: {
    expected: 'a list of macro names',
    read: (value) => wrap(readStrings(value), (list) => ({ macros: list.map(undefinition) })),
  },
  compileCommands: {
    expected: 'the path of a compile_commands.json',
    read: (value, directory) =>
      typeof value === 'string' && value !== '' ? { compileCommands: path.resolve(directory, value) } : undefined,
  },
  overrides: {
    expected: 'a list of objects with "files" (patterns) and "abi"',
    read: (value) => readOverrides(value),
  },
  variants: {
    expected:
      'a list of objects with a "name" of their own and optionally "defines", "undefines", "includeDirectories", "targets"',
    read: (value, directory) => wrap(readVariants(value, directory), (variants) => ({ variants })),
  },
  tests: {
    expected:
      'a list of objects with a "name" of their own, a "program" and optionally "build" and "args" (lists), "env", "timeout" (milliseconds)',
    read: (value, directory, text) => wrap(readTests(value, directory, text), (tests) => ({ tests })),
  },
};

function wrap<T>(value: T | undefined, setting: (value: T) => Settings): Settings | undefined {
  return value === undefined ? undefined : setting(value);
}

function readStrings(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) return undefined;
  return value;
}

function readSignature(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^(0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : value;
  const isSignature = typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffffffff;
  return isSignature ? number : undefined;
}

function readRules(value: unknown): Record<string, Severity | 'off'> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const isRight = entries.every((entry): entry is [string, Severity | 'off'] => isLevel(entry[1]));
  return isRight ? Object.fromEntries(entries) : undefined;
}

function readVariants(value: unknown, directory: string): Variant[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const variants = value.map((entry: unknown) => readVariant(entry, directory));
  const names = new Set(variants.map((variant) => variant?.name));
  return names.size === variants.length && variants.every((variant) => variant !== undefined) ? variants : undefined;
}

function readVariant(value: unknown, directory: string): Variant | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const defines = readStrings(fields['defines'] ?? []);
  const undefines = readStrings(fields['undefines'] ?? []);
  const includeDirectories = readStrings(fields['includeDirectories'] ?? []);
  const targets = fields['targets'] === undefined ? [] : readStrings(fields['targets']);
  const { name } = fields;
  if (typeof name !== 'string' || name === '' || !defines || !undefines || !includeDirectories || !targets)
    return undefined;
  return {
    name,
    macros: [...defines.map(readDefinition), ...undefines.map(undefinition)],
    includeDirectories: includeDirectories.map((entry) => path.resolve(directory, entry)),
    ...(targets.length > 0 ? { targets } : {}),
  };
}

function undefinition(name: string): MacroOption {
  return { kind: 'undefine', name };
}

/** True for the words that `--rule` and "rules" take. */
export function isLevel(value: unknown): value is Severity | 'off' {
  return value === 'off' || value === 'info' || value === 'warning' || value === 'error';
}
