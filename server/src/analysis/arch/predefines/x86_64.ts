import type { ArchitecturePredefines } from './predefines';

/** x86-64 with the baseline instruction set, position independent as distributions build by default. */
export const x86_64: ArchitecturePredefines = {
  wordBytes: 8,
  byteOrder: 'little',
  charUnsigned: false,
  wcharUnsigned: false,
  longDoubleBytes: 16,
  biggestAlignment: 16,
  compareAndSwapBytes: 8,
  destructiveSize: { gcc: 64, clang: 64 },
  common: `
    __x86_64 1
    __x86_64__ 1
    __amd64 1
    __amd64__ 1
    __k8 1
    __k8__ 1
    __code_model_small__ 1
    __REGISTER_PREFIX__
    __MMX__ 1
    __SSE__ 1
    __SSE2__ 1
    __SSE_MATH__ 1
    __SSE2_MATH__ 1
    __FXSR__ 1
    __SEG_FS 1
    __SEG_GS 1
    __SIZEOF_FLOAT128__ 16
  `,
  gcc: `
    __ATOMIC_HLE_ACQUIRE 65536
    __ATOMIC_HLE_RELEASE 131072
    __MMX_WITH_SSE__ 1
    __SIZEOF_FLOAT80__ 16
  `,
  clang: `
    __BITINT_MAXWIDTH__ 8388608
    __FLOAT128__ 1
    __NO_MATH_INLINES 1
    __seg_fs __attribute__((address_space(257)))
    __seg_gs __attribute__((address_space(256)))
    __tune_k8__ 1
  `,
};
