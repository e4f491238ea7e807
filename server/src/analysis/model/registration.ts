import type { Place } from '../text/place';

/** An argument of a call, as far as it is known. */
export interface Argument {
  readonly place: Place;
  /** As it reads when all macros are expanded. */
  readonly text: string;
  /** Its value where it is a constant, as a signed number. */
  readonly value: number | undefined;
  /** False if a wrapper passes it, so that it is written somewhere else and reported there. */
  readonly isOwn: boolean;
}

/** Where the memory of an area comes from. `heap`: what malloc and its like return. */
export type AreaStorage = 'static' | 'thread' | 'automatic' | 'heap';

/** An object that is registered, or that is declared as thread-local struct rseq. */
export interface AreaObject {
  readonly name: string;
  /** Its name in the declaration; for memory of the heap the call that allocates it. */
  readonly place: Place;
  readonly function: string | undefined;
  readonly storage: AreaStorage;
  /** Guaranteed by its declaration, in bytes; undefined: a type or an attribute that is not known. */
  readonly alignment: number | undefined;
  /** In bytes; undefined: not known. */
  readonly size: number | undefined;
  /** Is it declared with a TLS model: which? */
  readonly tlsModel: string | undefined;
  readonly isTypeKernels: boolean;
  /** The name with its dimensions, or the call of malloc; undefined where nothing can ask for an alignment. */
  readonly declarator: Written | undefined;
  /** The last thing of its declaration, if it declares nothing else and gives no value. */
  readonly last: Written | undefined;
}

/** A place and what stands there. */
export interface Written {
  readonly place: Place;
  readonly text: string;
}

/** What a registered object holds, and what becomes of it. */
export interface AreaLife {
  /** False: it was not given any value, or none for `rseq_cs`, before it was registered. undefined: not known. */
  readonly isInitialized: boolean | undefined;
  /** How it ends before the thread does although nothing unregisters it: the function returns, or it is freed. */
  readonly end: { readonly how: 'returns' | 'freed'; readonly place: Place } | undefined;
}

/** What a program does with the result of a call. */
export type ResultUse =
  | { readonly kind: 'discarded' }
  /** Compared with a negative number that no libc function returns. */
  | { readonly kind: 'negative-errno'; readonly place: Place; readonly text: string }
  | { readonly kind: 'other' };

/** How long the registered area is said to be. `type-size`: sizeof of struct rseq as the kernel's headers of the day have it. */
export type LengthSource = 'type-size' | 'libc-size' | 'feature-size' | 'other';

export type RegistrationAction = 'register' | 'unregister' | 'probe' | 'unknown';

/** A call of rseq(2). */
export interface RegistrationCall {
  readonly callee: string;
  readonly place: Place;
  readonly function: string | undefined;
  readonly action: RegistrationAction;
  readonly area: Argument;
  readonly object: AreaObject | undefined;
  readonly life: AreaLife | undefined;
  readonly length: Argument;
  readonly lengthSource: LengthSource;
  readonly flags: Argument;
  readonly signature: Argument;
  readonly result: ResultUse;
  /** Where it is known that libc has registered the thread: the condition that says so. */
  readonly underLibc: Place | undefined;
}

/** A call of membarrier(2). */
export interface MembarrierCall {
  readonly place: Place;
  readonly function: string | undefined;
  readonly command: Argument;
  readonly flags: Argument;
  readonly cpu: Argument | undefined;
  /** The field of struct rseq whose value the cpu is. */
  readonly cpuField: string | undefined;
  readonly result: ResultUse;
  /** Position in the unit: calls of one function run in this order, but for loops. */
  readonly order: number;
}

/** A definition of one of libc's symbols. */
export interface SymbolDefinition {
  readonly name: string;
  readonly place: Place;
  readonly isWeak: boolean;
  readonly hasValue: boolean;
  /** Its first word, in front of which `extern` could stand. */
  readonly start: Written;
}

/** Something of rseq that the child of vfork(2) or of clone(2) with CLONE_VM does. */
export interface ChildUse {
  readonly place: Place;
  readonly text: string;
  readonly function: string | undefined;
  /** The call that makes the child. */
  readonly call: Place;
  readonly callee: string;
  readonly isRegistration: boolean;
}

/** What a unit does about registering struct rseq, its places in one text. */
export interface RegistrationUse {
  readonly calls: readonly RegistrationCall[];
  readonly areas: readonly AreaObject[];
  readonly membarriers: readonly MembarrierCall[];
  readonly symbols: readonly SymbolDefinition[];
  readonly childUses: readonly ChildUse[];
  /** Does anything ask whether libc has registered? */
  readonly asksLibc: boolean;
  /** Does anything ask the kernel for its feature size? */
  readonly asksKernel: boolean;
  readonly hasMain: boolean;
}
