import type { SourceProvider } from '../../sourceProvider';
import type { MacroOption } from '../../request';
import type { Language } from './characters';
import type { SourceFile } from './sourceFile';
import type { FileId, MacroName, Token } from './token';

/** The compiler's command line as far as the preprocessor is concerned. Plain data but for the two functions. */
export interface PreprocessOptions {
  /** `asm`: `$` is no letter, and a `#` line that is no directive is a comment. */
  readonly language: Language;
  readonly compiler: 'gcc' | 'clang';
  /** `#define` lines, as `gcc -dM -E` prints them; see predefined.ts. */
  readonly predefined: string;
  readonly macros: readonly MacroOption[];
  readonly forcedIncludes: readonly string[];
  /** Searched after the includer's own directory by `#include "…"` only. */
  readonly quoteDirectories: readonly string[];
  readonly includeDirectories: readonly string[];
  /** Searched last; what is found here is a system header. */
  readonly systemDirectories: readonly string[];
  /**
   * Leaves out the tokens of system headers that do not speak of rseq: of the C library's prototypes nobody asks anything, and they
   * are most of what a unit includes. Their directives are carried out.
   */
  readonly skimsSystemHeaders?: boolean;
  /**
   * The compiler's answer to `__has_attribute(x)` and the like: a number for those that give one, undefined if not known.
   * `operator` is the operator's name, `argument` the tokens in its parentheses without spaces.
   */
  readonly has: (operator: string, argument: string) => boolean | number | undefined;
  /** Asked now and then; true ends the run early with {@link PreprocessResult.cancelled}. */
  readonly isCancelled?: (() => boolean) | undefined;
}

/** An include that was not found. `offset` is where its name is written. */
export interface MissingInclude {
  readonly name: string;
  readonly angled: boolean;
  readonly file: FileId;
  readonly offset: number;
}

/** Something a compiler would refuse, in one clear line. */
export interface PreprocessProblem {
  readonly file: FileId;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

export interface PreprocessResult {
  /**
   * Fully expanded, without directives, pragmas and an end token; with {@link Token} gaps where a guess was made. Headers that were
   * skimmed give none.
   */
  readonly tokens: readonly Token[];
  readonly files: (id: FileId) => SourceFile | undefined;
  /** The file of that path, if the run entered it. */
  readonly fileNamed: (path: string) => SourceFile | undefined;
  readonly isSystemFile: (id: FileId) => boolean;
  /** The main file, then every file in the order in which it was first entered. Header models are not listed. */
  readonly dependencies: readonly string[];
  readonly missing: readonly MissingInclude[];
  readonly problems: readonly PreprocessProblem[];
  /** The macro of that name after the last line. Predefined and built-in ones have file -1. */
  readonly macros: (name: string) => MacroName | undefined;
  /** False once an include was missing, a condition could not be decided or a limit was hit. */
  readonly complete: boolean;
  /** Names of macros that were expanded in or tested by files that are no system files. */
  readonly invokedMacros: ReadonlySet<string>;
  /** Does the remark that begins at `offset` stand in text that was read at least once? */
  readonly readsRemark: (file: SourceFile, offset: number) => boolean;
  readonly cancelled: boolean;
  /** Would another run give the same, as far as files are concerned? Holds on to what was read, not to the tokens. */
  readonly isCurrent: (sources: SourceProvider) => boolean;
  /** How many of `tokens` were taken over from an earlier run. */
  readonly reusedTokens: number;
}
