import { type Token, TokenKind } from '../preprocess/token';

/**
 * The value of a constant C expression made of integers, signs, `~`, parentheses, casts and binary operators that need no
 * types; undefined for anything else.
 */
export function constantOf(tokens: readonly Token[]): bigint | undefined {
  const inner = withoutParentheses(tokens.filter((token) => token.kind !== TokenKind.Gap));
  const [first, ...rest] = inner;
  if (!first) return undefined;
  for (const operators of loosestFirst) {
    const at = lastOperator(inner, operators);
    if (at < 0) continue;
    const left = constantOf(inner.slice(0, at));
    const right = constantOf(inner.slice(at + 1));
    return left === undefined || right === undefined ? undefined : operators[inner[at]?.text ?? '']?.(left, right);
  }
  if (inner.length === 1) return first.kind === TokenKind.Number ? integerValue(first.text) : undefined;
  if (first.text === '-' || first.text === '~' || first.text === '+') {
    const value = constantOf(rest);
    if (value === undefined) return undefined;
    return first.text === '-' ? -value : first.text === '~' ? ~value : value;
  }
  const close = first.text === '(' ? inner.findIndex((token) => token.text === ')') : -1;
  const isCast = close > 1 && inner.slice(1, close).every((token) => token.kind === TokenKind.Identifier);
  return isCast ? constantOf(inner.slice(close + 1)) : undefined;
}

type Operators = Readonly<Record<string, (left: bigint, right: bigint) => bigint | undefined>>;

const widestShift = 64n;
const loosestFirst: readonly Operators[] = [
  { '|': (left, right) => left | right },
  { '^': (left, right) => left ^ right },
  { '&': (left, right) => left & right },
  {
    '<<': (left, right) => (right >= 0n && right < widestShift ? left << right : undefined),
    '>>': (left, right) => (right >= 0n && right < widestShift ? left >> right : undefined),
  },
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right },
];

/** Index of the last of these operators outside parentheses that has something on its left to work on; -1 if there is none. */
function lastOperator(tokens: readonly Token[], operators: Operators): number {
  let depth = 0;
  for (let i = tokens.length - 1; i > 0; i--) {
    const text = tokens[i]?.text ?? '';
    if (text === ')') depth++;
    else if (text === '(') depth--;
    else if (depth === 0 && Object.hasOwn(operators, text) && endsValue(tokens, i - 1)) return i;
  }
  return -1;
}

/** True if a value ends with the token at `at`, so that an operator behind it takes two: not so behind a cast. */
function endsValue(tokens: readonly Token[], at: number): boolean {
  const last = tokens[at];
  if (last?.text !== ')') return last?.kind === TokenKind.Number;
  const open = tokens.slice(0, at).findLastIndex((token) => token.kind !== TokenKind.Identifier);
  return tokens[open]?.text !== '(' || open === at - 1;
}

function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let current = tokens;
  while (current.length > 2 && current[0]?.text === '(' && closes(current)) current = current.slice(1, -1);
  return current;
}

function closes(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') depth++;
    else if (token.text === ')' && --depth === 0) return i === tokens.length - 1;
  }
  return false;
}

/** The value of a C integer literal, suffixes and digit separators allowed. */
export function integerValue(text: string): bigint | undefined {
  const match = /^(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9']+)[uUlLzZ]*$/.exec(text);
  const digits = match?.[1]?.replace(/'/g, '');
  if (digits === undefined) return undefined;
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
