import type { Operand } from '../instruction';
import { type ConditionCode, plainRegisterUse, type RegisterUse } from '../registerUse';

/** A register of the PowerPC. Source: Power ISA 3.0 B, book I, 2.2 and 4.2; spellings: gas/config/tc-ppc.c, pre_defined_registers. */
export interface Register {
  /** `r0` to `r31`, `f0` to `f31`, `v0` to `v31`, `vs0` to `vs63`, `cr0` to `cr7`, `lr`, `ctr`, `xer`. */
  readonly name: string;
  /** Bytes; undefined for condition register fields. */
  readonly width: number | undefined;
}

/** The files of registers that a plain number can mean, by the letters of their names. */
export type Bank = 'r' | 'f' | 'v' | 'vs' | 'cr';

/** The register spelled as `text` (a plain number is a general register), in either case. `word`: bytes of a general register. */
export function registerNamed(text: string, word: 4 | 8): Register | undefined {
  const spelling = text.toLowerCase();
  const alias = aliases[spelling];
  if (alias !== undefined) return { name: alias, width: word };
  const [, letters = '', digits = ''] = /^(r|fr?|vs?|cr|)(0|[1-9]\d?)$/.exec(spelling) ?? [];
  if (digits === '') return undefined;
  const bank = letters === '' ? 'r' : letters === 'fr' ? 'f' : letters;
  const widths: Readonly<Record<string, number>> = { r: word, f: 8, v: 16, vs: 16 };
  return Number(digits) < (sizes[bank] ?? 0) ? { name: `${bank}${digits}`, width: widths[bank] } : undefined;
}

const aliases: Readonly<Record<string, string>> = { sp: 'r1', rtoc: 'r2', toc: 'r2', lr: 'lr', ctr: 'ctr', xer: 'xer' };
const sizes: Readonly<Record<string, number>> = { r: 32, f: 32, v: 32, vs: 64, cr: 8 };

/** The operand as the register that its number means, where it is a plain number; any other operand as it is. */
export function asRegister(operand: Operand, bank: Bank): Operand {
  if (operand.kind !== 'immediate' || operand.value?.terms.length !== 0) return operand;
  const number = Number(operand.value.constant);
  if (number < 0 || number >= (sizes[bank] ?? 0)) return operand;
  return { kind: 'register', register: `${bank}${number}`, indirect: false };
}

/** The canonical name of the register that an operand is, numbers included. */
export function registerOf(operand: Operand | undefined, bank: Bank): string | undefined {
  const found = operand && asRegister(operand, bank);
  return found?.kind === 'register' ? found.register : undefined;
}

/** The condition register field of a bit: `eq`, `4*cr7+eq`, `cr7*4+2`, `30`. */
export function fieldOfBit(operand: Operand | undefined): string | undefined {
  if (operand?.kind === 'immediate' && operand.value?.terms.length === 0) {
    const bit = operand.value.constant;
    return bit >= 0n && bit < 32n ? `cr${bit >> 2n}` : undefined;
  }
  if (operand?.kind === 'word') return /cr[0-7]/i.exec(operand.text)?.[0].toLowerCase();
  const isBit = operand?.kind === 'symbol' && /^(lt|gt|eq|so|un)$/i.test(operand.symbol.name);
  if (isBit) return 'cr0';
  // `cr5+eq` is bit 5 + 2.
  return operand?.kind === 'register' && operand.register === 'cr0' ? 'cr0' : undefined;
}

const fields = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * r2 and r13 belong to the ABIs; the carry in xer is changed by every asm statement as far as GCC is concerned
 * (rs6000_md_asm_adjust). `cc` is another name for cr0 (gcc/config/rs6000/rs6000.h, ADDITIONAL_REGISTER_NAMES).
 */
export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'r1',
  fixed: new Set(['r2', 'r13', 'xer', ...fields.map((field) => `cr${field}`)]),
  conditions: fields.map((field): ConditionCode => ({
    register: `cr${field}`,
    clobber: field === 0 ? 'cc' : `cr${field}`,
    usual: field === 0,
  })),
  // gcc/config/rs6000/constraints.md
  letters: { c: ['ctr'], l: ['lr'], x: ['cr0'] },
  banks: { f: 'float', d: 'float', w: 'vector', v: 'vector', x: 'condition', y: 'condition', h: 'special' },
  otherClobbers: ['ca', 'vrsave', 'vscr', 'vmx'],
  clobberName: (register) => register.replace(/^f(?=\d)/, 'fr'),
};
