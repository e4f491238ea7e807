import type { Landmarks } from '../realSections';
import type { Statements } from '../statements';

/** What an operator sees of a section. */
export interface Subject {
  readonly statements: Statements;
  readonly at: Landmarks;
  readonly target: string;
}

/** One way to break a section, and the one rule that must notice. */
export interface MutationOperator {
  readonly name: string;
  readonly rule: string;
  /** The broken statements, or undefined where a section gives no occasion to this mistake. */
  mutate(subject: Subject): Statements | undefined;
}

/** One way to write a section differently that assembles to the same bytes: nobody may report anything. */
export interface EquivalentOperator {
  readonly name: string;
  rewrite(subject: Subject): Statements;
}

/** Text by target; undefined where the mistake cannot be made there. */
export function perTarget(target: string, texts: Readonly<Record<string, string>>): string | undefined {
  return texts[target];
}
