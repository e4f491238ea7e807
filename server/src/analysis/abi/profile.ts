/** A field of struct rseq. Offsets and sizes in bytes. */
export interface AreaField {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** A state of struct rseq that code can be written for. Layouts: Linux include/uapi/linux/rseq.h of the versions named. */
export interface AbiProfile {
  readonly name: string;
  /** Bytes of the area that are in use: the end of the last field (AT_RSEQ_FEATURE_SIZE since Linux 6.3). */
  readonly featureSize: number;
  readonly description: string;
  readonly fields: readonly AreaField[];
}
