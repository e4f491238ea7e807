import { TokenKind, type Token } from '../preprocess/token';
import { constantOf } from './constants';
import type { Declarations } from './symbolDeclarations';
import { closingOf, type TokenRange } from './tokenLists';

/** A name in a sum of addresses. */
export interface AddressTerm {
  readonly kind: 'symbol' | 'c-label';
  readonly name: string;
  readonly sign: 1 | -1;
}

/** What a field of a descriptor written in C comes to: `constant + Σ sign·address`. */
export interface CAddress {
  readonly constant: bigint;
  readonly terms: readonly AddressTerm[];
}

/** What names mean where an expression stands. */
export interface AddressScope {
  readonly declarations: Declarations;
  /** The value of `object.member` that is known by now. */
  member(object: string, member: string): CAddress | undefined;
}

/** `step`: what adding 1 to the C value adds to the address; undefined: not known. */
interface Value extends CAddress {
  readonly step: number | undefined;
}

const typeWords =
  /^(unsigned|signed|long|int|short|char|void|const|volatile|struct|enum|std|::|\*|[A-Za-z]\w*_t|_?_?[usUS](8|16|32|64)|__(u|s)(8|16|32|64)|uintptr|intptr)$/;
const castWords = /^(reinterpret_cast|static_cast|bit_cast)$/;
const mostDepth = 40;

/** Evaluates a C expression of label addresses, addresses of symbols and integers; undefined: it is anything else. */
export function addressOf(tokens: readonly Token[], range: TokenRange, scope: AddressScope): CAddress | undefined {
  const inner = tokens.slice(range.start, range.end);
  if (inner.some((token) => token.kind === TokenKind.Gap || token.uncertain)) return undefined;
  const value = sumOf(inner, scope, 0);
  return value && { constant: value.constant, terms: value.terms };
}

function sumOf(tokens: readonly Token[], scope: AddressScope, depth: number): Value | undefined {
  if (tokens.length === 0 || depth > mostDepth) return undefined;
  const number = constantOf(tokens);
  if (number !== undefined) return { constant: number, terms: [], step: 1 };
  const at = lastSign(tokens);
  if (at <= 0) return unaryOf(tokens, scope, depth);
  const left = sumOf(tokens.slice(0, at), scope, depth + 1);
  const right = unaryOf(tokens.slice(at + 1), scope, depth + 1);
  if (left?.step !== 1 || right?.step !== 1) return undefined;
  const sign = tokens[at]?.text === '-' ? -1 : 1;
  const flipped = right.terms.map((term): AddressTerm => ({ ...term, sign: term.sign === sign ? 1 : -1 }));
  return {
    constant: left.constant + BigInt(sign) * right.constant,
    terms: [...left.terms, ...flipped],
    step: 1,
  };
}

/** The last `+` or `-` in no parentheses that has a value on its left; -1 if there is none. */
function lastSign(tokens: readonly Token[]): number {
  let found = -1;
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (/^[([{]$/.test(text)) {
      i = closingOf(tokens, i);
    } else if ((text === '+' || text === '-') && i > 0 && endsValue(tokens, i - 1)) {
      found = i;
    }
  }
  return found;
}

/** Not so behind a cast, whose sign belongs to what follows. */
function endsValue(tokens: readonly Token[], at: number): boolean {
  const { kind, text } = tokens[at] ?? {};
  if (text !== ')') return text === ']' || kind === TokenKind.Identifier || kind === TokenKind.Number;
  let depth = 0;
  for (let i = at; i >= 0; i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && --depth === 0) return !isType(tokens.slice(i + 1, at));
  }
  return false;
}

function isType(tokens: readonly Token[]): boolean {
  return tokens.length > 0 && tokens.every(({ text }) => typeWords.test(text));
}

function unaryOf(tokens: readonly Token[], scope: AddressScope, depth: number): Value | undefined {
  const [first, second, third] = tokens;
  if (!first || depth > mostDepth) return undefined;
  const number = constantOf(tokens);
  if (number !== undefined) return { constant: number, terms: [], step: 1 };
  if (first.text === '(') {
    const close = closingOf(tokens, 0);
    if (close === tokens.length - 1) return sumOf(tokens.slice(1, close), scope, depth + 1);
    return isType(tokens.slice(1, close))
      ? cast(tokens.slice(1, close), tokens.slice(close + 1), scope, depth)
      : undefined;
  }
  // `uintptr_t(&&start)`
  if (second?.text === '(' && closingOf(tokens, 1) === tokens.length - 1 && isType([first])) {
    return cast([first], tokens.slice(2, -1), scope, depth);
  }
  if (castWords.test(first.text)) {
    const open = tokens.findIndex(({ text }) => text === '(');
    const isWhole = open > 2 && closingOf(tokens, open) === tokens.length - 1;
    return isWhole ? cast(tokens.slice(2, open - 1), tokens.slice(open, -1).slice(1), scope, depth) : undefined;
  }
  if (first.text === '&&' && tokens.length === 2 && second?.kind === TokenKind.Identifier) {
    return { constant: 0n, terms: [{ kind: 'c-label', name: second.text, sign: 1 }], step: 1 };
  }
  if (first.text === '&') return symbolOf(withoutZeroIndex(tokens.slice(1)), true, scope);
  if (tokens.length === 3 && second?.text === '.' && third) {
    const known = scope.member(first.text, third.text);
    return known && { ...known, step: 1 };
  }
  return symbolOf(tokens, false, scope);
}

/** A cast changes the step, and nothing of the address: fields are as wide as addresses, or wider. */
function cast(
  type: readonly Token[],
  operand: readonly Token[],
  scope: AddressScope,
  depth: number,
): Value | undefined {
  const value = sumOf(operand, scope, depth + 1);
  if (!value) return undefined;
  const words = type.map(({ text }) => text);
  const isPointer = words.includes('*');
  const isBytes = words.some((text) => /^(char|void|u?int8_t)$/.test(text)) && words.indexOf('*') === words.length - 1;
  return { ...value, step: !isPointer || isBytes ? 1 : undefined };
}

/** `&name[0]` is `&name` in other words. */
function withoutZeroIndex(tokens: readonly Token[]): readonly Token[] {
  const [open, zero, close] = tokens.slice(1);
  return open?.text === '[' && zero?.text === '0' && close?.text === ']' && tokens.length === 4
    ? tokens.slice(0, 1)
    : tokens;
}

/** Functions and bytes are counted in bytes, also by GNU C for pointers to functions. */
function symbolOf([name, ...rest]: readonly Token[], isTaken: boolean, scope: AddressScope): Value | undefined {
  if (name?.kind !== TokenKind.Identifier || rest.length > 0) return undefined;
  const declared = scope.declarations.named(name.text);
  if (!isTaken && (!declared || declared.kind === 'object')) return undefined;
  const isBytes = declared !== undefined && declared.isBytes && (declared.kind === 'array') !== isTaken;
  const step = declared?.kind === 'function' || isBytes ? 1 : undefined;
  return { constant: 0n, terms: [{ kind: 'symbol', name: declared?.symbol ?? name.text, sign: 1 }], step };
}
