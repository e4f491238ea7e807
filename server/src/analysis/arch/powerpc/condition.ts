import type { Effect, Operand } from '../instruction';
import { makeEffect } from '../roles';
import { type Bank, fieldOfBit, registerOf } from './registers';

/** What an instruction does that names fields or bits of the condition register; undefined if it is none. */
export function lowerCondition(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  return comparison(mnemonic, operands) ?? onBits(mnemonic, operands) ?? onFields(mnemonic, operands);
}

/** `cmpw cr7, 3, 4`, `cmpwi 3, 0`, `cmpl 7, 1, 3, 4`, `fcmpu 0, 1, 2`. */
function comparison(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [, sized, immediate] = /^cmpl?([wd]?)(i?)$/.exec(mnemonic) ?? [];
  const float = /^fcmp[uo]$/.test(mnemonic);
  if (sized === undefined && !float) return undefined;
  const compared = operands.slice(-2);
  // The size: a number without effect on anything that is followed here.
  const leading = operands.slice(0, -2);
  const fields = sized === '' ? leading.slice(0, -1) : leading;
  if (fields.length > 1 || compared.length < 2 || (sized === '' && leading.length === 0)) return undefined;
  const written = fields.length === 0 ? 'cr0' : registerOf(fields[0], 'cr');
  const bank: Bank = float ? 'f' : 'r';
  const [left, right] = compared;
  const first = registerOf(left, bank);
  const second = immediate === 'i' ? undefined : registerOf(right, bank);
  if (written === undefined || first === undefined) return undefined;
  if (immediate === 'i' ? right?.kind !== 'immediate' && right?.kind !== 'symbol' : second === undefined)
    return undefined;
  return makeEffect({ kind: 'compare', reads: second === undefined ? [first] : [first, second], writes: [written] });
}

/** `crand 0, 1, 2`, `crset 4*cr7+eq`, and selections by a bit. */
function onBits(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'isel') return selection(operands.slice(0, 3), operands.slice(3), fieldOfBit(operands[3]));
  const [, condition] = /^isel(lt|gt|eq)$/.exec(mnemonic) ?? [];
  if (condition !== undefined) return selection(operands, [], 'cr0');
  const counts = /^cr(and|or|xor|nand|nor|eqv|andc|orc)$/.test(mnemonic) ? 3 : bitCounts[mnemonic];
  const fields = operands.flatMap((operand) => fieldOfBit(operand) ?? []);
  const [written] = fields;
  if (written === undefined || fields.length !== counts || operands.length !== counts) return undefined;
  // The other bits of the field stay.
  return makeEffect({ reads: fields, writes: [written] });
}

const bitCounts: Readonly<Record<string, number>> = { crset: 1, crclr: 1, crmove: 2, crnot: 2 };

function selection(
  registers: readonly Operand[],
  bits: readonly Operand[],
  field: string | undefined,
): Effect | undefined {
  const [result, first, second] = registers.map((operand) => registerOf(operand, 'r'));
  if (result === undefined || first === undefined || second === undefined || field === undefined) return undefined;
  if (registers.length !== 3 || bits.length > 1) return undefined;
  // Register 0 as the first source is the number 0.
  return makeEffect({ reads: first === 'r0' ? [second, field] : [first, second, field], writes: [result] });
}

/** `mcrf`, `mtcrf`, `setb`, `mcrxrx`. */
function onFields(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [first, second] = operands;
  if (mnemonic === 'mcrf' && operands.length === 2) {
    const [to, from] = [registerOf(first, 'cr'), registerOf(second, 'cr')];
    return to === undefined || from === undefined ? undefined : makeEffect({ reads: [from], writes: [to] });
  }
  if (mnemonic === 'setb' && operands.length === 2) {
    const [to, from] = [registerOf(first, 'r'), registerOf(second, 'cr')];
    return to === undefined || from === undefined ? undefined : makeEffect({ reads: [from], writes: [to] });
  }
  if (!/^mto?crf$/.test(mnemonic) || operands.length !== 2) return undefined;
  const source = registerOf(second, 'r');
  if (first?.kind !== 'immediate' || source === undefined) return undefined;
  const mask = Number(first.value?.constant ?? 0xffn);
  const writes = Array.from({ length: 8 }, (_, field) => field).filter((field) => ((mask >> (7 - field)) & 1) === 1);
  return makeEffect({ reads: [source], writes: writes.map((field) => `cr${field}`) });
}
