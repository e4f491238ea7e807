import type { ArchitecturePredefines } from './predefines';

/** z/Architecture of the z10 (2008), as distributions that are not new require it. */
const shared = {
  charUnsigned: true,
  wcharUnsigned: false,
  longDoubleBytes: 16,
  biggestAlignment: 8,
  byteOrder: 'big',
  destructiveSize: { gcc: 64, clang: 256 },
  absent: {
    gcc: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_CONSTRUCTIVE_SIZE __GCC_DESTRUCTIVE_SIZE',
    clang: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_HAVE_DWARF2_CFI_ASM __GCC_HAVE_SYNC_COMPARE_AND_SWAP_16',
  },
  gcc: `
    __FP_FAST_FMA 1
    __FP_FAST_FMAF 1
    __FP_FAST_FMAF32 1
    __FP_FAST_FMAF32x 1
    __FP_FAST_FMAF64 1
    __REGISTER_PREFIX__
  `,
  clang: `
    __BITINT_MAXWIDTH__ 128
    __GCC_CONSTRUCTIVE_SIZE 256
  `,
} as const;

const common = `
  __ARCH__ 9
  __LONG_DOUBLE_128__ 1
  __s390__ 1
`;

/** 64 bits. */
export const s390x: ArchitecturePredefines = {
  ...shared,
  wordBytes: 8,
  compareAndSwapBytes: 16,
  common: `
    ${common}
    __s390x__ 1
    __zarch__ 1
  `,
};

/** 31-bit addresses, which Clang does not know. */
export const s390: ArchitecturePredefines = { ...shared, wordBytes: 4, sizeLong: true, compareAndSwapBytes: 8, common };
