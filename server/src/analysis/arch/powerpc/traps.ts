import type { Effect, Operand } from '../instruction';
import { makeEffect } from '../roles';
import { registerOf } from './registers';

/** Conditions of traps as the five bits of TO. Source: Power ISA, book I, 3.3.11 and appendix C.6. */
const conditions: Readonly<Record<string, number>> = {
  lgt: 1,
  llt: 2,
  eq: 4,
  lge: 5,
  lnl: 5,
  lle: 6,
  lng: 6,
  gt: 8,
  ge: 12,
  nl: 12,
  lt: 16,
  le: 20,
  ng: 20,
  ne: 24,
  u: 31,
};

const always = 31;

/** What `trap`, `twui 5, 11`, `tweq 3, 4` or `tdi 16, 3, 0` does; undefined if it is none of them. */
export function lowerTrap(
  mnemonic: string,
  operands: readonly Operand[],
  endian: 'little' | 'big',
): Effect | undefined {
  if (mnemonic === 'trap') return operands.length === 0 ? trap(always, [], bytesOf(0x7fe00008, endian)) : undefined;
  const [, size, condition = '', immediate] = /^t([wd])(|[a-z]+?)(i?)$/.exec(mnemonic) ?? [];
  if (size === undefined) return undefined;
  const compared = condition === '' ? operands.slice(1) : operands;
  const bits = condition === '' ? numberOf(operands[0]) : conditions[condition];
  const [left, right] = compared;
  const first = registerOf(left, 'r');
  const second = immediate === 'i' ? undefined : registerOf(right, 'r');
  if (bits === undefined || compared.length !== 2 || first === undefined) return undefined;
  if (immediate !== 'i' && second === undefined) return undefined;
  const reads = second === undefined ? [first] : [first, second];
  const word = immediate === 'i' ? immediateForm(size, bits, first, right) : registerForm(size, bits, first, second);
  return trap(bits, reads, word === undefined ? undefined : bytesOf(word, endian));
}

function trap(bits: number, reads: readonly string[], bytes: readonly number[] | undefined): Effect {
  return makeEffect({
    kind: 'trap',
    reads,
    flow: bits === always ? { kind: 'trap' } : { kind: 'next' },
    ...(bytes && { trailingBytes: bytes }),
  });
}

function immediateForm(size: string, bits: number, register: string, operand: Operand | undefined): number | undefined {
  const [first, value] = [numberOfRegister(register), numberOf(operand)];
  if (first === undefined || value === undefined) return undefined;
  return (size === 'w' ? 3 : 2) * 2 ** 26 + bits * 2 ** 21 + first * 2 ** 16 + (value & 0xffff);
}

function registerForm(size: string, bits: number, left: string, right: string | undefined): number | undefined {
  const [first, second] = [numberOfRegister(left), numberOfRegister(right ?? '')];
  if (first === undefined || second === undefined) return undefined;
  return 31 * 2 ** 26 + bits * 2 ** 21 + first * 2 ** 16 + second * 2 ** 11 + (size === 'w' ? 4 : 68) * 2;
}

function numberOf(operand: Operand | undefined): number | undefined {
  return operand?.kind === 'immediate' && operand.value?.terms.length === 0
    ? Number(operand.value.constant)
    : undefined;
}

function numberOfRegister(name: string): number | undefined {
  const digits = /^r(\d+)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function bytesOf(word: number, endian: 'little' | 'big'): number[] {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(word / 2 ** shift) % 256);
  return endian === 'big' ? bytes : bytes.reverse();
}
