import type { Position } from '../analysis';
import type { LocatedEdit, LocatedFinding, LocatedFix, Place } from './located';

/** What a fix is called where somebody chooses it. */
export function titleOf({ title, needsReview }: LocatedFix): string {
  return needsReview === true ? `${title} (look at the result)` : title;
}

/** Edits that can be applied together, by file, and how many findings they fix. */
export interface ChosenFixes {
  readonly count: number;
  readonly edits: ReadonlyMap<string, readonly LocatedEdit[]>;
}

/**
 * The fixes that can be applied without asking: of findings that have exactly one (between several a human must choose) that
 * nobody has to look at, whole or not at all, the earlier finding first where two overlap.
 */
export function chooseFixes(findings: readonly LocatedFinding[], accepts: (file: string) => boolean): ChosenFixes {
  const edits = new Map<string, LocatedEdit[]>();
  let count = 0;
  for (const { fixes } of findings) {
    const [fix] = fixes;
    if (!fix || fixes.length > 1 || fix.needsReview === true || !fix.edits.every(({ place }) => accepts(place.file)))
      continue;
    const isFree = fix.edits.every(({ place }) => !edits.get(place.file)?.some((other) => overlap(place, other.place)));
    if (!isFree) continue;
    for (const edit of fix.edits) edits.set(edit.place.file, [...(edits.get(edit.place.file) ?? []), edit]);
    count++;
  }
  return { count, edits };
}

/** Touching places count as overlapping: the order of two insertions at one place would be arbitrary. */
function overlap(a: Place, b: Place): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
