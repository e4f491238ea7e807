import { type Form, type FormTable, type OperandConventions, parseForms } from '../roles';
import {
  exactMnemonics,
  legacyModeExact,
  longModeExact,
  longModeSized,
  sizedMnemonics,
  stringMnemonics,
} from './mnemonics';

/** What depends on the mode in which the processor runs: 32-bit (i386) or 64-bit (x86-64 and x32). */
export interface ModeTables {
  readonly bits: 32 | 64;
  readonly sized: FormTable;
  readonly exact: FormTable;
  readonly strings: FormTable;
  readonly conditionalMove: readonly Form[];
  readonly conditionalSet: readonly Form[];
  readonly extension: readonly Form[];
  /** A jump through what a register or memory holds. */
  readonly pointer: readonly Form[];
  readonly conventions: OperandConventions;
  /** Bytes that a size suffix stands for. */
  readonly suffixWidths: Readonly<Record<string, number>>;
  /** Mnemonics of calls, jumps and returns, with their suffixes. */
  readonly call: RegExp;
  readonly jump: RegExp;
  readonly return: RegExp;
  /** Jumps that test the counter. */
  readonly counterJump: RegExp;
  /** The canonical name of a general register, by its name in 64-bit mode. */
  readonly native: (register: string) => string;
}

/** The tables of one mode, parsed. */
export function tablesOf(bits: 32 | 64): ModeTables {
  const isLong = bits === 64;
  const native = (text: string): string => (isLong ? text : text.replace(/\br(?=[abcd]x|[sd]i|[sb]p)/g, 'e'));
  const read = (...tables: Readonly<Record<string, string>>[]): FormTable =>
    parseForms(
      Object.fromEntries(tables.flatMap((table) => Object.entries(table)).map(([key, forms]) => [key, native(forms)])),
    );
  const single = (forms: string): readonly Form[] => read({ form: forms }).get('form') ?? [];
  return {
    bits,
    sized: isLong ? read(sizedMnemonics, longModeSized) : read(sizedMnemonics),
    exact: read(exactMnemonics, isLong ? longModeExact : legacyModeExact),
    strings: read(stringMnemonics),
    conditionalMove: single('r u < flags'),
    conditionalSet: single('w < flags @ 1'),
    extension: single('r w'),
    pointer: single(`r @ ${bits / 8}`),
    conventions: { memory: 'anywhere', untracked: new Set(['rip', 'riz', 'eiz']) },
    suffixWidths: isLong ? { b: 1, w: 2, l: 4, q: 8, d: 4 } : { b: 1, w: 2, l: 4, d: 4 },
    call: isLong ? /^callq?$/ : /^calll?$/,
    jump: isLong ? /^jmpq?$/ : /^jmpl?$/,
    return: isLong ? /^(ret|retq|retw|lret|lretq|iret|iretq)$/ : /^(ret|retl|retw|lret|lretl|iret|iretl)$/,
    counterJump: isLong ? /^j[er]cxz$/ : /^je?cxz$/,
    native,
  };
}
