import type { ArchitecturePredefines } from '../../arch/predefines/index';

type Compiler = 'gcc' | 'clang';

/** An integer type as the compilers spell it, with the suffix of its constants. */
interface IntegerType {
  readonly name: string;
  readonly bits: number;
  readonly suffix: string;
}

/** The macros that describe the integer types of a GNU target: `__INT32_TYPE__`, `__SIZE_MAX__`, `__SIZEOF_LONG__`… */
export function integerPredefines(architecture: ArchitecturePredefines, compiler: Compiler): string[] {
  const lines = new IntegerLines(architecture, compiler);
  lines.basicTypes();
  lines.exactTypes();
  lines.namedTypes();
  lines.sizes();
  return lines.lines;
}

class IntegerLines {
  readonly lines: string[] = [];
  readonly #architecture: ArchitecturePredefines;
  readonly #compiler: Compiler;
  /** The type of 64-bit integers. */
  readonly #wide: IntegerType;
  /** The type of pointers' integers and, with GCC, of fast types above 8 bits. */
  readonly #word: IntegerType;
  readonly #size: IntegerType;
  readonly #wchar: IntegerType;

  constructor(architecture: ArchitecturePredefines, compiler: Compiler) {
    this.#architecture = architecture;
    this.#compiler = compiler;
    const long: IntegerType = { name: 'long int', bits: 64, suffix: 'L' };
    const is64 = architecture.wordBytes === 8;
    this.#wide = is64 ? long : { name: 'long long int', bits: 64, suffix: 'LL' };
    const int: IntegerType = { name: 'int', bits: 32, suffix: '' };
    this.#word = is64 ? long : int;
    const { sizeLong, wcharLong, wordBytes } = architecture;
    const ownLong = { ...long, bits: wordBytes * 8 };
    this.#size = sizeLong ? ownLong : this.#word;
    this.#wchar = wcharLong ? ownLong : int;
  }

  basicTypes(): void {
    const longBits = this.#architecture.wordBytes * 8;
    const basic: [string, number, string][] = [
      ['SCHAR', 8, ''],
      ['SHRT', 16, ''],
      ['INT', 32, ''],
      ['LONG', longBits, 'L'],
      ['LONG_LONG', 64, 'LL'],
    ];
    for (const [name, bits, suffix] of basic) {
      this.#define(`__${name}_MAX__`, this.#max(bits, suffix));
      const width = name === 'LONG_LONG' && this.#compiler === 'clang' ? 'LLONG' : name;
      if (name !== 'SCHAR' || this.#compiler === 'gcc') this.#define(`__${width}_WIDTH__`, String(bits));
    }
    this.#define('__CHAR_BIT__', '8');
  }

  /** `intN_t`, and the least and fast types in their order. */
  exactTypes(): void {
    for (const bits of [8, 16, 32, 64]) {
      const type = this.#exact(bits);
      this.#signedAndUnsigned(`${bits}`, type, true);
      this.#signedAndUnsigned(`_LEAST${bits}`, type, false, bits);
      this.#signedAndUnsigned(`_FAST${bits}`, this.#fast(bits), false, this.#fast(bits).bits);
    }
  }

  namedTypes(): void {
    const word = this.#word;
    const wide = this.#wide;
    this.#signedAndUnsigned('MAX', wide, true, 64);
    this.#signedAndUnsigned('PTR', word, false, word.bits);
    this.#one('PTRDIFF', word, false, word.bits);
    this.#one('SIZE', this.#size, true, word.bits);
    const int = this.#exact(32);
    this.#one('WINT', int, true, 32);
    this.#one('WCHAR', this.#wchar, this.#architecture.wcharUnsigned, 32);
    this.#define('__CHAR16_TYPE__', this.#typeName(this.#exact(16), true));
    this.#define('__CHAR32_TYPE__', 'unsigned int');
    if (this.#compiler === 'gcc') {
      this.#one('SIG_ATOMIC', int, false, 32);
      this.#define('__SIG_ATOMIC_MIN__', '(-__SIG_ATOMIC_MAX__ - 1)');
      this.#define('__WINT_MIN__', '0U');
      this.#define('__WCHAR_MIN__', this.#architecture.wcharUnsigned ? '0U' : '(-__WCHAR_MAX__ - 1)');
    } else {
      this.#define('__SIG_ATOMIC_MAX__', this.#max(32, ''));
      this.#define('__SIG_ATOMIC_WIDTH__', '32');
      this.#define('__WINT_UNSIGNED__', '1');
      if (this.#architecture.wcharUnsigned) this.#define('__WCHAR_UNSIGNED__', '1');
      this.#define('__POINTER_WIDTH__', String(word.bits));
      this.#define('__BOOL_WIDTH__', '8');
    }
  }

  sizes(): void {
    const { wordBytes, longDoubleBytes } = this.#architecture;
    const sizes: [string, number][] = [
      ['SHORT', 2],
      ['INT', 4],
      ['LONG', wordBytes],
      ['LONG_LONG', 8],
      ['FLOAT', 4],
      ['DOUBLE', 8],
      ['LONG_DOUBLE', longDoubleBytes],
      ['POINTER', wordBytes],
      ['SIZE_T', wordBytes],
      ['PTRDIFF_T', wordBytes],
      ['WCHAR_T', 4],
      ['WINT_T', 4],
    ];
    for (const [name, bytes] of sizes) this.#define(`__SIZEOF_${name}__`, String(bytes));
    if (wordBytes === 8) this.#define('__SIZEOF_INT128__', '16');
  }

  #exact(bits: number): IntegerType {
    if (bits === 64) return this.#wide;
    const short = this.#compiler === 'gcc' ? 'short int' : 'short';
    return { name: bits === 8 ? 'signed char' : bits === 16 ? short : 'int', bits, suffix: '' };
  }

  /** GNU's fast types are words from 16 bits on; Clang has the exact types. */
  #fast(bits: number): IntegerType {
    const isWord = this.#compiler === 'gcc' && (bits === 16 || bits === 32);
    return isWord ? this.#word : this.#exact(bits);
  }

  /** @param width if given, a width macro is defined for the signed type */
  #signedAndUnsigned(name: string, type: IntegerType, hasConstants: boolean, width?: number): void {
    this.#one(`INT${name}`, type, false, width);
    const clangWidth = this.#compiler === 'clang' && !name.startsWith('_') ? width : undefined;
    this.#one(`UINT${name}`, type, true, clangWidth);
    if (!hasConstants) return;
    for (const unsigned of [false, true]) {
      // Types below int promote to int: their constants have no suffix.
      const suffix = (unsigned && type.bits >= 32 ? 'U' : '') + type.suffix;
      const macro = `__${unsigned ? 'U' : ''}INT${name}_C`;
      if (this.#compiler === 'gcc') this.#define(`${macro}(c)`, suffix === '' ? 'c' : `c ## ${suffix}`);
      else this.#define(`${macro}_SUFFIX__`, suffix);
    }
  }

  #one(name: string, type: IntegerType, unsigned: boolean, width?: number): void {
    this.#define(`__${name}_TYPE__`, this.#typeName(type, unsigned));
    this.#define(`__${name}_MAX__`, this.#max(type.bits, type.suffix, unsigned));
    if (width !== undefined) this.#define(`__${name}_WIDTH__`, String(width));
  }

  #typeName({ name }: IntegerType, unsigned: boolean): string {
    if (!unsigned) return name;
    if (name === 'signed char') return 'unsigned char';
    return /^(?:short|long)/.test(name) && name.endsWith(' int')
      ? `${name.slice(0, -4)} unsigned int`
      : `unsigned ${name}`;
  }

  /** The largest value, as the compiler writes it: GCC in hexadecimal, Clang in decimal. */
  #max(bits: number, suffix: string, unsigned = false): string {
    const value = (1n << BigInt(unsigned ? bits : bits - 1)) - 1n;
    const digits = this.#compiler === 'gcc' ? `0x${value.toString(16)}` : value.toString();
    return `${digits}${unsigned && bits >= 32 ? 'U' : ''}${suffix}`;
  }

  #define(name: string, value: string): void {
    this.lines.push(`${name} ${value}`.trimEnd());
  }
}
