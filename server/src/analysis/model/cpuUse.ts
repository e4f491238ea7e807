import type { Place } from '../text/place';

/** An element of an array that a number from struct rseq chooses. */
export interface IndexedElement {
  readonly array: string;
  readonly field: string;
  /** The number as it is written. */
  readonly place: Place;
  readonly text: string;
  readonly function: string | undefined;
  /** Does the function ask anything of the number? */
  readonly isTested: boolean;
  /** Is it what stands in an area that the program did not make, with no function in between that looks at it? */
  readonly isRaw: boolean;
}

/** An operation that is tried again with a number which was read before the first try. */
export interface StaleRetry {
  readonly variable: string;
  /** The variable where it is passed, or the way back. */
  readonly place: Place;
  readonly readAt: Place;
  readonly function: string | undefined;
}

/** A loop that repeats an operation until it succeeds. */
export interface Retry {
  readonly operation: string;
  readonly place: Place;
  readonly function: string | undefined;
}

/** A function that gives a number under a name that says another thing of it. */
export interface NamedNumber {
  readonly function: string;
  readonly field: string;
  readonly place: Place;
}

/** A store to an element that a counting loop chooses, which is some other cpu's. */
export interface RemoteStore {
  readonly array: string;
  readonly place: Place;
  readonly function: string | undefined;
}

/** An array for which room is made. */
export interface AllocatedArray {
  readonly array: string;
  readonly function: string | undefined;
  /** What its room is counted by, where that is a number of cpus that are there now: the call. */
  readonly online: { readonly place: Place; readonly text: string } | undefined;
  /** The call that makes it visible to other processes. */
  readonly shared: Place | undefined;
}

/** A descriptor in automatic storage that a section is armed with. */
export interface StackDescriptor {
  readonly name: string;
  readonly place: Place;
  readonly declaration: Place;
  readonly function: string | undefined;
}

/** What a unit does with numbers of cpus, its places in one text. */
export interface CpuUse {
  readonly elements: readonly IndexedElement[];
  readonly retries: readonly Retry[];
  readonly staleRetries: readonly StaleRetry[];
  readonly namedNumbers: readonly NamedNumber[];
  readonly remoteStores: readonly RemoteStore[];
  readonly arrays: readonly AllocatedArray[];
  readonly stackDescriptors: readonly StackDescriptor[];
  /** Does the unit register threads, or ask whether they are registered? */
  readonly knowsRegistration: boolean;
  /** Does it look at the sign of a number anywhere, or ask the system for one? */
  readonly hasFallback: boolean;
  /** Does it make other cpus' sections restart, or run there itself? */
  readonly fences: boolean;
  readonly hasMain: boolean;
}
