import type { ArchitecturePredefines } from './predefines';

/** 32-bit x86 from the Pentium Pro on, as Debian requires it. */
export const i386: ArchitecturePredefines = {
  wordBytes: 4,
  byteOrder: 'little',
  charUnsigned: false,
  wcharUnsigned: false,
  wcharLong: true,
  longDoubleBytes: 12,
  biggestAlignment: 16,
  compareAndSwapBytes: 8,
  destructiveSize: { gcc: 64, clang: 64 },
  absent: {
    gcc: '__GLIBCXX_BITSIZE_INT_N_0 __GLIBCXX_TYPE_INT_N_0',
    clang: '__GLIBCXX_BITSIZE_INT_N_0 __GLIBCXX_TYPE_INT_N_0',
  },
  common: `
    _ILP32 1
    __ILP32__ 1
    __i386 1
    __i386__ 1
    i386 1
    __i686 1
    __i686__ 1
    __pentiumpro 1
    __pentiumpro__ 1
    __REGISTER_PREFIX__
    __LAHF_SAHF__ 1
    __SEG_FS 1
    __SEG_GS 1
    __SIZEOF_FLOAT128__ 16
  `,
  gcc: `
    __ATOMIC_HLE_ACQUIRE 65536
    __ATOMIC_HLE_RELEASE 131072
    __SIZEOF_FLOAT80__ 12
    __code_model_32__ 1
  `,
  clang: `
    __BITINT_MAXWIDTH__ 8388608
    __WCHAR_MAX__ 2147483647
    __WCHAR_TYPE__ int
    __FLOAT128__ 1
    __NO_MATH_INLINES 1
    __code_model_small__ 1
    __seg_fs __attribute__((address_space(257)))
    __seg_gs __attribute__((address_space(256)))
    __tune_i686__ 1
    __tune_pentiumpro__ 1
  `,
};
