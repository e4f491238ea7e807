import type { AreaField } from './profile';

/** End of `flags`: what every kernel with rseq(2) maintains. */
export const originalSize = 20;

/** The pointer to the descriptor: 64 bits wide everywhere, at the same place in every layout. */
export const descriptorField: AreaField = {
  name: 'rseq_cs',
  offset: 8,
  size: 8,
  type: '__u64',
  use: 'descriptor',
  writers: ['user', 'kernel'],
  since: '4.18',
  libc: 'cleared before it registers; without Linux fd881d0a (6.15 and stable releases) a stale pointer there kills the thread at once',
};

/** The number of the cpu that the thread runs on, which sections compare. */
export const cpuIdField: AreaField = {
  name: 'cpu_id',
  offset: 4,
  size: 4,
  type: '__u32',
  use: 'index',
  writers: ['kernel'],
  since: '4.18',
  libc: '-1 before it registers, -2 where that failed or is switched off (glibc 2.35)',
};

/** What every layout begins with. Linux 7.3 include/uapi/linux/rseq.h. */
const head: readonly AreaField[] = [
  {
    name: 'cpu_id_start',
    offset: 0,
    size: 4,
    type: '__u32',
    use: 'index',
    writers: ['kernel'],
    since: '4.18',
    libc: '0 before it registers',
  },
  cpuIdField,
  descriptorField,
];

const flags = { name: 'flags', offset: 16, size: 4, type: '__u32', use: 'state', since: '4.18' } as const;

/** Linux 4.18 to 6.19. */
const userFlags: AreaField = {
  ...flags,
  writers: ['user'],
  otherwise: 'anything but 0 raises SIGSEGV at the first abort, up to Linux 6.18',
};

/** Linux 7.0: bit 4 says that slice extension is there, bit 5 that it is on. */
const kernelFlags: AreaField = {
  ...flags,
  writers: ['kernel'],
  otherwise: 'before 7.0 the kernel never wrote it: 0, and up to 6.18 anything else raises SIGSEGV at the first abort',
};

/** Linux 6.3. */
const idFields: readonly AreaField[] = [
  {
    name: 'node_id',
    offset: 20,
    size: 4,
    type: '__u32',
    use: 'index',
    writers: ['kernel'],
    since: '6.3',
    libc: '__rseq_size covers it since glibc 2.41; before, ask AT_RSEQ_FEATURE_SIZE',
    otherwise: 'padding that libc set to 0: every thread seems to be on node 0',
  },
  {
    name: 'mm_cid',
    offset: 24,
    size: 4,
    type: '__u32',
    use: 'index',
    writers: ['kernel'],
    since: '6.3',
    libc: '__rseq_size covers it since glibc 2.41; before, ask AT_RSEQ_FEATURE_SIZE',
    otherwise: 'padding that libc set to 0: every thread shares the data of number 0',
  },
];

/** Linux 7.0; `__reserved` makes the feature size differ from the 32 bytes that were allocated before. */
const sliceFields: readonly AreaField[] = [
  {
    name: 'slice_ctrl',
    offset: 28,
    size: 4,
    type: 'struct rseq_slice_ctrl',
    use: 'state',
    writers: ['user', 'kernel'],
    parts: [
      { name: 'all', offset: 28, size: 4, type: '__u32', writers: ['kernel'] },
      { name: 'request', offset: 28, size: 1, type: '__u8', writers: ['user', 'kernel'] },
      { name: 'granted', offset: 29, size: 1, type: '__u8', writers: ['kernel'] },
      { name: '__reserved', offset: 30, size: 2, type: '__u16', writers: [] },
    ],
    since: '7.0',
    libc: 'only an area registered with more than 32 bytes has it; glibc registers such a one since 2.41',
    otherwise: "nobody reads it, so a request is never granted; in tcmalloc's layout it is vcpu_id",
  },
  {
    name: '__reserved',
    offset: 32,
    size: 1,
    type: '__u8',
    use: 'state',
    writers: [],
    since: '7.0',
    otherwise: 'behind the end of the 32 bytes that older programs allocate',
  },
];

/** The RFC of July 2020, patch 2: both are valid if bit 3 of `flags` (RSEQ_TLS_FLAG_SIZE) is set. */
const rfcFields: readonly AreaField[] = [
  {
    ...flags,
    writers: ['user'],
    otherwise: 'bit 3, RSEQ_TLS_FLAG_SIZE, raises SIGSEGV at the first abort on Linux 4.18 to 6.18',
  },
  {
    name: 'user_size',
    offset: 20,
    size: 2,
    type: '__u16',
    use: 'state',
    writers: ['libc'],
    otherwise: 'never merged: padding, and since Linux 6.3 half of node_id, which the kernel writes',
  },
  {
    name: 'kernel_size',
    offset: 22,
    size: 2,
    type: '__u16',
    use: 'state',
    writers: ['kernel'],
    otherwise: 'never merged: padding, and since Linux 6.3 half of node_id, which the kernel writes',
  },
];

const googleOnly = "only Google's kernels fill it; elsewhere 0, and slice_ctrl since Linux 7.0";

/** tcmalloc, tcmalloc/internal/linux_syscall_support.h: struct kernel_rseq. The last one lies over the two before. */
const googleFields: readonly AreaField[] = [
  {
    name: 'numa_node_id',
    offset: 28,
    size: 2,
    type: '__s16',
    use: 'index',
    writers: ['kernel'],
    otherwise: googleOnly,
  },
  { name: 'vcpu_id', offset: 30, size: 2, type: '__s16', use: 'index', writers: ['kernel'], otherwise: googleOnly },
  { name: 'vcpu_flat', offset: 28, size: 4, type: '__s32', use: 'index', writers: ['kernel'], otherwise: googleOnly },
];

/** Layouts by profile. Earlier mainline ones are prefixes of later ones but for who writes `flags`. */
export const layouts = {
  original: [...head, userFlags],
  rfc2020: [...head, ...rfcFields],
  linux63: [...head, userFlags, ...idFields],
  linux70: [...head, kernelFlags, ...idFields, ...sliceFields],
  tcmalloc: [...head, userFlags, ...idFields, ...googleFields],
} as const satisfies Readonly<Record<string, readonly AreaField[]>>;
