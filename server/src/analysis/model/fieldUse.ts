import type { Place } from '../text/place';
import type { Written } from './registration';

/** A store to struct rseq in C. */
export interface FieldWrite {
  /** The members that lead to it, `slice_ctrl.request`; empty: the whole area, by memset(3) or the like. */
  readonly path: readonly string[];
  readonly place: Place;
  readonly function: string | undefined;
  /** Where it is one constant, as a signed number. */
  readonly value: number | undefined;
  /** `initializer`: what its declaration gives it. */
  readonly how: 'assignment' | 'initializer' | 'memory';
  /** Is it a member of an object with a name, which libc's area has not? */
  readonly isOwnObject: boolean;
  /** Is the area registered in the same function? Then this is what the kernel is to find in it. */
  readonly isBeforeRegistration: boolean;
}

/** libc's `__rseq_size` compared with something that it is not. */
export interface SizeComparison {
  readonly place: Place;
  readonly function: string | undefined;
  /** `allocation`: 32, which is what old libcs reserved. `type`: `sizeof(struct rseq)`. */
  readonly against: 'allocation' | 'type';
}

/** An access that begins in front of the area and ends in it. Offsets and sizes in bytes. */
export interface Overlay {
  readonly place: Place;
  readonly function: string | undefined;
  readonly offset: number;
  readonly size: number;
}

/** A loop that reads a field again and again, in a way that the compiler may do once. */
export interface Wait {
  readonly field: string;
  readonly read: Written;
  readonly function: string | undefined;
}

/** A member of struct rseq or of its descriptor as the unit declares it. Offset and size in bytes. */
export interface DeclaredField {
  readonly name: string;
  readonly place: Place;
  readonly offset: number;
  readonly size: number;
}

/** The unit's own declaration of struct rseq, or of struct rseq_cs. */
export interface DeclaredLayout {
  readonly tag: string;
  readonly place: Place;
  readonly describes: 'area' | 'descriptor';
  readonly fields: readonly DeclaredField[];
}

/** A constant whose name says that it is the offset of a field. */
export interface NamedOffset {
  readonly name: string;
  readonly field: string;
  readonly value: number;
  readonly place: Place;
  readonly function: string | undefined;
}

/** What a unit does with the fields of struct rseq, its places in one text. */
export interface FieldUse {
  readonly writes: readonly FieldWrite[];
  readonly sizeComparisons: readonly SizeComparison[];
  readonly overlays: readonly Overlay[];
  readonly waits: readonly Wait[];
  readonly layouts: readonly DeclaredLayout[];
  readonly namedOffsets: readonly NamedOffset[];
  /** Does the unit register an area of its own? */
  readonly registers: boolean;
}
