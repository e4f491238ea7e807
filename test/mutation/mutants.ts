import { landmarksOf, renderFunction, type RealFunction, type SectionSet } from './realSections';
import type { Statements } from './statements';
import type { Subject } from './operators/operator';

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
  rewrite: (subject: Subject) => Statements | undefined,
  separator?: string,
): RewrittenUnit | undefined {
  let text = set.preamble;
  const functions: PlacedFunction[] = [];
  for (const original of set.functions) {
    const statements = rewrite(subjectOf(original, set.target));
    if (!statements) continue;
    const start = text.length;
    text += renderFunction(original, statements, separator);
    functions.push({ name: original.name, start, end: text.length });
  }
  return functions.length === 0 ? undefined : { set, text, functions };
}

function subjectOf({ statements }: RealFunction, target: string): Subject {
  return { statements, at: landmarksOf(statements), target };
}
