import type { SectionSummary } from '../analysis';
import type { Locator, Place } from './located';

/** Where the instructions of a critical section and those around it are written. Plain data. */
export interface WrittenSection {
  /** The functions that have it. */
  readonly functions: readonly string[];
  readonly targets: readonly string[];
  /** Where its asm statement begins, where that is in the same file; else its descriptor. */
  readonly place: Place;
  /** In order. */
  readonly instructions: readonly Place[];
  /** Of the same text, the nearest to the section first. */
  readonly before: readonly Place[];
  readonly after: readonly Place[];
}

export function writtenSection(
  { functions, targets, span, site, body, around }: SectionSummary,
  locator: Locator,
): WrittenSection {
  const instructions = body.filter(({ kind }) => kind !== 'directive');
  return {
    functions,
    targets,
    place: locator.locate(site?.file === span.file ? site : span),
    instructions: instructions.map((one) => locator.locate(one.span)),
    before: around.before.map((one) => locator.locate(one)),
    after: around.after.map((one) => locator.locate(one)),
  };
}
