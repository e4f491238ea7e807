import type { ArchitecturePredefines } from './predefines';

/** MIPS release 2 with o32 or n64, position independent as distributions build by default. */
function mipsOf(bits: 32 | 64, byteOrder: 'little' | 'big'): ArchitecturePredefines {
  const is64 = bits === 64;
  const end = byteOrder === 'little' ? 'MIPSEL' : 'MIPSEB';
  const processor = is64 ? 'R4000' : 'R3000';
  const lockFree = is64 ? 2 : 1;
  return {
    wordBytes: is64 ? 8 : 4,
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
      ${is64 ? '_ABI64 3' : '_ABIO32 1'}
      _MIPS_ARCH "mips${bits}r2"
      _MIPS_ARCH_MIPS${bits}R2 1
      _MIPS_FPSET ${is64 ? 32 : 16}
      _MIPS_ISA _MIPS_ISA_MIPS${bits}
      _MIPS_SIM ${is64 ? '_ABI64' : '_ABIO32'}
      _MIPS_SPFPSET ${is64 ? 32 : 16}
      _MIPS_SZINT 32
      _MIPS_SZLONG ${bits}
      _MIPS_SZPTR ${bits}
      __mips ${bits}
      __mips__ 1
      ${is64 ? '__mips64 1' : ''}
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
      ${is64 ? '__mips64__ 1\n__mips_n64 1' : '__mips_o32 1\n_ILP32 1\n__ILP32__ 1'}
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

export const mips: ArchitecturePredefines = mipsOf(32, 'big');

export const mipsel: ArchitecturePredefines = mipsOf(32, 'little');

export const mips64: ArchitecturePredefines = mipsOf(64, 'big');

export const mips64el: ArchitecturePredefines = mipsOf(64, 'little');
