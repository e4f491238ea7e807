import type { Dialect } from '../dialects/dialect';
import type { Landmarks } from '../landmarks';
import type { Statements } from '../statements';

/** What an operator sees of a section. */
export interface Subject {
  readonly statements: Statements;
  readonly at: Landmarks;
  readonly target: string;
  readonly dialect: Dialect;
  /** The C text around the template. */
  readonly head: string;
  readonly tail: string;
}

/** A section after a mistake: its statements, or these and the C text around them. */
export type Mutant = Statements | { readonly statements: Statements; readonly head?: string; readonly tail?: string };

/** One way to break a section, and the one rule that must notice. */
export interface MutationOperator {
  readonly name: string;
  readonly rule: string;
  /** False if compiler or assembler refuse the result. */
  readonly compiles?: false;
  /** True if the mistake does not show in the bytes, or not yet. */
  readonly keepsBytes?: true;
  /** Only labels with numbers can be mistaken so. */
  readonly onlyNumbered?: true;
  /** The broken section, or undefined where a section gives no occasion to this mistake. */
  mutate(subject: Subject): Mutant | undefined;
}

/** One way to write a section differently that assembles to the same bytes: nobody may report anything. */
export interface EquivalentOperator {
  readonly name: string;
  /** undefined where the target has no such way. */
  rewrite(subject: Subject): Statements | undefined;
}

export function statementsOf(mutant: Mutant): Statements {
  return 'statements' in mutant ? mutant.statements : mutant;
}

/** Text by target; undefined where the mistake cannot be made there. */
export function perTarget(target: string, texts: Readonly<Record<string, string>>): string | undefined {
  return texts[target];
}
