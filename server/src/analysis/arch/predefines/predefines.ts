/**
 * What the compilers predefine for one architecture beyond what follows from its types. Values as GCC 12 and Clang 19 print
 * them with `-dM -E`; a test compares them with the compiler.
 */
export interface ArchitecturePredefines {
  /** Width of `long`, `size_t` and pointers. */
  readonly wordBytes: 4 | 8;
  readonly byteOrder: 'little' | 'big';
  readonly charUnsigned: boolean;
  readonly wcharUnsigned: boolean;
  /** Bytes of `long double`. */
  readonly longDoubleBytes: number;
  /** The largest alignment of any type, in bytes. */
  readonly biggestAlignment: number;
  /** Largest size in bytes of a lock-free compare-and-swap GCC announces. */
  readonly compareAndSwapBytes: number;
  /** `__GCC_DESTRUCTIVE_SIZE`: how far apart data must be to share no cache line. */
  readonly destructiveSize: { readonly gcc: number; readonly clang: number };
  /** `NAME value` lines that both compilers define. */
  readonly common: string;
  readonly gcc: string;
  readonly clang: string;
}
