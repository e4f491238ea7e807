/** A number by which per-cpu data is indexed, traced back to where it was read. */
export interface CpuValue {
  /** The field of struct rseq that it was read from: `cpu_id_start`, `cpu_id`, `mm_cid`, `node_id`. */
  readonly field: string;
  /** Different roots, different reads: the variable that holds it, or the call that gives it. undefined: read on the spot. */
  readonly root: string | undefined;
  /** As the source writes it. */
  readonly text: string;
}

/** Size in bytes and signedness of an integer or a pointer. */
export interface ScalarType {
  readonly bytes: number;
  readonly signed: boolean;
  /** As the source says it: `ptrdiff_t`, `unsigned int`. */
  readonly text: string;
}

/**
 * What the C expression of an asm operand is made of, as far as the function around it and the declarations of the unit tell.
 * Spellings name a place in memory however it is written: equal spellings, equal places. Everything undefined: not known.
 */
export interface OperandMeaning {
  /** The expression itself, without casts. */
  readonly spelling: string | undefined;
  /** What it points at, if it is a pointer. */
  readonly pointee: string | undefined;
  /**
   * Memory that the compiler has to load to have the value of a register operand: reached through a pointer or an array. One
   * list a load, with what was loaded on the way there behind it: `list->head->next` and `list->head`.
   */
  readonly loads: readonly (readonly string[])[];
  /** The cpu number that it is. */
  readonly cpu: CpuValue | undefined;
  /** The cpu number by which the memory that it is or points at is chosen from an array. */
  readonly indexedBy: CpuValue | undefined;
  readonly type: ScalarType | undefined;
  /** Is it the address of something, `&x`? */
  readonly isAddress: boolean;
  /** Does its value come from a plain variable (or a cast of one), so that a cast in front of it is all that a change of type needs? */
  readonly isVariable: boolean;
  /** Is it a variable with thread storage duration, or a part of one? */
  readonly threadLocal: boolean;
}

/** Of an expression that nobody has read. */
export const noMeaning: OperandMeaning = {
  spelling: undefined,
  pointee: undefined,
  loads: [],
  cpu: undefined,
  indexedBy: undefined,
  type: undefined,
  isAddress: false,
  isVariable: false,
  threadLocal: false,
};
