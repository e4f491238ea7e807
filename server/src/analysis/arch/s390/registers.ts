import type { Operand } from '../instruction';
import { plainRegisterUse, type RegisterUse, singleCondition } from '../registerUse';

/** A register of z/Architecture. Source: Principles of Operation (SA22-7832), 2-2; spellings: GNU as manual, "s390 Register". */
export interface Register {
  /** `r0` to `r15`, `f0` to `f15`, `a0` to `a15`, `c0` to `c15`, `v0` to `v31`. */
  readonly name: string;
  /** Bytes. */
  readonly width: number;
}

/** The register spelled as `text` (a plain number is a general register), in either case. `word`: bytes of a general register. */
export function registerNamed(text: string, word: 4 | 8): Register | undefined {
  const [, letter = '', digits = ''] = /^([rfacv]?)(0|[1-9]\d?)$/.exec(text.toLowerCase()) ?? [];
  const bank = letter === '' ? 'r' : letter;
  const count = bank === 'v' ? 32 : 16;
  if (digits === '' || Number(digits) >= count) return undefined;
  return { name: `${bank}${digits}`, width: widths[bank] ?? word };
}

const widths: Readonly<Record<string, number>> = { f: 8, a: 4, v: 16 };

/** The operand as the register of `bank` that its number means, where it is a plain number; any other operand as it is. */
export function asRegister(operand: Operand, bank: string): Operand {
  if (operand.kind !== 'immediate' || operand.value?.terms.length !== 0) return operand;
  const number = operand.value.constant;
  if (number < 0n || number > 15n) return operand;
  return { kind: 'register', register: `${bank}${number}`, indirect: false };
}

/** The general register behind another one: even and odd numbers make pairs. undefined where the compiler picks the register. */
export function registerAfter(name: string, distance = 1): string | undefined {
  const digits = /^r(\d+)$/.exec(name)?.[1];
  return digits === undefined ? undefined : `r${(Number(digits) + distance) % 16}`;
}

/** All general or access registers from one to the other, around the end; undefined where the compiler picks one of them. */
export function registerRange(from: string, to: string): readonly string[] | undefined {
  const [, bank, first] = /^([ra])(\d+)$/.exec(from) ?? [];
  const [, other, last] = /^([ra])(\d+)$/.exec(to) ?? [];
  if (bank === undefined || bank !== other) return undefined;
  const count = ((Number(last) - Number(first) + 16) % 16) + 1;
  return Array.from({ length: count }, (_, n) => `${bank}${(Number(first) + n) % 16}`);
}

/** Access registers hold the thread pointer and nothing of the compiler's. */
export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'r15',
  fixed: new Set(['flags', ...Array.from({ length: 16 }, (_, n) => [`a${n}`, `c${n}`]).flat()]),
  conditions: singleCondition,
  // gcc/config/s390/constraints.md; `a` and `d` are general registers
  banks: { f: 'float', v: 'float' },
};
