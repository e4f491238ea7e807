import * as path from 'node:path';
import { listProfiles, resolveProfile, type AbiProfile, type MacroOption, type Severity } from '../analysis';
import { readDefinition } from '../platform/compilerCommand';
import { isLevel } from '../platform/configurationKeys';
import { TARGETS } from '../platform/targets';
import { scenarios, type Scenario } from '../runner/probe';
import { UsageError } from './io';
import { suggest } from '../analysis';

/** Everything that `check` and `sections` can be told. Paths of options are absolute. */
export interface Options {
  format: 'text' | 'json' | 'github' | 'tap';
  color: 'auto' | 'always' | 'never';
  parser: 'auto' | 'native' | 'wasm';
  quiet: boolean;
  verbose: boolean;
  fix: boolean;
  compare: boolean;
  list: boolean;
  /** Milliseconds for one run of a tested program; 0: chosen by how long it takes undisturbed. */
  timeout: number;
  /** Which pass of a section, and in it which round of a loop, is aborted; from 1. */
  pass: number;
  loop: number;
  compileCommands: string | undefined;
  configurationFile: string | undefined;
  readonly scenarios: Scenario[];
  readonly abis: string[];
  readonly targets: string[];
  readonly rules: Record<string, Severity | 'off'>;
  readonly macros: MacroOption[];
  readonly quoteDirectories: string[];
  readonly includeDirectories: string[];
  readonly systemDirectories: string[];
  readonly forcedIncludes: string[];
}

export function defaultOptions(): Options {
  return {
    format: 'text',
    color: 'auto',
    parser: 'auto',
    quiet: false,
    verbose: false,
    fix: false,
    compare: false,
    list: false,
    timeout: 0,
    pass: 1,
    loop: 1,
    scenarios: [],
    compileCommands: undefined,
    configurationFile: undefined,
    abis: [],
    targets: [],
    rules: {},
    macros: [],
    quoteDirectories: [],
    includeDirectories: [],
    systemDirectories: [],
    forcedIncludes: [],
  };
}

/** What an option needs to read its value. */
export interface OptionContext {
  readonly cwd: string;
  /** Known rule ids, for `--rule`. */
  readonly ruleIds: readonly string[];
}

export interface OptionDefinition {
  /** As written, with dashes. One-dash options with a value also take it joined: `-Idir`. */
  readonly name: string;
  /** What stands for the value in the help; absent: the option takes none. */
  readonly value?: string;
  readonly help: string;
  apply(options: Options, value: string, context: OptionContext): void;
}

const PROFILES = listProfiles().map(({ name }) => name);

/** All options, in the order of the help. */
const OPTIONS: readonly OptionDefinition[] = [
  {
    name: '--format',
    value: 'text|json|github|tap',
    help: 'how results are printed (default: text); github: only check, tap: only test',
    apply: (options, value) => (options.format = choose('--format', value, ['text', 'json', 'github', 'tap'])),
  },
  {
    name: '--abi',
    value: 'profile',
    help: `ABI to hold the code to: ${PROFILES.join(', ')} or a feature size in bytes; repeatable`,
    apply: (options, value) => options.abis.push(value),
  },
  {
    name: '--target',
    value: 'arch',
    help: 'target to check for, such as x86_64 or aarch64; repeatable (default: what the code admits)',
    apply: (options, value) => options.targets.push(readTarget(value)),
  },
  {
    name: '-I',
    value: 'dir',
    help: 'search headers in dir; -iquote and -isystem likewise',
    apply: (options, value, { cwd }) => options.includeDirectories.push(path.resolve(cwd, value)),
  },
  {
    name: '-iquote',
    value: 'dir',
    help: 'search headers in quotes in dir',
    apply: (options, value, { cwd }) => options.quoteDirectories.push(path.resolve(cwd, value)),
  },
  {
    name: '-isystem',
    value: 'dir',
    help: 'search system headers in dir; nothing is reported in them',
    apply: (options, value, { cwd }) => options.systemDirectories.push(path.resolve(cwd, value)),
  },
  {
    name: '-D',
    value: 'macro[=value]',
    help: 'define a macro',
    apply: (options, value) => options.macros.push(readDefinition(value)),
  },
  {
    name: '-U',
    value: 'macro',
    help: 'undefine a macro',
    apply: (options, value) => options.macros.push({ kind: 'undefine', name: value }),
  },
  {
    name: '-include',
    value: 'file',
    help: 'read file before each source file',
    apply: (options, value, { cwd }) => options.forcedIncludes.push(path.resolve(cwd, value)),
  },
  {
    name: '--compile-commands',
    value: 'file',
    help: 'compile_commands.json to use (default: the nearest one, also in build/)',
    apply: (options, value, { cwd }) => (options.compileCommands = path.resolve(cwd, value)),
  },
  {
    name: '--config',
    value: 'file',
    help: 'configuration to use (default: the nearest .rseq.json)',
    apply: (options, value, { cwd }) => (options.configurationFile = path.resolve(cwd, value)),
  },
  {
    name: '--rule',
    value: 'id=level',
    help: 'set a rule to off, info, warning or error; repeatable',
    apply: (options, value, { ruleIds }) => {
      setRule(options, value, ruleIds);
    },
  },
  {
    name: '--fix',
    help: 'apply every fix that is the only one of its finding and need not be looked at',
    apply: (options) => (options.fix = true),
  },
  {
    name: '--compare',
    help: 'with sections: the same function for every architecture side by side',
    apply: (options) => (options.compare = true),
  },
  {
    name: '--list',
    help: 'print every profile that is known, as C',
    apply: (options) => (options.list = true),
  },
  {
    name: '--scenario',
    value: 'name',
    help: `what is done to the program: ${scenarios.join(', ')}; repeatable (default: all)`,
    apply: (options, value) => options.scenarios.push(choose('--scenario', value, scenarios)),
  },
  {
    name: '--timeout',
    value: 'ms',
    help: 'milliseconds for one run of the program (default: 20 times what it takes by itself)',
    apply: (options, value) => (options.timeout = readTimeout(value)),
  },
  {
    name: '--pass',
    value: 'n',
    help: 'stop each section when it is run for the n-th time (default: 1)',
    apply: (options, value) => (options.pass = readCount('--pass', value)),
  },
  {
    name: '--loop',
    value: 'n',
    help: 'stop at each instruction when a section comes there for the n-th time in one pass (default: 1)',
    apply: (options, value) => (options.loop = readCount('--loop', value)),
  },
  {
    name: '--parser',
    value: 'auto|native|wasm',
    help: 'which parser runtime to use (default: native where it loads)',
    apply: (options, value) => (options.parser = choose('--parser', value, ['auto', 'native', 'wasm'])),
  },
  {
    name: '--color',
    value: 'auto|always|never',
    help: 'colours (default: on a terminal, unless NO_COLOR is set)',
    apply: (options, value) => (options.color = choose('--color', value, ['auto', 'always', 'never'])),
  },
  {
    name: '--quiet',
    help: 'only findings: no summary, no notes, no progress',
    apply: (options) => (options.quiet = true),
  },
  { name: '-v', help: 'also say what was unknown', apply: (options) => (options.verbose = true) },
];

export type CommandWithOptions = 'check' | 'sections' | 'explain' | 'abi' | 'test';

const OF_ABI = ['--format', '--list', '--config', '--color'];
const OF_TEST = [
  ...['--format', '--scenario', '--timeout', '--pass', '--loop', '--compile-commands', '--config'],
  ...['--color', '--quiet', '-v'],
];
const NOT_OF_FILES = ['--list', '--scenario', '--timeout', '--pass', '--loop'];

/** The options that a command takes. */
export function optionsOf(command: CommandWithOptions): readonly OptionDefinition[] {
  if (command === 'abi') return OPTIONS.filter(({ name }) => OF_ABI.includes(name));
  if (command === 'test') return OPTIONS.filter(({ name }) => OF_TEST.includes(name));
  return OPTIONS.filter(({ name }) => !NOT_OF_FILES.includes(name));
}

function choose<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new UsageError(`${option} ${value}: this version knows ${allowed.join(', ')}`);
  }
  return found;
}

/** Throws {@link UsageError} for a word that can be no profile; `own`: those that the project describes. */
export function checkAbi(value: string, own: readonly AbiProfile[]): void {
  if (resolveProfile(value, own)) return;
  const names = [...PROFILES, ...own.map(({ name }) => name)];
  throw new UsageError(`--abi ${value}: not a profile; use ${names.join(', ')} or a feature size of at least 20 bytes`);
}

function readTimeout(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new UsageError(`--timeout ${value}: write milliseconds, such as 5000`);
  return Number(value);
}

function readCount(option: string, value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new UsageError(`${option} ${value}: write a number from 1`);
  return Number(value);
}

function readTarget(value: string): string {
  const names = TARGETS.map(({ name }) => name);
  if (names.includes(value)) return value;
  throw new UsageError(`--target ${value}: unknown target; use ${names.join(', ')}`);
}

function setRule(options: Options, value: string, ruleIds: readonly string[]): void {
  const equals = value.indexOf('=');
  const id = value.slice(0, Math.max(equals, 0));
  const level = value.slice(equals + 1);
  if (equals <= 0 || !isLevel(level)) {
    throw new UsageError(`--rule ${value}: write <id>=off, <id>=info, <id>=warning or <id>=error`);
  }
  if (!ruleIds.includes(id)) throw new UsageError(`--rule ${value}: ${unknownRule(id, ruleIds)}`);
  options.rules[id] = level;
}

/** One line about a rule id that does not exist, with the nearest ones. */
export function unknownRule(id: string, ruleIds: readonly string[]): string {
  const near = suggest(id, ruleIds);
  const next = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '`rseq explain` lists all rules';
  return `there is no rule "${id}"; ${next}`;
}
