import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { LineIndex, type MacroOption, type Severity } from '../analysis';
import { readDefinition } from './compilerCommand';
import { describeError } from './files';
import { statusOf } from './fileStatus';

export const CONFIGURATION_FILE = '.rseq.json';

/** What one place (the command line, a `.rseq.json`, the editor's settings) declares; what is absent is left to the next. */
export interface Settings {
  readonly abis?: readonly string[];
  readonly targets?: readonly string[];
  readonly signature?: number;
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Absolute. */
  readonly includeDirectories?: readonly string[];
  /** Absolute; only from the command line, like the next two. */
  readonly quoteDirectories?: readonly string[];
  readonly systemDirectories?: readonly string[];
  readonly forcedIncludes?: readonly string[];
  readonly macros?: readonly MacroOption[];
  /** Absolute path of a compile_commands.json or of the folder that has it. */
  readonly compileCommands?: string;
  readonly variants?: readonly Variant[];
}

/** One of several configurations in which the same files are compiled. */
export interface Variant {
  readonly name: string;
  readonly macros: readonly MacroOption[];
  /** Absolute. */
  readonly includeDirectories: readonly string[];
  readonly targets?: readonly string[];
}

/** Something to tell the user about a configuration file. `line` is 1-based. */
export interface ConfigurationProblem {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
  /** An error makes the file as a whole useless; a warning only the value. */
  readonly severity: 'error' | 'warning';
}

export interface Configuration {
  readonly file: string;
  readonly settings: Settings;
  readonly problems: readonly ConfigurationProblem[];
}

/** The nearest `.rseq.json` in `directory` or above it. */
export function findConfigurationFile(directory: string): string | undefined {
  for (let current = directory; ; current = path.dirname(current)) {
    const candidate = path.join(current, CONFIGURATION_FILE);
    if (statusOf(candidate)) return candidate;
    if (path.dirname(current) === current) return undefined;
  }
}

/** Reads a configuration file: JSON with comments and trailing commas. Never throws. */
export function readConfiguration(file: string): Configuration {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const message = `cannot read this configuration: ${describeError(error)}`;
    return { file, settings: {}, problems: [{ file, message, severity: 'error' }] };
  }
  return parseConfiguration(file, text);
}

/** The same for a text that was read already. */
export function parseConfiguration(file: string, text: string): Configuration {
  const lines = new LineIndex(text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problems: ConfigurationProblem[] = [];
  const lineOf = (offset: number) => lines.positionAt(offset).line + 1;
  const [error] = errors;
  if (error) {
    const message = `not valid JSON (${printParseErrorCode(error.error)}); the whole file is left out, correct it`;
    return { file, settings: {}, problems: [{ file, line: lineOf(error.offset), message, severity: 'error' }] };
  }
  if (root && root.type !== 'object') {
    const message = 'must be a JSON object such as { "abi": "6.3" }; the whole file is left out';
    return { file, settings: {}, problems: [{ file, line: 1, message, severity: 'error' }] };
  }
  let settings: Settings = {};
  for (const property of root?.children ?? []) {
    const read = readProperty(property, path.dirname(file), text);
    if (!('problem' in read)) settings = { ...settings, ...read };
    else problems.push({ file, line: lineOf(property.offset), message: read.problem, severity: 'warning' });
  }
  return { file, settings, problems };
}

/** Reads the settings of the editor (`rseq.*`), which have the same keys and values. Wrong values are left out. */
export function readEditorSettings(value: unknown, folder: string): Settings {
  const text = JSON.stringify(typeof value === 'object' ? value : {});
  return parseConfiguration(path.join(folder, 'settings'), text).settings;
}

interface Key {
  /** What a right value looks like, for the message. */
  readonly expected: string;
  /** The setting, or undefined if the value is wrong. `text` is the value as written. */
  read(value: unknown, directory: string, text: string): Settings | undefined;
}

const KEYS: Readonly<Record<string, Key>> = {
  abi: {
    expected: 'a profile name, a size in bytes or a list of them',
    read: (value, _directory, text) => wrap(readAbis(value, text), (abis) => ({ abis })),
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
  compileCommands: {
    expected: 'the path of a compile_commands.json',
    read: (value, directory) =>
      typeof value === 'string' && value !== '' ? { compileCommands: path.resolve(directory, value) } : undefined,
  },
  variants: {
    expected: 'a list of objects with "name" and optionally "defines", "includeDirectories", "targets"',
    read: (value, directory) => wrap(readVariants(value, directory), (variants) => ({ variants })),
  },
};

/** One property as a setting, or what was wrong with it. */
function readProperty(property: Node, directory: string, text: string): Settings | { readonly problem: string } {
  const [nameNode, valueNode] = property.children ?? [];
  const name = String(nameNode?.value);
  if (name === '$schema' || !valueNode) return {};
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key) return { problem: `unknown key "${name}"; known are ${Object.keys(KEYS).join(', ')}` };
  const written = text.slice(valueNode.offset, valueNode.offset + valueNode.length);
  const value: unknown = getNodeValue(valueNode);
  return key.read(value, directory, written) ?? { problem: `"${name}" must be ${key.expected}; it is left out` };
}

function wrap<T>(value: T | undefined, setting: (value: T) => Settings): Settings | undefined {
  return value === undefined ? undefined : setting(value);
}

/** A lone number is taken as written: 7.0 is the name of a profile, 7 would be a size. */
function readAbis(value: unknown, text: string): string[] | undefined {
  if (typeof value === 'number') return [text];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isName = (entry: unknown) =>
    typeof entry === 'string' || (typeof entry === 'number' && Number.isInteger(entry));
  return list.every(isName) ? list.map(String).filter((entry) => entry !== '') : undefined;
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
  return variants.every((variant) => variant !== undefined) ? variants : undefined;
}

function readVariant(value: unknown, directory: string): Variant | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const defines = readStrings(fields['defines'] ?? []);
  const includeDirectories = readStrings(fields['includeDirectories'] ?? []);
  const targets = fields['targets'] === undefined ? [] : readStrings(fields['targets']);
  if (typeof fields['name'] !== 'string' || !defines || !includeDirectories || !targets) return undefined;
  return {
    name: fields['name'],
    macros: defines.map(readDefinition),
    includeDirectories: includeDirectories.map((entry) => path.resolve(directory, entry)),
    ...(targets.length > 0 ? { targets } : {}),
  };
}

/** True for the words that `--rule` and "rules" take. */
export function isLevel(value: unknown): value is Severity | 'off' {
  return value === 'off' || value === 'info' || value === 'warning' || value === 'error';
}
