import { decodeLiteral } from './literal';

/** A value of an `#if` expression. If `known` is false, `value` is what GCC would compute with unknown names taken as 0. */
export interface Value {
  /** Within 64 bits: non-negative if `unsigned`. */
  readonly value: bigint;
  readonly unsigned: boolean;
  readonly known: boolean;
}

export const UNKNOWN: Value = { value: 0n, unsigned: false, known: false };

const INTEGER = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlLzZ]*)$/;

/** The value of an integer literal; undefined if it is none. */
export function integerValue(spelling: string): Value | undefined {
  const match = INTEGER.exec(spelling.replaceAll("'", ''));
  const digits = match?.[1];
  if (digits === undefined) return undefined;
  const isOctal = /^0[0-9]+$/.test(digits);
  if (isOctal && !/^[0-7]+$/.test(digits)) return undefined;
  const value = BigInt.asUintN(64, BigInt(isOctal ? `0o${digits.slice(1)}` : digits));
  return { value, unsigned: /u/i.test(match?.[2] ?? '') || value > 0x7fffffffffffffffn, known: true };
}

/** The value of a character literal: several characters are packed into an int as GCC does it. */
export function characterValue(spelling: string, unsignedCharacters: boolean): Value | undefined {
  const { text } = decodeLiteral(spelling);
  if (text === '') return undefined;
  if (!spelling.startsWith("'")) return { value: BigInt(text.codePointAt(0) ?? 0), unsigned: true, known: true };
  let packed = 0;
  for (const character of text) packed = (packed << 8) | ((character.codePointAt(0) ?? 0) & 0xff);
  if (text.length === 1 && !unsignedCharacters) packed = (packed << 24) >> 24;
  return { value: BigInt(packed), unsigned: false, known: true };
}

/** One binary operator. A division by zero gives 0. Kleene's logic for `&&` and `||`. */
export function applyBinary(operator: string, left: Value, right: Value): Value {
  if (operator === '&&' || operator === '||') return logical(operator === '&&', left, right);
  const known = left.known && right.known;
  if (operator === '<<' || operator === '>>') return shift(operator, left, right.value, known);
  const unsigned = left.unsigned || right.unsigned;
  const a = unsigned ? BigInt.asUintN(64, left.value) : left.value;
  const b = unsigned ? BigInt.asUintN(64, right.value) : right.value;
  const truth = compare(operator, a, b);
  if (truth !== undefined) return { value: truth ? 1n : 0n, unsigned: false, known };
  const result = calculate(operator, a, b);
  return { value: unsigned ? BigInt.asUintN(64, result) : BigInt.asIntN(64, result), unsigned, known };
}

function logical(isAnd: boolean, left: Value, right: Value): Value {
  const a = left.value !== 0n;
  const b = right.value !== 0n;
  const settles = (value: Value): boolean => value.known && (value.value !== 0n) !== isAnd;
  const known = settles(left) || settles(right) || (left.known && right.known);
  return { value: (isAnd ? a && b : a || b) ? 1n : 0n, unsigned: false, known };
}

function shift(operator: string, { value, unsigned }: Value, count: bigint, known: boolean): Value {
  const distance = count < 0n ? -count : count;
  const isLeft = (operator === '<<') === count >= 0n;
  const clamped = distance > 64n ? 64n : distance;
  const result = isLeft ? value << clamped : value >> clamped;
  return { value: unsigned ? BigInt.asUintN(64, result) : BigInt.asIntN(64, result), unsigned, known };
}

function compare(operator: string, a: bigint, b: bigint): boolean | undefined {
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default:
      return undefined;
  }
}

function calculate(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '*':
      return a * b;
    case '/':
      return b === 0n ? 0n : a / b;
    case '%':
      return b === 0n ? 0n : a % b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '&':
      return a & b;
    case '^':
      return a ^ b;
    case '|':
      return a | b;
    default:
      return 0n;
  }
}
