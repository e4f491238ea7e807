import type { Token } from '../preprocess/token';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** What a condition says of a number. */
export type Zeroness = 'zero' | 'nonzero';

/**
 * Does it follow from a condition that the value which `isSubject` knows is zero, or that it is not? `!`, `&&`, `||`, comparisons
 * with numbers and `__builtin_expect` around them are understood.
 */
export function impliedZeroness(
  tokens: readonly Token[],
  range: TokenRange,
  holds: boolean,
  isSubject: (range: TokenRange) => boolean,
): Zeroness | undefined {
  const { start, end } = unwrapped(tokens, range);
  const ask = (part: TokenRange, isTrue: boolean): Zeroness | undefined =>
    impliedZeroness(tokens, part, isTrue, isSubject);
  const or = splitAt(tokens, { start, end }, '||');
  if (or.length > 1) return holds ? undefined : firstOf(or, (part) => ask(part, false));
  const and = splitAt(tokens, { start, end }, '&&');
  if (and.length > 1) return holds ? firstOf(and, (part) => ask(part, true)) : undefined;
  if (tokens[start]?.text === '!') return ask({ start: start + 1, end }, !holds);
  if (isSubject({ start, end })) return holds ? 'nonzero' : 'zero';
  const comparison = comparisonIn(tokens, { start, end }, isSubject);
  if (!comparison) return undefined;
  const { operator, value } = holds ? comparison : { ...comparison, operator: opposite[comparison.operator] ?? '' };
  return zeronessOf(operator, value);
}

/**
 * Is a condition true where the value that `isSubject` knows is this one? undefined: that depends on something else.
 */
export function truthFor(
  tokens: readonly Token[],
  range: TokenRange,
  value: bigint,
  isSubject: (range: TokenRange) => boolean,
): boolean | undefined {
  const { start, end } = unwrapped(tokens, range);
  const ask = (part: TokenRange): boolean | undefined => truthFor(tokens, part, value, isSubject);
  for (const [operator, decisive] of [
    ['||', true],
    ['&&', false],
  ] as const) {
    const parts = splitAt(tokens, { start, end }, operator);
    if (parts.length < 2) continue;
    const answers = parts.map(ask);
    if (answers.includes(decisive)) return decisive;
    return answers.includes(undefined) ? undefined : !decisive;
  }
  if (tokens[start]?.text === '!') {
    const negated = ask({ start: start + 1, end });
    return negated === undefined ? undefined : !negated;
  }
  if (isSubject({ start, end })) return value !== 0n;
  const comparison = comparisonIn(tokens, { start, end }, isSubject);
  return comparison && compare(value, comparison.operator, comparison.value);
}

function compare(left: bigint, operator: string, right: bigint): boolean | undefined {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}

/** Of an unsigned number. */
function zeronessOf(operator: string, value: bigint): Zeroness | undefined {
  switch (operator) {
    case '==':
      return value === 0n ? 'zero' : 'nonzero';
    case '!=':
      return value === 0n ? 'nonzero' : undefined;
    case '>':
      return value >= 0n ? 'nonzero' : undefined;
    case '>=':
      return value > 0n ? 'nonzero' : undefined;
    case '<':
      return value === 1n ? 'zero' : undefined;
    case '<=':
      return value === 0n ? 'zero' : undefined;
    default:
      return undefined;
  }
}

const opposite: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
const turned: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function comparisonIn(
  tokens: readonly Token[],
  range: TokenRange,
  isSubject: (range: TokenRange) => boolean,
): { readonly operator: string; readonly value: bigint } | undefined {
  for (const operator of Object.keys(opposite)) {
    const [left, right, ...more] = splitAt(tokens, range, operator);
    if (!left || !right || more.length > 0) continue;
    const number = (part: TokenRange): bigint | undefined => numberIn(tokens, unwrapped(tokens, part));
    const value = number(right);
    if (value !== undefined && isSubject(unwrapped(tokens, left))) return { operator, value };
    const first = number(left);
    if (first !== undefined && isSubject(unwrapped(tokens, right)))
      return { operator: turned[operator] ?? operator, value: first };
  }
  return undefined;
}

function numberIn(tokens: readonly Token[], { start, end }: TokenRange): bigint | undefined {
  if (tokens[start]?.text === '-') {
    const positive = numberIn(tokens, unwrapped(tokens, { start: start + 1, end }));
    return positive === undefined ? undefined : -positive;
  }
  const [, digits] = /^(0[xX][0-9a-fA-F]+|\d+)[uUlL]*$/.exec(tokens[start]?.text ?? '') ?? [];
  return end - start === 1 && digits !== undefined ? BigInt(digits) : undefined;
}

/** Without parentheses around the whole, and `__builtin_expect`. */
export function unwrapped(tokens: readonly Token[], { start, end }: TokenRange): TokenRange {
  if (tokens[start]?.text === '(' && closingOf(tokens, start) === end - 1)
    return unwrapped(tokens, { start: start + 1, end: end - 1 });
  const isHint = tokens[start]?.text === '__builtin_expect' && closingOf(tokens, start + 1) === end - 1;
  const [condition] = isHint ? splitAt(tokens, { start: start + 2, end: end - 1 }, ',') : [];
  return condition ? unwrapped(tokens, condition) : { start, end };
}

function firstOf<T, R>(list: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
