import { landmarksOf } from './landmarks';
import { renderFunction, type RealFunction, type SectionSet } from './realSections';
import { type Mutant, statementsOf, type Subject } from './operators/operator';

/** A translation unit in which every function was rewritten by one operator. */
export interface RewrittenUnit {
  readonly set: SectionSet;
  readonly text: string;
  readonly functions: readonly PlacedFunction[];
}

/** A function of such a unit and where it stands in the text. */
export interface PlacedFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Rewrites every function of a set that gives occasion to it; undefined if none does. */
export function rewriteSet(
  set: SectionSet,
  rewrite: (subject: Subject) => Mutant | undefined,
  separator?: string,
): RewrittenUnit | undefined {
  let text = set.preamble;
  const functions: PlacedFunction[] = [];
  for (const original of set.functions) {
    const mutant = rewrite(subjectOf(original, set.target));
    if (!mutant) continue;
    const start = text.length;
    const around = 'statements' in mutant ? { ...original, ...mutant } : original;
    text += renderFunction(around, statementsOf(mutant), separator);
    functions.push({ name: original.name, start, end: text.length });
  }
  return functions.length === 0 ? undefined : { set, text, functions };
}

function subjectOf({ statements, head, tail }: RealFunction, target: string): Subject {
  return { statements, at: landmarksOf(statements), target, head, tail };
}
