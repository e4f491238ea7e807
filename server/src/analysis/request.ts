import type { AbiProfile } from './abi/profile';
import type { SyntaxBackend } from './source/syntax/backend';
import type { SourceProvider } from './sourceProvider';
import type { Severity, Finding, Note, SuppressionUse } from './finding';
import type { Port } from './model/operation';
import type { SectionSummary } from './sectionSummary';
import type { AnalysisCache } from './source/analysisCache';

/** What the analysis is handed by its composition root. The cache belongs to the caller; dropping it only costs time. */
export interface AnalysisContext {
  readonly sources: SourceProvider;
  readonly syntax: SyntaxBackend;
  readonly cache: AnalysisCache;
}

/** `-D`, `-U` and friends in the order of the command line. `value` of a definition without one is `1`. */
export type MacroOption =
  | { readonly kind: 'define'; readonly name: string; readonly value: string }
  | { readonly kind: 'undefine'; readonly name: string };

/** Everything about the command line of a translation unit that decides which text the compiler sees. */
export interface UnitConfiguration {
  readonly language: 'c' | 'c++' | 'asm';
  readonly compiler: 'gcc' | 'clang';
  /** `-masm=intel`: inline asm is in Intel syntax, and the second of `{att|intel}` is meant. */
  readonly intelSyntax?: boolean;
  readonly macros: readonly MacroOption[];
  /** `-iquote` and `-I` directories, in search order; absolute or relative like the unit's path. */
  readonly quoteDirectories: readonly string[];
  readonly includeDirectories: readonly string[];
  /** `-isystem` directories and the compiler's own: files found there are system headers and never carry a finding. */
  readonly systemDirectories: Readonly<Partial<Record<string, readonly string[]>>>;
  /** `-include` files, in order. */
  readonly forcedIncludes: readonly string[];
  /** Where relative include directories and forced includes start; usually the `directory` of compile_commands.json. */
  readonly directory: string;
}

/** What the user declared, already merged over all places where it can be declared except the file's own comments. */
export interface Declarations {
  /** ABI profile names or feature sizes in bytes, as written; empty when nothing is declared. */
  readonly abis: readonly string[];
  /** Profiles that the project describes, which `abis` and `rseq-abi:` comments may name. */
  readonly profiles?: readonly AbiProfile[];
  /** True if `abis` come from the command line: then they hold over `rseq-abi:` comments. */
  readonly abisAreFinal?: boolean;
  /** A signature other than the target's RSEQ_SIG that the program registers. */
  readonly signature?: number;
  /** Severities that differ from the rules' own. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

/** One translation unit to analyse. */
export interface AnalysisRequest {
  /** The main file. */
  readonly path: string;
  readonly configuration: UnitConfiguration;
  /** Target names; empty: those that the asm's own text admits. */
  readonly targets: readonly string[];
  readonly declarations: Declarations;
  /** Called between steps; returning true ends the analysis early with `cancelled: true`. */
  readonly isCancelled?: () => boolean;
}

/** The result of one translation unit: plain data. */
export interface UnitAnalysis {
  readonly findings: readonly Finding[];
  readonly sections: readonly SectionSummary[];
  /** What the functions with sections do, by function and target; see {@link operationsOf}. */
  readonly ports: readonly Port[];
  readonly notes: readonly Note[];
  /** What has become of suppressions in the unit's files; see {@link unusedSuppressions}. */
  readonly suppressions: readonly SuppressionUse[];
  /** Every file that was read or looked for and found, the main file first. A change in one of them may change the result. */
  readonly dependencies: readonly string[];
  /** Targets under which rseq asm was found; empty for C without any. */
  readonly targets: readonly string[];
  /** The declared ABI profiles that were in force for the main file. */
  readonly abis: readonly string[];
  readonly cancelled: boolean;
}
