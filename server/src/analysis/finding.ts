import type { SourceSpan, TextEdit } from './text/span';

/** `info` is shown as a hint in editors and never changes an exit status. */
export type Severity = 'error' | 'warning' | 'info';

/** A second place that explains a finding: a macro it was expanded from, the descriptor it belongs to, ... */
export interface RelatedPlace {
  readonly message: string;
  readonly span: SourceSpan;
}

/** A change that removes the finding. `edits` never overlap and may touch several files. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** True if somebody has to look at the result: not applied together with others. */
  readonly needsReview?: boolean;
}

/** One mistake at one place. Plain data. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, why it matters, what to do: one line, lower case, no full stop. */
  readonly message: string;
  /** The innermost spelling in a user file. */
  readonly span: SourceSpan;
  /** Name of the enclosing C function, where there is one. */
  readonly function?: string;
  /** The targets (`x86_64`, `aarch64`, ...) under which it holds; empty for code that was read once for all. */
  readonly targets: readonly string[];
  /** The declared ABI profiles under which it holds; empty when it does not depend on them. */
  readonly abis: readonly string[];
  /** The configured variants (sets of -D/-U) under which it holds; empty when there is only one. */
  readonly variants: readonly string[];
  /** The variants in which its text was read as well and it does not hold. */
  readonly otherVariants: readonly string[];
  /** How many instantiations of the same text (a header included several times, a macro used several times) show it. */
  readonly instances: number;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
}

/** Something that was unknown or could not be read; never an alarm. */
export interface Note {
  readonly file: string;
  readonly message: string;
}

/** What has become of one rule of one suppression. Plain data. `F`: how its finding is told. */
export interface SuppressionUse<F = Finding> {
  /** The rule's name in the comment. */
  readonly span: SourceSpan;
  /**
   * `used`: it suppressed a finding. `unused`: there was none, for certain. `unread`: it stands in a group that was left out.
   * `unknown`: the rule was off or could not judge what is there.
   */
  readonly state: 'used' | 'unused' | 'unread' | 'unknown';
  /** What is to be said if no reading of the file has a use for it; undefined: nothing. */
  readonly finding: F | undefined;
}
