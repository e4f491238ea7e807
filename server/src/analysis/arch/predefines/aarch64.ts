import type { ArchitecturePredefines } from './predefines';

/** AArch64, little-endian, Armv8.0-A, position independent as distributions build by default. */
export const aarch64: ArchitecturePredefines = {
  wordBytes: 8,
  byteOrder: 'little',
  charUnsigned: true,
  wcharUnsigned: true,
  longDoubleBytes: 16,
  biggestAlignment: 16,
  compareAndSwapBytes: 16,
  destructiveSize: { gcc: 256, clang: 64 },
  common: `
    __aarch64__ 1
    __AARCH64EL__ 1
    __AARCH64_CMODEL_SMALL__ 1
    __ARM_64BIT_STATE 1
    __ARM_ARCH 8
    __ARM_ARCH_ISA_A64 1
    __ARM_FEATURE_CLZ 1
    __ARM_FEATURE_FMA 1
    __ARM_FEATURE_IDIV 1
    __ARM_FEATURE_NUMERIC_MAXMIN 1
    __ARM_FEATURE_UNALIGNED 1
    __ARM_FP16_ARGS 1
    __ARM_FP16_FORMAT_IEEE 1
    __ARM_NEON 1
    __ARM_PCS_AAPCS64 1
    __ARM_SIZEOF_MINIMAL_ENUM 4
    __ARM_SIZEOF_WCHAR_T 4
    __FP_FAST_FMA 1
    __FP_FAST_FMAF 1
  `,
  gcc: `
    __FP_FAST_FMAF32 1
    __FP_FAST_FMAF32x 1
    __FP_FAST_FMAF64 1
    __REGISTER_PREFIX__
    __ARM_ALIGN_MAX_PWR 28
    __ARM_ALIGN_MAX_STACK_PWR 16
    __ARM_ARCH_8A 1
    __ARM_ARCH_PROFILE 65
    __ARM_FP 14
  `,
  clang: `
    __BITINT_MAXWIDTH__ 128
    __ARM_ACLE 200
    __ARM_ALIGN_MAX_STACK_PWR 4
    __ARM_ARCH_PROFILE 'A'
    __ARM_FEATURE_DIRECTED_ROUNDING 1
    __ARM_FEATURE_DIV 1
    __ARM_FEATURE_LDREX 0xF
    __ARM_FP 0xE
    __ARM_NEON_FP 0xE
    __ARM_STATE_ZA 1
    __ARM_STATE_ZT0 1
  `,
};
