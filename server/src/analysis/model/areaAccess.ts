import type { Place } from '../text/place';
import type { Fact } from './fact';

/** A read of struct rseq in C: of a field by its name, or of some bytes by their offset. Offsets and sizes in bytes. */
export interface AreaAccess {
  readonly what: { readonly field: string } | { readonly offset: number; readonly size: number };
  /** Read by an instruction: what a section is given to compare with is decided by who calls it. */
  readonly isInAssembler: boolean;
  /** The field's name in the source, or the whole expression. */
  readonly place: Place;
  readonly function: string | undefined;
  /** The feature size that the code around it is sure of; 0: it asks for none. Unknown: it may have asked in a way that is not read. */
  readonly featureSize: Fact<number>;
  /** Where a test of `__rseq_size` could be put in front of it. */
  readonly guardPlace: GuardPlace | undefined;
}

/** A place in front of a statement from which the function can be left. */
export interface GuardPlace {
  /** Where what stands in front of the statement ends. */
  readonly place: Place;
  /** `return 0;` */
  readonly leave: string;
}

/** What the unit as a whole does about the size of struct rseq. */
export interface AreaUse {
  readonly accesses: readonly AreaAccess[];
  /** True if some code of the unit tests how large the area is. */
  readonly testsSize: boolean;
}
