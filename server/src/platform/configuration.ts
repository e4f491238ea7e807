import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { LineIndex, listRules, resolveProfile, type AbiProfile, type MacroOption, type Severity } from '../analysis';
import type { Override, Wrong } from './abiSettings';
import { KEYS } from './configurationKeys';
import { describeError } from './files';
import { statusOf } from './fileStatus';
import { TARGETS } from './targets';

export const CONFIGURATION_FILE = '.rseq.json';

/** What one place (the command line, a `.rseq.json`, the editor's settings) declares; what is absent is left to the next. */
export interface Settings {
  readonly abis?: readonly string[];
  /** Described profiles, which names of ABIs may mean. */
  readonly profiles?: readonly AbiProfile[];
  /** What holds for some files only; the last one that speaks about a file. */
  readonly overrides?: readonly Override[];
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
  readonly tests?: readonly TestSetting[];
}

/** A program that `rseq test` runs, as `.rseq.json` says it or a source defines it. All paths are absolute. */
export interface TestSetting {
  readonly name: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Build command and program run there: the folder of the `.rseq.json`, or where the source is compiled. */
  readonly directory: string;
  readonly build?: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for one run; 0: as it takes by itself, with a margin. */
  readonly timeout: number;
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
  const parts = (root?.children ?? []).map((property) => ({
    line: lineOf(property.offset),
    ...readProperty(property, path.dirname(file), text),
  }));
  const profiles = parts.flatMap((part) => part.settings.profiles ?? []);
  let settings: Settings = {};
  for (const part of parts) {
    // What one key describes another may name.
    const known = keepKnownNames(part.settings, profiles);
    // Two keys speak of macros.
    const macros = [...(settings.macros ?? []), ...(part.settings.macros ?? [])];
    settings = { ...settings, ...known.settings, ...(macros.length > 0 ? { macros } : {}) };
    const tests = known.settings.tests?.map((test) => ({ ...test, line: part.line + test.line }));
    if (tests) settings = { ...settings, tests };
    const messages = [...part.problems, ...known.problems];
    problems.push(...messages.map((message) => ({ file, line: part.line, message, severity: 'warning' as const })));
  }
  if (profiles.length > 0) settings = { ...settings, profiles };
  return { file, settings, problems };
}

/** Reads the settings of the editor (`rseq.*`), which have the same keys and values. Wrong values are left out. */
export function readEditorSettings(value: unknown, folder: string): Settings {
  const text = JSON.stringify(typeof value === 'object' ? value : {});
  return parseConfiguration(path.join(folder, 'settings'), text).settings;
}

/** One property as a setting, with what was wrong with it. */
function readProperty(property: Node, directory: string, text: string): { settings: Settings; problems: string[] } {
  const [nameNode, valueNode] = property.children ?? [];
  const name = String(nameNode?.value);
  if (name === '$schema' || !valueNode) return { settings: {}, problems: [] };
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key) return { settings: {}, problems: [`unknown key "${name}"; known are ${Object.keys(KEYS).join(', ')}`] };
  const written = text.slice(valueNode.offset, valueNode.offset + valueNode.length);
  const value: unknown = getNodeValue(valueNode);
  const settings: Settings | Wrong | undefined = key.read(value, directory, written);
  if (settings === undefined) return { settings: {}, problems: [`"${name}" must be ${key.expected}; it is left out`] };
  if ('problem' in settings) return { settings: {}, problems: [`${settings.problem}; "${name}" is left out`] };
  return { settings, problems: [] };
}

/** Leaves out targets, profiles and rules that do not exist: a word with a typing error must not pass for a choice. */
function keepKnownNames(settings: Settings, own: readonly AbiProfile[]): { settings: Settings; problems: string[] } {
  const targets = settings.targets && knownTargets(settings.targets);
  const listed = settings.variants?.flatMap((variant) => variant.targets ?? []);
  const variants = settings.variants?.map(keepKnownTargets);
  const isProfile = (name: string): boolean => resolveProfile(name, own) !== undefined;
  const abis = settings.abis?.filter(isProfile);
  const overridden = settings.overrides?.flatMap((override) => override.abis);
  const overrides = settings.overrides?.flatMap((override) => {
    const known = override.abis.filter(isProfile);
    return known.length > 0 ? [{ ...override, abis: known }] : [];
  });
  const ids = new Set(listRules().map(({ id }) => id));
  const unknownRules = Object.keys(settings.rules ?? {}).filter((id) => !ids.has(id));
  const problems = [
    ...[...missing(settings.targets, targets), ...missing(listed, listed && knownTargets(listed))].map(
      (name) => `unknown target "${name}"; it is left out`,
    ),
    ...[...missing(settings.abis, abis), ...missing(overridden, overridden?.filter(isProfile))].map(
      (name) => `unknown ABI profile "${name}"; it is left out`,
    ),
    ...unknownRules.map((id) => `there is no rule "${id}"; \`rseq explain\` lists all rules`),
  ];
  return {
    settings: {
      ...settings,
      ...(targets ? { targets } : {}),
      ...(abis ? { abis } : {}),
      ...(overrides ? { overrides } : {}),
      ...(variants ? { variants } : {}),
    },
    problems,
  };
}

function knownTargets(names: readonly string[]): readonly string[] {
  return names.filter((name) => TARGETS.some((target) => target.name === name));
}

function keepKnownTargets({ targets, ...variant }: Variant): Variant {
  const known = knownTargets(targets ?? []);
  return known.length > 0 ? { ...variant, targets: known } : variant;
}

function missing(all: readonly string[] | undefined, kept: readonly string[] | undefined): string[] {
  return (all ?? []).filter((name) => !kept?.includes(name));
}
