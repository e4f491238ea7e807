import * as path from 'node:path';
import type { MacroOption, UnitConfiguration } from '../analysis';
import { targetOfCommand } from './targets';

/** What a compiler's command line says about the text that it sees. All paths are absolute. */
export interface CompilerCommand {
  /** The command line itself, from the compiler on. */
  readonly words: readonly string[];
  /** Where the compiler runs: relative paths of the command start here. */
  readonly directory: string;
  /** What `-x` says; without it the file's name decides. */
  readonly language?: UnitConfiguration['language'];
  /** g++ and its like take C for C++. */
  readonly isPlusPlus: boolean;
  /** `-masm=intel`. */
  readonly intelSyntax?: boolean;
  readonly compiler: UnitConfiguration['compiler'];
  readonly target?: string;
  readonly macros: readonly MacroOption[];
  readonly quoteDirectories: readonly string[];
  readonly includeDirectories: readonly string[];
  readonly systemDirectories: readonly string[];
  readonly afterDirectories: readonly string[];
  readonly forcedIncludes: readonly string[];
  readonly sysroot?: string;
  /** False after `-nostdinc`: the compiler's own directories are not searched. */
  readonly standardDirectories: boolean;
}

/** Programs that run the compiler given behind them. */
const LAUNCHERS = new Set(['ccache', 'distcc', 'sccache', 'icecc', 'env', 'libtool', 'gomacc']);

/** Options whose value is the next word and which mean nothing here; their value must not be read as an option. */
const SKIPPED_WITH_VALUE = new Set(
  [
    '-o',
    '-MF',
    '-MT',
    '-MQ',
    '-MJ',
    '-Xclang',
    '-Xassembler',
    '-Xlinker',
    '-Xpreprocessor',
    '-L',
    '-l',
    '-T',
    '-u',
    '-z',
  ].concat([
    '-arch',
    '-mllvm',
    '-include-pch',
    '-framework',
    '--param',
    '-aux-info',
    '-dumpbase',
    '-iprefix',
    '-iwithprefix',
    '-A',
    '-B',
    '-e',
  ]),
);

type ListName = 'quoteDirectories' | 'includeDirectories' | 'systemDirectories' | 'afterDirectories' | 'forcedIncludes';

const PATH_OPTIONS: readonly { readonly option: string; readonly list: ListName }[] = [
  { option: '-iquote', list: 'quoteDirectories' },
  { option: '-isystem', list: 'systemDirectories' },
  { option: '-idirafter', list: 'afterDirectories' },
  { option: '-imacros', list: 'forcedIncludes' },
  { option: '-include', list: 'forcedIncludes' },
  { option: '-I', list: 'includeDirectories' },
];

/** Flags that define a macro which rseq code asks for. Source: gcc's `-dM -E` with and without each flag. */
const FLAG_MACROS: Readonly<Record<string, readonly MacroOption[]>> = {
  '-fPIC': positionIndependent('2', false),
  '-fpic': positionIndependent('1', false),
  '-fPIE': positionIndependent('2', true),
  '-fpie': positionIndependent('1', true),
  '-fno-pic': undefinePositionIndependent(),
  '-fno-pie': undefinePositionIndependent(),
  '-pthread': [{ kind: 'define', name: '_REENTRANT', value: '1' }],
  '-O0': [{ kind: 'undefine', name: '__OPTIMIZE__' }],
  '-mmicromips': [{ kind: 'define', name: '__mips_micromips', value: '1' }],
  '-mips16': [{ kind: 'define', name: '__mips16', value: '1' }],
};

/** Reads a command line; unknown flags are ignored. `words` begin with the compiler; relative paths start at `directory`. */
export function readCompilerCommand(words: readonly string[], directory: string): CompilerCommand {
  const start = words.findIndex((word) => !LAUNCHERS.has(path.basename(word)) && !/^\w+=/.test(word));
  const program = path.basename(words[Math.max(start, 0)] ?? 'cc');
  const reader = new OptionReader(directory);
  reader.readAll(words.slice(Math.max(start, 0) + 1));
  const { triple, isClang, isPlusPlus } = describeProgram(program);
  const target = targetOfCommand(reader.triple ?? triple, reader.flags);
  const dialect = reader.flags.findLast((flag) => flag.startsWith('-masm='));
  return {
    words: words.slice(Math.max(start, 0)),
    directory,
    isPlusPlus,
    compiler: isClang ? 'clang' : 'gcc',
    macros: reader.macros,
    ...reader.lists,
    standardDirectories: reader.standardDirectories,
    ...(reader.language ? { language: reader.language } : {}),
    ...(dialect === '-masm=intel' ? { intelSyntax: true } : {}),
    ...(target ? { target } : {}),
    ...(reader.sysroot !== undefined ? { sysroot: reader.sysroot } : {}),
  };
}

/** `-D` as macro option: without a value it is 1. */
export function readDefinition(text: string): MacroOption {
  const equals = text.indexOf('=');
  return equals < 0
    ? { kind: 'define', name: text, value: '1' }
    : { kind: 'define', name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** `aarch64-linux-gnu-g++-12` → triple `aarch64-linux-gnu`, gcc family, C++. */
function describeProgram(program: string): { triple: string | undefined; isClang: boolean; isPlusPlus: boolean } {
  const match = /^(?:(.+)-)?(gcc|g\+\+|cc|c\+\+|clang\+\+|clang|cpp)(?:-[\d.]+)?(?:\.exe)?$/.exec(program);
  const name = match?.[2] ?? program;
  return { triple: match?.[1], isClang: name.startsWith('clang'), isPlusPlus: name.endsWith('++') };
}

class OptionReader {
  readonly macros: MacroOption[] = [];
  readonly lists: Record<ListName, string[]> = {
    quoteDirectories: [],
    includeDirectories: [],
    systemDirectories: [],
    afterDirectories: [],
    forcedIncludes: [],
  };
  readonly flags: string[] = [];
  language: UnitConfiguration['language'] | undefined;
  triple: string | undefined;
  sysroot: string | undefined;
  standardDirectories = true;
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  readAll(words: readonly string[]): void {
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? '';
      if (this.#readWithValue(word, words[i + 1])) i++;
      else this.#readSingle(word);
    }
  }

  /** Options in two words; true if the second one was used. */
  #readWithValue(word: string, value: string | undefined): boolean {
    if (value === undefined) return false;
    const pathOption = PATH_OPTIONS.find(({ option }) => option === word);
    if (pathOption) this.#addPath(pathOption.list, value);
    else if (word === '-D') this.macros.push(readDefinition(value));
    else if (word === '-U') this.macros.push({ kind: 'undefine', name: value });
    else if (word === '-x') this.#setLanguage(value);
    else if (word === '-target' || word === '--target') this.triple = value;
    else if (word === '-isysroot' || word === '--sysroot') this.sysroot = this.#absolute(value);
    else return SKIPPED_WITH_VALUE.has(word);
    return true;
  }

  #readSingle(word: string): void {
    const pathOption = PATH_OPTIONS.find(({ option }) => word.startsWith(option));
    if (pathOption) this.#addPath(pathOption.list, word.slice(pathOption.option.length));
    else if (word.startsWith('-D')) this.macros.push(readDefinition(word.slice(2)));
    else if (word.startsWith('-U')) this.macros.push({ kind: 'undefine', name: word.slice(2) });
    else if (word.startsWith('-x')) this.#setLanguage(word.slice(2));
    else if (word.startsWith('--target=')) this.triple = word.slice('--target='.length);
    else if (word.startsWith('--sysroot=')) this.sysroot = this.#absolute(word.slice('--sysroot='.length));
    else if (word.startsWith('-Wp,')) this.readAll(word.slice('-Wp,'.length).split(','));
    else if (word === '-nostdinc') this.standardDirectories = false;
    else this.#readFlag(word);
  }

  #readFlag(word: string): void {
    this.flags.push(word);
    if (Object.hasOwn(FLAG_MACROS, word)) this.macros.push(...(FLAG_MACROS[word] ?? []));
    else if (/^-O([1-3sgz]|fast)?$/.test(word)) this.macros.push({ kind: 'define', name: '__OPTIMIZE__', value: '1' });
  }

  #setLanguage(value: string): void {
    if (value.startsWith('assembler')) this.language = 'asm';
    else if (value.startsWith('c++')) this.language = 'c++';
    else if (value === 'c' || value === 'c-header') this.language = 'c';
    else if (value === 'none') this.language = undefined;
  }

  /** `-I=dir` and `-isystem=dir` start at the sysroot. */
  #addPath(list: ListName, value: string): void {
    if (value.startsWith('=')) this.lists[list].push(path.join(this.sysroot ?? '/', value.slice(1)));
    // A forced include is first looked up in the directory of the command; the preprocessor searches on from there.
    else if (list === 'forcedIncludes') this.lists[list].push(value);
    else this.lists[list].push(this.#absolute(value));
  }

  #absolute(value: string): string {
    return path.resolve(this.#directory, value);
  }
}

function positionIndependent(level: string, executable: boolean): MacroOption[] {
  const names = executable ? ['__pic__', '__PIC__', '__pie__', '__PIE__'] : ['__pic__', '__PIC__'];
  return names.map((name) => ({ kind: 'define', name, value: level }));
}

function undefinePositionIndependent(): MacroOption[] {
  return ['__pic__', '__PIC__', '__pie__', '__PIE__'].map((name) => ({ kind: 'undefine', name }));
}
