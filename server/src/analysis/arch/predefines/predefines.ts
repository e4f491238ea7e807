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
  /** Is wchar_t made of `long`? undefined: of `int`. */
  readonly wcharLong?: boolean;
  /** Is size_t made of `long` though ptrdiff_t is an `int`? undefined: both are made of the same. */
  readonly sizeLong?: boolean;
  /** Bytes of `long double`. */
  readonly longDoubleBytes: number;
  /** The largest alignment of any type, in bytes. */
  readonly biggestAlignment: number;
  /** Largest size in bytes of a lock-free compare-and-swap GCC announces. */
  readonly compareAndSwapBytes: number;
  /** `__GCC_DESTRUCTIVE_SIZE`: how far apart data must be to share no cache line. */
  readonly destructiveSize: { readonly gcc: number; readonly clang: number };
  /** Names that the compiler defines for other architectures and not for this one, separated by white space. */
  readonly absent?: { readonly gcc: string; readonly clang: string };
  /** `NAME value` lines that both compilers define. */
  readonly common: string;
  readonly gcc: string;
  readonly clang: string;
  /** `NAME value` lines that GCC defines for one language only. */
  readonly gccLanguages?: Readonly<Record<'c' | 'c++' | 'asm', string>>;
}
