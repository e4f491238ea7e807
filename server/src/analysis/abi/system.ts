/** A number of the kernel's interface, with the first release of Linux that has it. */
export interface SystemNumber {
  readonly name: string;
  readonly value: number;
  readonly since: string;
}

/** Linux include/uapi/linux/auxvec.h. Kernels before 6.3 have neither: 20 bytes, 32-aligned. */
export const auxiliaryVector = {
  featureSize: { name: 'AT_RSEQ_FEATURE_SIZE', value: 27, since: '6.3' },
  align: { name: 'AT_RSEQ_ALIGN', value: 28, since: '6.3' },
} as const satisfies Readonly<Record<string, SystemNumber>>;

/** Linux include/uapi/linux/membarrier.h. EPERM before it was registered; a cpu that does not exist is no error. */
export const membarrier = {
  expedited: { name: 'MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ', value: 1 << 7, since: '5.10' },
  register: { name: 'MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ', value: 1 << 8, since: '5.10' },
  flagCpu: { name: 'MEMBARRIER_CMD_FLAG_CPU', value: 1, since: '5.10' },
} as const satisfies Readonly<Record<string, SystemNumber>>;

/**
 * Linux include/uapi/linux/prctl.h, kernel/rseq.c. A kernel that was built without the option answers ENOTSUPP (524), an older
 * one EINVAL, a thread that is not registered ENXIO.
 */
export const sliceExtension = {
  option: { name: 'PR_RSEQ_SLICE_EXTENSION', value: 79, since: '7.0' },
  get: { name: 'PR_RSEQ_SLICE_EXTENSION_GET', value: 1, since: '7.0' },
  set: { name: 'PR_RSEQ_SLICE_EXTENSION_SET', value: 2, since: '7.0' },
  enable: { name: 'PR_RSEQ_SLICE_EXT_ENABLE', value: 1, since: '7.0' },
  yield: { name: '__NR_rseq_slice_yield', value: 471, since: '7.0' },
} as const satisfies Readonly<Record<string, SystemNumber>>;

/** What the kernel answers to the prctl that it was built without; not among the numbers of libc. */
export const ENOTSUPP = 524;

/** Linux include/uapi/linux/ptrace.h: address, length, signature and flags of a stopped thread's area. */
export const ptraceConfiguration: SystemNumber = {
  name: 'PTRACE_GET_RSEQ_CONFIGURATION',
  value: 0x420f,
  since: '5.13',
};
