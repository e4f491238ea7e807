import type { Place } from '../text/place';
import type { BodyKind } from '../sectionSummary';

/** A name in assembler text, resolved as far as one program (an asm statement or a `.S` file) allows. */
export type SymbolRef =
  /** A label that this program defines; `item` is the index of the label in the program. */
  | { readonly kind: 'label'; readonly name: string; readonly item: number }
  /** A label of the C function around an `asm goto`: `%l[name]`. */
  | { readonly kind: 'c-label'; readonly name: string }
  /** A numeric label that nothing in this program defines in that direction. */
  | { readonly kind: 'dangling'; readonly name: string }
  /** Any other symbol. */
  | { readonly kind: 'external'; readonly name: string };

/** `constant + Σ sign·symbol`, the only expressions that an assembler can put into an object file. */
export interface LinearExpression {
  readonly constant: bigint;
  readonly terms: readonly { readonly symbol: SymbolRef; readonly sign: 1 | -1 }[];
}

/** An operand of the asm statement (`%[name]`), as far as an instruction can tell. */
export interface AsmOperandRef {
  /** Position in the statement: outputs first, then inputs. */
  readonly index: number;
  readonly name: string;
  readonly kind: 'register' | 'memory' | 'constant' | 'register-or-memory';
  /** The value of a constant operand, where it can be computed. */
  readonly value?: bigint;
}

/**
 * Where a memory operand points. Registers are canonical names of the architecture, or `operand:N` for the register that the
 * compiler picks for asm operand N.
 */
export interface Address {
  readonly segment?: string;
  readonly base?: string;
  readonly index?: string;
  readonly scale?: number;
  /** Bytes that the operand itself says it has: 8 in `0(8,%r1)`. */
  readonly length?: bigint;
  /** undefined: not a constant expression. */
  readonly displacement: LinearExpression | undefined;
  /** Relocation operator on the displacement, as written: `GOTPCREL` in `x@GOTPCREL(%rip)`, `got_lo12` in `[x0, :got_lo12:x]`. */
  readonly modifier?: string;
  /** The memory asm operand that this is, when the address is the compiler's. */
  readonly operand?: AsmOperandRef;
  /** Equal keys, same address, as long as no register in it changes. */
  readonly key: string;
}

/** An operand after parsing: what the assembler text says, before the mnemonic gives it a role. */
export type Operand =
  /** `width`: bytes of the part that the text names (4 for `%eax`, `w0`, `%k[x]`); undefined: the text does not tell. */
  | { readonly kind: 'register'; readonly register: string; readonly width?: number; readonly indirect: boolean }
  | { readonly kind: 'immediate'; readonly value: LinearExpression | undefined }
  | { readonly kind: 'memory'; readonly address: Address; readonly writeBack: boolean; readonly indirect: boolean }
  /** A bare symbol. `modifier` as in {@link Address}; `=` for the literal of `ldr x0, =symbol`. */
  | { readonly kind: 'symbol'; readonly symbol: SymbolRef; readonly modifier?: string; readonly addend: bigint }
  | { readonly kind: 'list'; readonly registers: readonly string[] }
  /** `register`: the one in it, as in `lsl r2`. */
  | { readonly kind: 'word'; readonly text: string; readonly register?: string }
  | { readonly kind: 'unknown'; readonly text: string };

export interface MemoryAccess {
  readonly mode: 'read' | 'write' | 'update';
  readonly address: Address;
  /** Bytes; undefined when the mnemonic alone does not tell. */
  readonly width?: number;
}

/** What happens after an instruction. */
export type Flow =
  | { readonly kind: 'next' }
  /** `indirect`: on its condition it goes where a register or memory says. */
  | {
      readonly kind: 'jump';
      readonly conditional: boolean;
      readonly target: SymbolRef | undefined;
      readonly indirect?: true;
    }
  | { readonly kind: 'indirect' }
  | { readonly kind: 'call'; readonly target: SymbolRef | undefined }
  | { readonly kind: 'return' }
  | { readonly kind: 'trap' }
  | { readonly kind: 'syscall' };

/**
 * How an instruction orders the accesses around it for other processors; its own access counts as the later one of a release
 * and as the earlier one of an acquire.
 *
 * | `full`    | all earlier accesses before all later ones (a later load may still overtake an earlier store) |
 * | `release` | all earlier accesses before later stores                                                      |
 * | `acquire` | earlier loads before all later accesses                                                       |
 * | `stores`  | earlier stores before later stores                                                            |
 */
export type Ordering = 'full' | 'release' | 'acquire' | 'stores';

/**
 * Why a statement does not access its memory at once: two registers, a list of registers, bytes from one place to another, or
 * several instructions that the assembler makes of it.
 */
export type Split = 'pair' | 'list' | 'storage' | 'macro';

/** What one machine instruction does, as an architecture's table says it. */
export interface Effect {
  readonly kind: BodyKind;
  /** Canonical registers, `operand:N`, or `flags`. Address registers count as read. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly accesses: readonly MemoryAccess[];
  readonly flow: Flow;
  /** The written register holds (part of) the address of this symbol afterwards. */
  readonly addressOf?: SymbolRef;
  /**
   * The instruction behind this one belongs to it, where delay slots are written out, and is executed before the flow changes:
   * always, or only if the branch is taken.
   */
  readonly delaySlot?: 'always' | 'taken';
  /** True for nops, and for landing pads such as endbr64 and bti. */
  readonly padding: boolean;
  /** The last bytes of the encoding in memory order, where the table knows them (traps that can be signatures). */
  readonly trailingBytes?: readonly number[];
  /** A load that takes a reservation of its memory, or a store that is only made while there is one. */
  readonly linked?: 'load' | 'store';
  /** undefined: none of these orders. */
  readonly orders?: Ordering;
  /** undefined: one access, or none. */
  readonly split?: Split;
  /** A string instruction with a repeat prefix: interrupts are taken between its steps. */
  readonly repeated?: true;
}

/** A parsed instruction statement with its effect. */
export interface Instruction {
  readonly mnemonic: string;
  readonly prefixes: readonly string[];
  readonly operands: readonly Operand[];
  readonly effect: Effect;
  /** Is the next instruction of the text in the delay slot of this one? */
  readonly delayed: boolean;
  readonly place: Place;
}
