import { dialectOf } from './dialects';
import { landmarksOf } from './landmarks';
import { type Mutant, statementsOf, type Subject } from './operators/operator';
import { renderFunction } from './realSections';
import type { SectionSet, SetFunction } from './sectionSet';
import type { Statements } from './statements';

/** A translation unit in which every function was rewritten by one operator. */
export interface RewrittenUnit {
  readonly set: SectionSet;
  readonly text: string;
  readonly functions: readonly PlacedFunction[];
}

/** A function of such a unit and where it stands in the text. */
export interface PlacedFunction {
  readonly original: SetFunction;
  readonly statements: Statements;
  /** Is the C text around the template another one too? */
  readonly changesCode: boolean;
  readonly start: number;
  readonly end: number;
}

/** Rewrites every function of a set that gives occasion to it; undefined if none does. */
export function rewriteSet(
  set: SectionSet,
  rewrite: (subject: Subject) => Mutant | undefined,
  isChosen: (original: SetFunction) => boolean = () => true,
): RewrittenUnit | undefined {
  let text = set.preamble;
  const functions: PlacedFunction[] = [];
  for (const original of set.functions.filter(isChosen)) {
    const mutant = rewrite(subjectOf(original, set.target));
    if (!mutant) continue;
    const start = text.length;
    const statements = statementsOf(mutant);
    const around = 'statements' in mutant ? { ...original, ...mutant } : original;
    text += renderFunction(around, statements);
    const changesCode = around.head !== original.head || around.tail !== original.tail;
    functions.push({ original, statements, changesCode, start, end: text.length });
  }
  return functions.length === 0 ? undefined : { set, text, functions };
}

const subjects = new WeakMap<SetFunction, Subject>();

function subjectOf(original: SetFunction, target: string): Subject {
  const known = subjects.get(original);
  if (known) return known;
  const { statements, head, tail } = original;
  const subject = { statements, at: landmarksOf(statements), target, dialect: dialectOf(target), head, tail };
  subjects.set(original, subject);
  return subject;
}
