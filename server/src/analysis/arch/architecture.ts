import type { UnknownReason } from '../sectionSummary';
import type { Effect, Operand } from './instruction';
import type { RegisterUse } from './registerUse';

/** How operands are written: see {@link Architecture.operandSyntax}; `intel` is x86's other way. */
export type OperandSyntax = 'att' | 'arm' | 'offset-base' | 'intel';

/**
 * What an instruction in Intel syntax is called in AT&T syntax, and its operands in that order. `width`: bytes that a keyword says a
 * memory operand has.
 */
export type IntelReader = (
  mnemonic: string,
  operands: readonly Operand[],
  width: number | undefined,
) => { readonly mnemonic: string; readonly operands: readonly Operand[] };

/** What directives change about how the instructions behind them are read. */
export interface ReadingMode {
  /** Why they cannot be read: written or encoded in a way that no table describes. undefined: they can. */
  readonly foreign: UnknownReason | undefined;
  /** Is the statement behind a branch in its delay slot? False where the assembler fills the slots. */
  readonly delaySlots: boolean;
  readonly syntax: OperandSyntax;
  /** Is a register named without a sign? */
  readonly nakedRegisters: boolean;
}

/** Branches that reach less far than a program can be large. `bytes`: the distance in either direction. */
export interface BranchReach {
  readonly mnemonics: RegExp;
  readonly bytes: number;
}

/** How code can take the address of a symbol so that it holds only where the program was linked to run. */
export interface AbsoluteAddressing {
  /** Do today's linkers refuse it in the programs that compilers make unasked (position-independent executables)? */
  readonly breaksLink: boolean;
  /** Does an instruction that takes the address of a symbol take it so? */
  isAbsolute(mnemonic: string, operands: readonly Operand[]): boolean;
}

/** A directive that changes how the assembler reads what follows, for the compiler's code behind an asm statement too. */
export interface StateDirective {
  /** Statements that change it; none of them is what a compiler begins with. */
  readonly changes: RegExp;
  /** Statements that put it back. */
  readonly restores: RegExp;
  /** One of these, as it is to be written; undefined: that depends on what was there. */
  readonly restore?: string;
}

/**
 * What an asm statement must do so that every address which `m` admits can be written as the operand of an instruction: name the
 * operand behind the mnemonic with these modifiers (`lwz%U0%X0`: the update and index forms), of which one is `needed` by all
 * compilers; or restrict it with another constraint.
 */
export type MemoryDemand =
  | { readonly kind: 'modifiers'; readonly letters: readonly string[]; readonly needed: string }
  | { readonly kind: 'constraint'; readonly constraint: string };

/** How a program calls the kernel: mnemonics, and registers by any of their names. */
export interface SystemCallConvention {
  readonly mnemonics: readonly string[];
  readonly number: string;
  /** The first four. */
  readonly arguments: readonly string[];
}

/** Everything the analysis knows about one processor: data and one lowering function. One file per architecture. */
export interface Architecture {
  /** Target name of the command line. */
  readonly name: string;
  /** Predefined macros by which source code asks for this target; a unit that names one is read for it. */
  readonly selectors: readonly string[];
  /**
   * May a unit that names no target at all be read for this one because its assembler text fits? False for the rarer of targets
   * that share their assembler text (other byte order, other pointer width).
   */
  readonly impliedByText: boolean;
  /** Bytes of a pointer, and so of an address in a descriptor (whose fields are 64 bits wide everywhere). */
  readonly pointerBytes: 4 | 8;
  /** Bytes of the registers of which addresses are formed, where these are wider than a pointer. */
  readonly addressBytes?: 8;
  readonly dataEndian: 'little' | 'big';
  readonly codeEndian: 'little' | 'big';
  /** Is there a Linux target with the other byte order whose assembler text is the same? */
  readonly hasBothByteOrders: boolean;
  /** RSEQ_SIG as registered with rseq(2): a 32-bit value in data endianness. Linux tools/testing/selftests/rseq/rseq-<arch>.h. */
  readonly signature: number;
  /** Statements that emit the signature so that a disassembler stays in step; the last four bytes are the signature. */
  readonly signatureStatements: readonly string[];
  /**
   * Bytes that make an instruction that does nothing of the signature behind them: none where the signature is one itself.
   * undefined: there are no such bytes, and whoever executes the signature is stopped.
   */
  readonly idleSignaturePrefix?: readonly number[];
  /** __NR_rseq. */
  readonly rseqSyscall: number;
  /** syscall(2), "Architecture calling conventions": what is written, and where number and arguments are. */
  readonly systemCall: SystemCallConvention;
  /** Alignment that every instruction has. */
  readonly instructionAlignment: number;
  /** Does `.align N` mean N bytes or 2^N? */
  readonly alignDirective: 'bytes' | 'power';
  /** Sizes in bytes of the data directives that differ between architectures, and of those only this one has. */
  readonly dataDirectives: Readonly<Record<string, number>>;
  /** Do data directives put padding in front of values that would not be aligned to their size? undefined: no. */
  readonly alignsData?: boolean;
  /**
   * How operands are written: AT&T (`disp(%base,%index,scale)`, `$immediate`), the ARM manuals' way (`[base, #offset]`), or
   * `offset(base)` with plain immediates.
   */
  readonly operandSyntax: Exclude<OperandSyntax, 'intel'>;
  /** Reads Intel syntax; undefined: the assembler has no such thing. */
  readonly intel?: IntelReader;
  /** Constraints of operands in memory besides those that every GCC has (`m`, `o`, `V`), longest first: `ZC`, `Q`. */
  readonly memoryConstraints?: readonly string[];
  /**
   * What an instruction asks of an operand in memory besides being one; see {@link MemoryDemand}. undefined, or not there: nothing.
   */
  memoryDemand?(mnemonic: string): MemoryDemand | undefined;
  /** Are delay slots written out from the beginning of a text? undefined: no. */
  readonly delaySlots?: boolean;
  /** Options of `.set` that change how instructions are read; `.set push` saves all of that, `.set pop` brings it back. */
  readonly setOptions?: Readonly<Record<string, Partial<ReadingMode>>>;
  /**
   * Encodings of the same processors that no table here describes, by the macro that the compiler defines for each. Their code, and the
   * signature in it, is not read.
   */
  readonly otherEncodings?: Readonly<Record<string, string>>;
  /** True if extended asm templates choose between `{att|intel}` alternatives. */
  readonly dialectBraces: boolean;
  /** Canonical name of the register that points to the stack. */
  readonly stackPointer: string;
  /**
   * A statement that keeps a store behind all accesses before it, for other processors; undefined where every store is like that
   * (x86's and z/Architecture's memory models).
   */
  readonly releaseBarrier: string | undefined;
  /** Offset in the area that a memory operand with this segment addresses relative to the thread pointer. */
  readonly threadSegments: readonly string[];
  /** undefined: every branch reaches as far as a program can be large. */
  readonly branchReach?: readonly BranchReach[];
  /** undefined: addresses are always relative, or a table of them is loaded from. */
  readonly absoluteAddressing?: AbsoluteAddressing;
  /** Besides those that every GNU as has. */
  readonly stateDirectives?: readonly StateDirective[];
  readonly registerUse: RegisterUse;
  /** Canonical name of a register spelled as `text` (without `%`), or undefined if there is no such register. */
  register(text: string): string | undefined;
  /** Bytes of the register spelled as `text` (without `%`): 4 for `eax` and `w0`; undefined: no such register, or no fixed size. */
  registerWidth(text: string): number | undefined;
  /** Bytes of the register that `%<modifier>[operand]` prints; key `''` where a bare `%[operand]` has one size for every type. */
  readonly modifierWidths: Readonly<Record<string, number>>;
  /** Statements that go to a label, whatever delay slot there is filled. */
  jumpTo(target: string): readonly string[];
  /** What an instruction does; undefined: the table does not know it. Prefixes and mnemonic are lower case. */
  lower(mnemonic: string, operands: readonly Operand[], prefixes: readonly string[]): Effect | undefined;
}
