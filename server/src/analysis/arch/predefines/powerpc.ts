import type { ArchitecturePredefines } from './predefines';

/**
 * PowerPC. What GCC calls vector instructions by (`__builtin_vsx_…`) and the words that mean vector types in some places only
 * (`vector`, `bool`) are left out.
 */
const shared = {
  charUnsigned: true,
  wcharUnsigned: false,
  longDoubleBytes: 16,
  biggestAlignment: 16,
} as const;

const everywhere = `
  _ARCH_PPC 1
  __HAVE_BSWAP__ 1
  __LONGDOUBLE128 1
  __LONG_DOUBLE_128__ 1
  __LONG_DOUBLE_IBM128__ 1
  __PPC__ 1
  __REGISTER_PREFIX__
  __powerpc__ 1
`;

const in64Bits = `
  ${everywhere}
  _ARCH_PPC64 1
  _CALL_LINUX 1
  __PPC64__ 1
  __powerpc64__ 1
`;

const bigEndian = `
  _BIG_ENDIAN 1
  __BIG_ENDIAN__ 1
`;

const gccEverywhere = `
  __BUILTIN_CPU_SUPPORTS__ 1
  __FP_FAST_FMA 1
  __FP_FAST_FMAF 1
  __FP_FAST_FMAF32 1
  __FP_FAST_FMAF32x 1
  __FP_FAST_FMAF64 1
  __SIZEOF_IBM128__ 16
`;

const clangEverywhere = `
  __BITINT_MAXWIDTH__ 128
  __NATURAL_ALIGNMENT__ 1
  __POWERPC__ 1
  __ppc__ 1
`;

const absent = {
  gcc: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_CONSTRUCTIVE_SIZE __GCC_DESTRUCTIVE_SIZE',
  clang: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_HAVE_SYNC_COMPARE_AND_SWAP_16',
};

/** Little-endian, 64 bits, POWER8, ELF version 2. */
export const ppc64le: ArchitecturePredefines = {
  ...shared,
  wordBytes: 8,
  byteOrder: 'little',
  compareAndSwapBytes: 16,
  destructiveSize: { gcc: 64, clang: 128 },
  absent,
  common: `
    ${in64Bits}
    _ARCH_PPCGR 1
    _ARCH_PPCSQ 1
    _ARCH_PWR4 1
    _ARCH_PWR5 1
    _ARCH_PWR5X 1
    _ARCH_PWR6 1
    _ARCH_PWR7 1
    _ARCH_PWR8 1
    _CALL_ELF 2
    _LITTLE_ENDIAN 1
    __LITTLE_ENDIAN__ 1
    __ALTIVEC__ 1
    __CRYPTO__ 1
    __POWER8_VECTOR__ 1
    __STRUCT_PARM_ALIGN__ 16
    __VEC__ 10206
    __VSX__ 1
  `,
  gcc: `
    ${gccEverywhere}
    __APPLE_ALTIVEC__ 1
    __CMODEL_MEDIUM__ 1
    __FLOAT128_TYPE__ 1
    __FLOAT128__ 1
    __QUAD_MEMORY_ATOMIC__ 1
    __RECIPF__ 1
    __RECIP_PRECISION__ 1
    __RECIP__ 1
    __RSQRTEF__ 1
    __RSQRTE__ 1
    __SIZEOF_FLOAT128__ 16
    __SIZEOF_IEEE128__ 16
    __VEC_ELEMENT_REG_ORDER__ __ORDER_LITTLE_ENDIAN__
    __float128 __ieee128
  `,
  clang: `
    ${clangEverywhere}
    __GCC_CONSTRUCTIVE_SIZE 128
    __HTM__ 1
  `,
};

/** Big-endian, 64 bits, ELF version 1. */
export const ppc64: ArchitecturePredefines = {
  ...shared,
  wordBytes: 8,
  byteOrder: 'big',
  compareAndSwapBytes: 8,
  destructiveSize: { gcc: 64, clang: 128 },
  absent,
  common: `
    ${in64Bits}
    ${bigEndian}
    _CALL_ELF 1
  `,
  gcc: `
    ${gccEverywhere}
    _ARCH_PPCGR 1
    _ARCH_PPCSQ 1
    _ARCH_PWR4 1
    _CALL_AIX 1
    _CALL_AIXDESC 1
    __CMODEL_MEDIUM__ 1
    __RECIPF__ 1
    __RSQRTE__ 1
    __STRUCT_PARM_ALIGN__ 16
    __VEC_ELEMENT_REG_ORDER__ __ORDER_BIG_ENDIAN__
  `,
  clang: `
    ${clangEverywhere}
    __ALTIVEC__ 1
    __GCC_CONSTRUCTIVE_SIZE 128
    __VEC__ 10206
  `,
};

/** Big-endian, 32 bits. */
export const ppc: ArchitecturePredefines = {
  ...shared,
  wordBytes: 4,
  wcharLong: true,
  byteOrder: 'big',
  compareAndSwapBytes: 4,
  destructiveSize: { gcc: 64, clang: 32 },
  absent,
  common: `
    ${everywhere}
    ${bigEndian}
    __GCC_ATOMIC_LLONG_LOCK_FREE 1
  `,
  gcc: `
    ${gccEverywhere}
    PPC 1
    _CALL_SYSV 1
    __PPC 1
    __VEC_ELEMENT_REG_ORDER__ __ORDER_BIG_ENDIAN__
    __powerpc 1
    powerpc 1
  `,
  clang: `
    ${clangEverywhere}
    _ILP32 1
    __CLANG_ATOMIC_LLONG_LOCK_FREE 1
    __GCC_CONSTRUCTIVE_SIZE 32
    __ILP32__ 1
    __WCHAR_MAX__ 2147483647
    __WCHAR_TYPE__ int
  `,
};
