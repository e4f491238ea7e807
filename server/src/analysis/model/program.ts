import type { Architecture } from '../arch/architecture';
import type { AsmOperandRef, Instruction, LinearExpression } from '../arch/instruction';
import type { UnknownReason } from '../sectionSummary';
import type { Place } from '../text/place';
import type { OperandMeaning } from './operandMeaning';

/** One field of a data directive: `width` bytes whose value may be unknown. */
export interface DataCell {
  readonly width: number;
  readonly value: LinearExpression | undefined;
  readonly place: Place;
}

/** A statement of assembler text, in textual order, with the output section it lands in. */
export type Item = {
  readonly index: number;
  /** Index into {@link Program.streams}. */
  readonly stream: number;
  readonly place: Place;
} & (
  | { readonly kind: 'label'; readonly name: string; readonly numeric: boolean; readonly global: boolean }
  | { readonly kind: 'instruction'; readonly instruction: Instruction }
  | { readonly kind: 'data'; readonly directive: string; readonly cells: readonly DataCell[] }
  /** `bytes` undefined: not constant. */
  | { readonly kind: 'align'; readonly bytes: number | undefined }
  /** Takes no space: .globl, .type, .cfi_*, .loc, assignments, section switches. */
  | { readonly kind: 'silent'; readonly directive: string }
  | { readonly kind: 'opaque'; readonly reason: UnknownReason }
);

export type LabelItem = Extract<Item, { kind: 'label' }>;
export type InstructionItem = Extract<Item, { kind: 'instruction' }>;
export type DataItem = Extract<Item, { kind: 'data' }>;

/** What one output section receives from this program, in order. */
export interface Stream {
  readonly section: string;
  /** Section flags as written (`aw`, `ax`), undefined for the section in which the program starts. */
  readonly flags: string | undefined;
  /** Indices of items. */
  readonly items: readonly number[];
}

/** The C side of an asm operand. */
export interface OperandInfo {
  readonly index: number;
  readonly name: string | undefined;
  readonly constraint: string;
  /** What the constraint admits. */
  readonly kind: AsmOperandRef['kind'];
  readonly output: boolean;
  /** The C expression, tokens joined by spaces. */
  readonly expression: string;
  /** The field of struct rseq that the expression names, where it does. */
  readonly areaField: string | undefined;
  /** True if the expression is or may be the address of struct rseq itself. */
  readonly areaPointer: boolean;
  /** True if the value is a cpu number: by the name of the operand, of a variable, or of the field or call it comes from. */
  readonly cpuNumber: boolean;
  readonly meaning: OperandMeaning;
  /** The whole operand, its constraint without quotes, and its C expression without parentheses. */
  readonly places: { readonly whole: Place; readonly constraint: Place; readonly expression: Place };
}

/** The C function around an asm statement, as its declaration says it. */
export interface EnclosingFunction {
  readonly name: string;
  readonly isStatic: boolean;
  /** Declared inline, or implicitly so: constexpr, defined in a class. */
  readonly isInline: boolean;
  readonly isTemplate: boolean;
  /** Is one copy of the code guaranteed: noinline together with noclone? */
  readonly isSingle: boolean;
  /** Does its body come out of a macro, so that there may be many like it? */
  readonly isMacroMade: boolean;
}

/** A place in C to which an asm goto passes control. */
export interface Landing {
  /** undefined: behind the statement. */
  readonly label: string | undefined;
  /** The semicolon behind the statement, or the label with its colon. */
  readonly place: Place;
  /** Is the first thing there an empty asm statement that clobbers memory? undefined: nobody can tell. */
  readonly hasBarrier: boolean | undefined;
}

/** Where to put text into the C side of an asm statement. */
export interface Insertion {
  /** An offset into {@link Program.text}; the text goes behind what ends there. */
  readonly at: number;
  /** What has to stand in front of a new entry: `, `, ` : `, ` : : `. */
  readonly before: string;
}

/** The C side of an asm statement, apart from its operands. All places are in {@link Program.text}, behind the template. */
export interface StatementInfo {
  readonly keyword: Place;
  /** Without a colon: the text goes to the assembler as it is. */
  readonly isBasic: boolean;
  readonly isVolatile: boolean;
  readonly isGoto: boolean;
  readonly clobbers: readonly { readonly name: string; readonly place: Place }[];
  /** C labels that an asm goto may jump to. */
  readonly labels: readonly { readonly name: string; readonly place: Place }[];
  /** undefined: the end of the list is not where the statement is written. */
  readonly newClobber: Insertion | undefined;
  readonly newLabel: Insertion | undefined;
  /** undefined at file scope. */
  readonly function: EnclosingFunction | undefined;
  /** Where an asm goto leads; empty for others. */
  readonly landings: readonly Landing[];
  /** Does an asm goto of the unit have a barrier at one of its landings? */
  readonly unitHasBarriers: boolean;
}

/** One asm statement or one `.S` file for one target. */
export interface Program {
  /** The assembler text as it was written, and behind it the C side of an asm statement; all places of the program are in it. */
  readonly text: string;
  readonly architecture: Architecture;
  readonly form: 'inline' | 'file';
  readonly items: readonly Item[];
  readonly streams: readonly Stream[];
  /** Position of each item within its stream. */
  readonly positions: readonly number[];
  readonly operands: readonly OperandInfo[];
  /** False if the statement may have more operands than these. */
  readonly operandsKnown: boolean;
  /** undefined in a `.S` file. */
  readonly statement: StatementInfo | undefined;
  /** Does C code of the unit name this symbol? */
  readonly namedOutside: (symbol: string) => boolean;
  /** Of the labels that this text defines, those that other asm statements of the unit define too. */
  readonly repeatedLabels: ReadonlySet<string>;
  /** Symbols of the text that are C objects or functions which the compiler may drop or rename: static ones without `used`. */
  readonly droppableSymbols: ReadonlySet<string>;
  /** Signatures that registration calls of this unit pass, and the configured one. */
  readonly registeredSignatures: readonly number[];
}
