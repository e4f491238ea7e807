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
  | {
      readonly kind: 'label';
      readonly name: string;
      readonly numeric: boolean;
      readonly global: boolean;
      /** Declared with `.type name, @function`. */
      readonly isFunction: boolean;
    }
  | { readonly kind: 'instruction'; readonly instruction: Instruction }
  | { readonly kind: 'data'; readonly directive: string; readonly cells: readonly DataCell[] }
  /** `bytes` undefined: not constant. */
  | { readonly kind: 'align'; readonly bytes: number | undefined }
  /** Takes no space: .globl, .type, .cfi_*, .loc, assignments, section switches. */
  | { readonly kind: 'silent'; readonly directive: string }
  /** `isInstruction`: whatever it is, it defines no label and switches no section. */
  | { readonly kind: 'opaque'; readonly reason: UnknownReason; readonly isInstruction: boolean }
);

export type LabelItem = Extract<Item, { kind: 'label' }>;
export type InstructionItem = Extract<Item, { kind: 'instruction' }>;
export type DataItem = Extract<Item, { kind: 'data' }>;

/** A directive that sends output to a section by its name. */
export interface SectionOpening {
  /** Index of the directive. */
  readonly item: number;
  /** The flags (`aw`, `ax?`) that it gives; the place has their quotes. */
  readonly flags: { readonly text: string; readonly place: Place } | undefined;
}

/** What one output section, or one numbered part of it, receives from this program, in order. */
export interface Stream {
  /** Empty: the section in which an asm statement starts, whichever that is. */
  readonly section: string;
  readonly subsection: number;
  /** Section flags as written first (`aw`, `ax`), undefined for the section in which the program starts. */
  readonly flags: string | undefined;
  readonly openings: readonly SectionOpening[];
  /** A descriptor that C code fills in is all that is in it; `section` is then `.data` unless an attribute names another. */
  readonly declared?: 'static' | 'automatic' | 'unknown';
  /** Indices of items. */
  readonly items: readonly number[];
}

/** Where the section directives of a program leave the assembler. Numbers are indices of items. */
export interface SectionBalance {
  /** Pushes that nothing pops, outermost first. */
  readonly unclosed: readonly number[];
  /** Pops with nothing to pop. */
  readonly stray: readonly number[];
  /** The stream that receives what comes behind; undefined: `.previous` goes back to before the program. */
  readonly last: number | undefined;
  /** The directive that switched last without a push, and the stream from which it did. */
  readonly switched: { readonly item: number; readonly from: number | undefined } | undefined;
}

/** The C side of an asm operand. */
export interface OperandInfo {
  readonly index: number;
  readonly name: string | undefined;
  readonly constraint: string;
  /** What the compiler may put there. */
  readonly kind: AsmOperandRef['kind'];
  readonly output: boolean;
  /** The C expression, tokens joined by spaces. */
  readonly expression: string;
  /** The field of struct rseq that the expression names, where it does. */
  readonly areaField: string | undefined;
  /** The variable whose address the expression is: `cs` of `&cs`. */
  readonly addressOf: string | undefined;
  /** True if the expression is or may be the address of struct rseq itself. */
  readonly areaPointer: boolean;
  /**
   * The members on the way from struct rseq to the expression: `['rseq_cs', 'ptr64']`, none for a pointer to the area itself.
   * undefined: it is not known to be a part of the area, or is not exactly that part.
   */
  readonly areaPath: readonly string[] | undefined;
  /** Canonical names of the registers that it has, where constraint or variable leave the compiler no choice. */
  readonly registers: readonly string[];
  /** Register files that its constraint admits: `general`, or a name of the architecture's. */
  readonly banks: readonly string[];
  /** The output with which it shares its register: of the constraints `"0"` and `"[name]"`. */
  readonly tied: number | undefined;
  /** True if no C code can read what the statement leaves in it; false where that is not certain. */
  readonly isUnread: boolean;
  /** True if the value is a cpu number: by the name of the operand, of a variable, or of the field or call it comes from. */
  readonly cpuNumber: boolean;
  readonly meaning: OperandMeaning;
  /** The whole operand, its constraint without quotes, and its C expression without parentheses. */
  readonly places: { readonly whole: Place; readonly constraint: Place; readonly expression: Place };
}

/** The C function around an asm statement, as its declaration says it. */
export interface EnclosingFunction {
  readonly name: string;
  /** Internal linkage: static (outside of classes) or in an unnamed namespace. */
  readonly isStatic: boolean;
  /** Declared inline, or implicitly so: constexpr, defined in a class. */
  readonly isInline: boolean;
  readonly isTemplate: boolean;
  /**
   * C++: every unit that uses it has a copy of its own, in a section group of which the linker keeps one. `when-inlined`: it has
   * none itself, but the functions that it is inlined into may.
   */
  readonly isDiscardable: boolean | 'when-inlined';
  /** Does an attribute say which section it goes to, or is it one that compilers put elsewhere than in `.text` (main)? */
  readonly hasOwnSection: boolean;
  /** Is one copy of the code guaranteed: noinline together with noclone? */
  readonly isSingle: boolean;
  /** Has it no code but the assembler text: the attribute `naked`? */
  readonly isNaked: boolean;
  /** Does its body come out of a macro, so that there may be many like it? */
  readonly isMacroMade: boolean;
  /** Does its C code in front of the statement have, or may it have, a barrier for memory? */
  readonly hasBarrier: boolean;
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
  readonly newOutput: Insertion | undefined;
  readonly newClobber: Insertion | undefined;
  readonly newLabel: Insertion | undefined;
  /** undefined at file scope. */
  readonly function: EnclosingFunction | undefined;
  /** Where an asm goto leads; empty for others. */
  readonly landings: readonly Landing[];
  /** Does an asm goto of the unit have a barrier at one of its landings? */
  readonly unitHasBarriers: boolean;
}

/** What the other asm statements of the unit have to do with this one. */
export interface Elsewhere {
  /** Labels that this text names and another statement defines inside a function. */
  readonly labels: readonly string[];
  /** Sections that this text names and another statement opens with flags, which are then the flags here too. */
  readonly sections: readonly string[];
}

/** Names that something is true of. Data: a closure would keep the unit alive that it was made for. */
export type NameSet = Pick<ReadonlySet<string>, 'has'>;

/** One asm statement or one `.S` file for one target. */
export interface Program {
  /** The assembler text as it was written, and behind it the C side of an asm statement; all places of the program are in it. */
  readonly text: string;
  readonly architecture: Architecture;
  /** False if only the assembler text suggests the target, and there is one with the other byte order that has the same text. */
  readonly isByteOrderKnown: boolean;
  readonly form: 'inline' | 'file';
  /** The compiler writes Intel syntax around it. */
  readonly intelSyntax: boolean;
  /** May it be linked into something that is loaded anywhere? False where the compiler was told otherwise. */
  readonly isPositionIndependent: boolean;
  readonly items: readonly Item[];
  readonly streams: readonly Stream[];
  readonly balance: SectionBalance;
  /** Position of each item within its stream. */
  readonly positions: readonly number[];
  readonly operands: readonly OperandInfo[];
  /** False if the statement may have more operands than these. */
  readonly operandsKnown: boolean;
  /** undefined in a `.S` file. */
  readonly statement: StatementInfo | undefined;
  /** Does C code of the unit, or the text of another asm statement, name this symbol? */
  readonly namedOutside: NameSet;
  /** Of the labels that this text defines, those that other asm statements of the unit define too. */
  readonly repeatedLabels: ReadonlySet<string>;
  /** Symbols of the text that are C objects or functions which the compiler may drop or rename: static ones without `used`. */
  readonly droppableSymbols: ReadonlySet<string>;
  readonly elsewhere: Elsewhere;
  /** Signatures that registration calls of this unit pass, and the configured one. */
  readonly registeredSignatures: readonly number[];
}
