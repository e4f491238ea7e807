import type { ArchitecturePredefines } from './predefines';

/** RV32GC or RV64GC with the double-float calling convention, position independent as distributions build by default. */
function riscv(bits: 32 | 64): ArchitecturePredefines {
  return {
    wordBytes: bits === 64 ? 8 : 4,
    byteOrder: 'little',
    charUnsigned: true,
    wcharUnsigned: false,
    longDoubleBytes: 16,
    biggestAlignment: 16,
    compareAndSwapBytes: bits === 64 ? 8 : 4,
    destructiveSize: { gcc: 32, clang: 32 },
    absent: {
      gcc: `
        __GCC_ASM_FLAG_OUTPUTS__ __GCC_CONSTRUCTIVE_SIZE __GCC_DESTRUCTIVE_SIZE __GCC_HAVE_DWARF2_CFI_ASM
        __GCC_HAVE_SYNC_COMPARE_AND_SWAP_1 __GCC_HAVE_SYNC_COMPARE_AND_SWAP_2 __HAVE_SPECULATION_SAFE_VALUE
      `,
      clang: '__GCC_ASM_FLAG_OUTPUTS__',
    },
    common: `
      __riscv 1
      __riscv_a 2001000
      __riscv_arch_test 1
      __riscv_atomic 1
      __riscv_c 2000000
      __riscv_compressed 1
      __riscv_d 2002000
      __riscv_div 1
      __riscv_f 2002000
      __riscv_fdiv 1
      __riscv_flen 64
      __riscv_float_abi_double 1
      __riscv_fsqrt 1
      __riscv_i 2001000
      __riscv_m 2000000
      __riscv_mul 1
      __riscv_muldiv 1
      __riscv_xlen ${bits}
      __riscv_zicsr 2000000
    `,
    gcc: `
      __REGISTER_PREFIX__
      __FP_FAST_FMA 1
      __FP_FAST_FMAF 1
      __FP_FAST_FMAF32 1
      __FP_FAST_FMAF32x 1
      __FP_FAST_FMAF64 1
      __GCC_ATOMIC_BOOL_LOCK_FREE 1
      __GCC_ATOMIC_CHAR_LOCK_FREE 1
      __GCC_ATOMIC_CHAR16_T_LOCK_FREE 1
      __GCC_ATOMIC_SHORT_LOCK_FREE 1
      __GCC_ATOMIC_LLONG_LOCK_FREE ${bits === 64 ? 2 : 1}
      __riscv_cmodel_medany 1
      __riscv_cmodel_pic 1
      __riscv_zifencei 2000000
    `,
    clang: `
      __BITINT_MAXWIDTH__ 128
      __CLANG_ATOMIC_LLONG_LOCK_FREE ${bits === 64 ? 2 : 1}
      __GCC_ATOMIC_LLONG_LOCK_FREE ${bits === 64 ? 2 : 1}
      __GCC_CONSTRUCTIVE_SIZE 32
      __riscv_cmodel_medlow 1
      __riscv_misaligned_avoid 1
      __riscv_zmmul 1000000
      ${bits === 32 ? '_ILP32 1\n__ILP32__ 1' : ''}
    `,
  };
}

export const riscv64: ArchitecturePredefines = riscv(64);

export const riscv32: ArchitecturePredefines = riscv(32);
