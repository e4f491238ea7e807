/** Names of the fields of struct rseq_cs. `post_commit_offset` is a length. */
export type DescriptorFieldName = 'version' | 'flags' | 'start_ip' | 'post_commit_offset' | 'abort_ip';

/**
 * struct rseq_cs, unchanged since Linux 4.18 (include/uapi/linux/rseq.h). Bytes. No kernel checks its alignment; version and flags have
 * to be 0.
 */
export const descriptorLayout = {
  size: 32,
  alignment: 32,
  fields: [
    { name: 'version', offset: 0, size: 4 },
    { name: 'flags', offset: 4, size: 4 },
    { name: 'start_ip', offset: 8, size: 8 },
    { name: 'post_commit_offset', offset: 16, size: 8 },
    { name: 'abort_ip', offset: 24, size: 8 },
  ],
} as const satisfies {
  readonly size: number;
  readonly alignment: number;
  readonly fields: readonly { readonly name: DescriptorFieldName; readonly offset: number; readonly size: number }[];
};
