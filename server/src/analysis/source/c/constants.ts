import { type Token, TokenKind } from '../preprocess/token';

/** The value of a constant C expression made of one integer with signs, `~`, parentheses and casts; undefined for anything else. */
export function constantOf(tokens: readonly Token[]): bigint | undefined {
  const inner = withoutParentheses(tokens.filter((token) => token.kind !== TokenKind.Gap));
  const [first, ...rest] = inner;
  if (!first) return undefined;
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
