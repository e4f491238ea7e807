import type { LinearExpression, SymbolRef } from '../../arch/instruction';
import { integerValue } from '../c/constants';
import type { Lexeme } from './operandLexer';

/** What names in expressions mean at one statement. */
export interface Names {
  symbol(name: string): SymbolRef;
  /** `1f`, `2b`. */
  local(reference: string): SymbolRef;
  /** The value of a constant asm operand written as `%c[name]`, `%[name]` or `%0`. */
  constant(reference: string): bigint | undefined;
  /** The C label of `%l[name]`, or undefined if the reference is no label. */
  codeLabel(reference: string): SymbolRef | undefined;
}

/** Evaluates an expression down to a constant and signed symbols; undefined if it is anything else. */
export function parseExpression(lexemes: readonly Lexeme[], names: Names): LinearExpression | undefined {
  const reader = new Reader(lexemes, names);
  const value = reader.binary(0);
  return reader.atEnd ? value : undefined;
}

const precedence: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 1,
  '&': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
  '<<': 3,
  '>>': 3,
};

class Reader {
  #at = 0;

  constructor(
    private readonly lexemes: readonly Lexeme[],
    private readonly names: Names,
  ) {}

  get atEnd(): boolean {
    return this.#at >= this.lexemes.length;
  }

  binary(minimum: number): LinearExpression | undefined {
    let left = this.#unary();
    for (let operator = this.#peek(); operator; operator = this.#peek()) {
      const rank = operator.kind === 'punctuation' ? precedence[operator.text] : undefined;
      if (rank === undefined || rank <= minimum) break;
      this.#at++;
      left = combine(operator.text, left, this.binary(rank));
    }
    return left;
  }

  #peek(): Lexeme | undefined {
    return this.lexemes[this.#at];
  }

  #unary(): LinearExpression | undefined {
    const lexeme = this.lexemes[this.#at++];
    if (!lexeme) return undefined;
    switch (lexeme.kind) {
      case 'integer': {
        const value = integerValue(lexeme.text);
        return value === undefined ? undefined : { constant: value, terms: [] };
      }
      case 'local':
        return { constant: 0n, terms: [{ symbol: this.names.local(lexeme.text), sign: 1 }] };
      case 'word':
        return { constant: 0n, terms: [{ symbol: this.names.symbol(lexeme.text), sign: 1 }] };
      case 'reference': {
        const label = this.names.codeLabel(lexeme.text);
        if (label) return { constant: 0n, terms: [{ symbol: label, sign: 1 }] };
        const value = this.names.constant(lexeme.text);
        return value === undefined ? undefined : { constant: value, terms: [] };
      }
      case 'string': {
        // A symbol's name in quotes is that symbol.
        const name = lexeme.text.slice(1, -1);
        const symbol = this.names.codeLabel(name) ?? this.names.symbol(name);
        return { constant: 0n, terms: [{ symbol, sign: 1 }] };
      }
      case 'punctuation':
        return this.#prefixed(lexeme.text);
      default:
        return undefined;
    }
  }

  #prefixed(operator: string): LinearExpression | undefined {
    if (operator === '(') {
      const inner = this.binary(0);
      return this.lexemes[this.#at++]?.text === ')' ? inner : undefined;
    }
    const value = this.#unary();
    if (operator === '+') return value;
    if (operator === '-') return value && negated(value);
    return operator === '~' && value?.terms.length === 0 ? { constant: ~value.constant, terms: [] } : undefined;
  }
}

function negated(value: LinearExpression): LinearExpression {
  return {
    constant: -value.constant,
    terms: value.terms.map(({ symbol, sign }) => ({ symbol, sign: sign === 1 ? -1 : 1 })),
  };
}

function combine(
  operator: string,
  left: LinearExpression | undefined,
  right: LinearExpression | undefined,
): LinearExpression | undefined {
  if (!left || !right) return undefined;
  if (operator === '+') return { constant: left.constant + right.constant, terms: [...left.terms, ...right.terms] };
  if (operator === '-') return combine('+', left, negated(right));
  if (left.terms.length > 0 || right.terms.length > 0) return undefined;
  const value = constantOperation(operator, left.constant, right.constant);
  return value === undefined ? undefined : { constant: value, terms: [] };
}

function constantOperation(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '<<':
      return right >= 0n && right < 64n ? left << right : undefined;
    case '>>':
      return right >= 0n && right < 64n ? BigInt.asUintN(64, left) >> right : undefined;
    case '|':
      return left | right;
    case '&':
      return left & right;
    case '^':
      return left ^ right;
    default:
      return undefined;
  }
}
