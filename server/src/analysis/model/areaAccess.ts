import type { Place } from '../text/place';

/** A read of a field of struct rseq in C. */
export interface AreaAccess {
  readonly field: string;
  /** The field's name in the source. */
  readonly place: Place;
  readonly function: string | undefined;
}

/** What the unit as a whole does about the size of struct rseq. */
export interface AreaUse {
  readonly accesses: readonly AreaAccess[];
  /** True if some code of the unit tests how large the area is; until guards are analysed this silences field rules. */
  readonly testsSize: boolean;
}
