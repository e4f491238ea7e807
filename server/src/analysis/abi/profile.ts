/** Who stores to a field of a registered area. `libc`: whoever registers it, once and before. */
export type AreaWriter = 'kernel' | 'user' | 'libc';

/** What a field is for: a number to index data by, the pointer to the descriptor, or neither. */
export type FieldUse = 'index' | 'descriptor' | 'state';

/** Some bytes of struct rseq with a name and a C type. Offsets and sizes in bytes from the start of the area. */
export interface FieldPart {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** As in linux/types.h: `__u32`; a tag of its own where the field has `parts`. */
  readonly type: string;
  readonly writers: readonly AreaWriter[];
}

/** A field of struct rseq. */
export interface AreaField extends FieldPart {
  readonly use: FieldUse;
  /** Members of a field that is a structure or a union. */
  readonly parts?: readonly FieldPart[];
  /** The first release of Linux that maintains it; absent: no release does. */
  readonly since?: string;
  /** What libc has to do with it, where that is not nothing. */
  readonly libc?: string;
  /** What stands there under a kernel that does not know the field, and what comes of using it; absent: every kernel knows it. */
  readonly otherwise?: string;
}

/** A state of struct rseq that code can be written for. Layouts: Linux include/uapi/linux/rseq.h of the versions named. */
export interface AbiProfile {
  readonly name: string;
  /** Bytes of the area that are in use: the end of the last field (AT_RSEQ_FEATURE_SIZE since Linux 6.3). */
  readonly featureSize: number;
  /** `sizeof` and `_Alignof` of the C structure. */
  readonly size: number;
  readonly alignment: number;
  /** What the kernel demands of the area's address when as much as this profile has is registered (AT_RSEQ_ALIGN). */
  readonly areaAlignment: number;
  readonly description: string;
  readonly fields: readonly AreaField[];
}
