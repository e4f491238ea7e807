import type { ArchitecturePredefines } from './predefines';

/**
 * OpenRISC 1000. No distribution has a compiler for it: what GCC defines is read from its sources (gcc/config/or1k/or1k.h,
 * gcc/config/glibc-stdint.h), and Clang does not know it.
 */
export const or1k: ArchitecturePredefines = {
  wordBytes: 4,
  byteOrder: 'big',
  charUnsigned: false,
  wcharUnsigned: false,
  longDoubleBytes: 8,
  biggestAlignment: 4,
  compareAndSwapBytes: 4,
  destructiveSize: { gcc: 64, clang: 64 },
  absent: {
    gcc: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_CONSTRUCTIVE_SIZE __GCC_DESTRUCTIVE_SIZE',
    clang: '__GCC_ASM_FLAG_OUTPUTS__',
  },
  common: `
    __GCC_ATOMIC_LLONG_LOCK_FREE 1
    __OR1K__ 1
    __OR1K_DELAY__ 1
    __REGISTER_PREFIX__
    __or1k__ 1
  `,
  gcc: '',
  clang: '',
};
