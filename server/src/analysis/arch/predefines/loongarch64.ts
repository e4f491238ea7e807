import type { ArchitecturePredefines } from './predefines';

/**
 * LoongArch with 64-bit registers and the double-float calling convention. Debian 12 has no GCC for it: GCC's side is read from
 * gcc/config/loongarch/loongarch-c.cc of GCC 12.
 */
export const loongarch64: ArchitecturePredefines = {
  wordBytes: 8,
  byteOrder: 'little',
  charUnsigned: false,
  wcharUnsigned: false,
  longDoubleBytes: 16,
  biggestAlignment: 16,
  compareAndSwapBytes: 8,
  destructiveSize: { gcc: 64, clang: 64 },
  absent: {
    gcc: '__GCC_ASM_FLAG_OUTPUTS__ __HAVE_SPECULATION_SAFE_VALUE',
    clang: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_HAVE_DWARF2_CFI_ASM',
  },
  common: `
    __loongarch__ 1
    __loongarch64 1
    __loongarch_grlen 64
    __loongarch_frlen 64
    __loongarch_hard_float 1
    __loongarch_double_float 1
    __loongarch_lp64 1
  `,
  gcc: `
    __REGISTER_PREFIX__
    __FP_FAST_FMA 1
    __FP_FAST_FMAF 1
    __loongarch_arch "loongarch64"
    __loongarch_tune "la464"
    _LOONGARCH_ARCH "loongarch64"
    _LOONGARCH_TUNE "la464"
    _ABILP64 3
    _LOONGARCH_SIM _ABILP64
    _LOONGARCH_SZINT 32
    _LOONGARCH_SZLONG 64
    _LOONGARCH_SZPTR 64
    _LOONGARCH_FPSET 32
    _LOONGARCH_SPFPSET 32
  `,
  clang: `
    __BITINT_MAXWIDTH__ 128
    __loongarch_arch "la64v1.0"
    __loongarch_simd_width 128
    __loongarch_sx 1
    __loongarch_tune "loongarch64"
  `,
};
