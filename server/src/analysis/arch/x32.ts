import type { Architecture } from './architecture';
import { x86_64 } from './x86_64';

/**
 * Linux on x86-64 with 32-bit pointers: the same instructions and registers, and a thread pointer of 64 bits to which a
 * 32-bit offset has to be extended with its sign.
 */
export const x32: Architecture = {
  ...x86_64,
  name: 'x32',
  // __ILP32__ is asked for by code that means any of several processors, or that refuses x32
  selectors: [],
  impliedByText: false,
  pointerBytes: 4,
  addressBytes: 8,
  // arch/x86/include/uapi/asm/unistd.h: __X32_SYSCALL_BIT + __NR_rseq
  rseqSyscall: 0x40000000 + 334,
};
