import type { ArchitecturePredefines } from './predefines';

/** How a calling convention is called in macros, its number (sgidefs.h), and its widths in bits. */
const conventions = {
  o32: { name: '_ABIO32', number: 1, register: 32, word: 32 },
  n32: { name: '_ABIN32', number: 2, register: 64, word: 32 },
  n64: { name: '_ABI64', number: 3, register: 64, word: 64 },
} as const;

/** MIPS release 2, position independent as distributions build by default. */
function mipsOf(convention: keyof typeof conventions, byteOrder: 'little' | 'big'): ArchitecturePredefines {
  const { name, number, register: bits, word } = conventions[convention];
  const is64 = bits === 64;
  const end = byteOrder === 'little' ? 'MIPSEL' : 'MIPSEB';
  const processor = is64 ? 'R4000' : 'R3000';
  const lockFree = is64 ? 2 : 1;
  return {
    wordBytes: word === 64 ? 8 : 4,
    byteOrder,
    charUnsigned: false,
    wcharUnsigned: false,
    longDoubleBytes: is64 ? 16 : 8,
    biggestAlignment: is64 ? 16 : 8,
    compareAndSwapBytes: is64 ? 8 : 4,
    destructiveSize: { gcc: 32, clang: 32 },
    absent: {
      gcc: `
        __GCC_ASM_FLAG_OUTPUTS__ __GCC_CONSTRUCTIVE_SIZE __GCC_DESTRUCTIVE_SIZE __GCC_HAVE_DWARF2_CFI_ASM
        __HAVE_SPECULATION_SAFE_VALUE
      `,
      clang: '__GCC_ASM_FLAG_OUTPUTS__ __GCC_HAVE_DWARF2_CFI_ASM',
    },
    common: `
      ${end} 1
      _${end} 1
      __${end} 1
      __${end}__ 1
      ${name} ${number}
      _MIPS_ARCH "mips${bits}r2"
      _MIPS_ARCH_MIPS${bits}R2 1
      _MIPS_FPSET ${is64 ? 32 : 16}
      _MIPS_ISA _MIPS_ISA_MIPS${bits}
      _MIPS_SIM ${name}
      _MIPS_SPFPSET ${is64 ? 32 : 16}
      _MIPS_SZINT 32
      _MIPS_SZLONG ${word}
      _MIPS_SZPTR ${word}
      __mips ${bits}
      __mips__ 1
      ${is64 ? '__mips64 1' : ''}
      ${is64 && word === 32 ? '__SIZEOF_INT128__ 16' : ''}
      __mips_abicalls 1
      __mips_fpr ${is64 ? 64 : 0}
      __mips_hard_float 1
      __mips_isa_rev 2
      _mips 1
      mips 1
      __pic__ 1
      __PIC__ 1
      __GCC_ATOMIC_LLONG_LOCK_FREE ${lockFree}
    `,
    gcc: `
      ${processor} 1
      _${processor} 1
      __${processor} 1
      __${processor}__ 1
      _MIPS_TUNE "mips${bits}r2"
      _MIPS_TUNE_MIPS${bits}R2 1
      __GCC_HAVE_BUILTIN_MIPS_CACHE 1
      __GCC_IEC_559 1
      __GCC_IEC_559_COMPLEX 1
      __REGISTER_PREFIX__ $
      ${is64 ? '' : '__mips_no_lxc1_sxc1 1'}
      ${byteOrder === 'little' ? '__mips_no_madd4 1' : ''}
    `,
    clang: `
      __BITINT_MAXWIDTH__ 128
      __CLANG_ATOMIC_LLONG_LOCK_FREE ${lockFree}
      __GCC_CONSTRUCTIVE_SIZE 32
      __REGISTER_PREFIX__
      ${is64 ? '__mips64__ 1' : ''}
      __mips_${convention} 1
      ${word === 32 ? '_ILP32 1\n__ILP32__ 1' : ''}
      __pie__ 1
      __PIE__ 1
    `,
    gccLanguages: {
      c: languageLines('C'),
      'c++': languageLines('C_PLUS_PLUS'),
      asm: languageLines('ASSEMBLY', 'LANGUAGE_ASSEMBLY 1\n'),
    },
  };
}

function languageLines(name: string, short = name === 'C' ? 'LANGUAGE_C 1\n' : ''): string {
  return `${short}_LANGUAGE_${name} 1\n__LANGUAGE_${name} 1\n__LANGUAGE_${name}__ 1`;
}

export const mips: ArchitecturePredefines = mipsOf('o32', 'big');

export const mipsel: ArchitecturePredefines = mipsOf('o32', 'little');

export const mips64: ArchitecturePredefines = mipsOf('n64', 'big');

export const mips64el: ArchitecturePredefines = mipsOf('n64', 'little');

export const mipsn32: ArchitecturePredefines = mipsOf('n32', 'big');

export const mipsn32el: ArchitecturePredefines = mipsOf('n32', 'little');
