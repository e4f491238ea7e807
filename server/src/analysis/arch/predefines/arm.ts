import type { ArchitecturePredefines } from './predefines';

/** Armv7-A with floating point in hardware, as Debian's armhf is; its GCC compiles to T32, Clang to A32. */
const shared = {
  wordBytes: 4,
  charUnsigned: true,
  wcharUnsigned: true,
  longDoubleBytes: 8,
  biggestAlignment: 8,
  compareAndSwapBytes: 8,
  destructiveSize: { gcc: 64, clang: 64 },
  clang: `
    _ILP32 1
    __ILP32__ 1
    __BITINT_MAXWIDTH__ 128
    __REGISTER_PREFIX__
    __arm 1
    __ARM_ACLE 200
    __ARM_ARCH_PROFILE 'A'
    __ARM_FEATURE_COPROC 0xf
    __ARM_FEATURE_LDREX 0xf
    __ARM_FP 0xc
    __ARM_FP16_ARGS 1
    __ARM_FP16_FORMAT_IEEE 1
    __ARM_PCS 1
    __ARM_VFPV2__ 1
    __ARM_VFPV3__ 1
  `,
  absent: {
    gcc: '__GCC_HAVE_DWARF2_CFI_ASM __GLIBCXX_BITSIZE_INT_N_0 __GLIBCXX_TYPE_INT_N_0',
    clang: `
      __GCC_ASM_FLAG_OUTPUTS__ __GCC_HAVE_DWARF2_CFI_ASM __GLIBCXX_BITSIZE_INT_N_0 __GLIBCXX_TYPE_INT_N_0
    `,
  },
  gccLanguages: {
    c: '',
    asm: '',
    'c++': `
      __STDCPP_DEFAULT_NEW_ALIGNMENT__ 8
      __WCHAR_UNSIGNED__ 1
    `,
  },
} as const;

const gcc = `
  __thumb__ 1
  __thumb2__ 1
  __GXX_TYPEINFO_EQUALITY_INLINE 0
  __REGISTER_PREFIX__
  __ARM_ARCH_PROFILE 65
  __ARM_ASM_SYNTAX_UNIFIED__ 1
  __ARM_FEATURE_COPROC 15
  __ARM_FEATURE_LDREX 15
  __ARM_FP 12
`;

const common = `
  __arm__ 1
  __APCS_32__ 1
  __ARM_32BIT_STATE 1
  __ARM_ARCH 7
  __ARM_ARCH_7A__ 1
  __ARM_ARCH_ISA_ARM 1
  __ARM_ARCH_ISA_THUMB 2
  __ARM_EABI__ 1
  __ARM_FEATURE_CLZ 1
  __ARM_FEATURE_DSP 1
  __ARM_FEATURE_QBIT 1
  __ARM_FEATURE_SAT 1
  __ARM_FEATURE_SIMD32 1
  __ARM_FEATURE_UNALIGNED 1
  __ARM_PCS_VFP 1
  __ARM_SIZEOF_MINIMAL_ENUM 4
  __ARM_SIZEOF_WCHAR_T 4
  __THUMB_INTERWORK__ 1
  __VFP_FP__ 1
`;

/** Little-endian. */
export const arm: ArchitecturePredefines = {
  ...shared,
  byteOrder: 'little',
  common: `
    ${common}
    __ARMEL__ 1
  `,
  gcc: `
    ${gcc}
    __THUMBEL__ 1
  `,
};

/** With big-endian data. */
export const armeb: ArchitecturePredefines = {
  ...shared,
  byteOrder: 'big',
  common: `
    ${common}
    __ARMEB__ 1
    __ARM_BIG_ENDIAN 1
  `,
  gcc: `
    ${gcc}
    __THUMBEB__ 1
  `,
};
