import { type Token, TokenKind } from '../preprocess/token';

/**
 * A C expression as far as it says where a value comes from. Operators that compute something new are all alike; `a->b` is
 * a member of what `a` points at. `unknown`: something that this reader does not know, which can be anything.
 */
export type CExpression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'member'; readonly object: CExpression; readonly field: string }
  | { readonly kind: 'dereference'; readonly pointer: CExpression }
  | { readonly kind: 'index'; readonly array: CExpression; readonly index: CExpression }
  | { readonly kind: 'address'; readonly of: CExpression }
  | { readonly kind: 'cast'; readonly type: readonly string[]; readonly value: CExpression }
  | { readonly kind: 'call'; readonly callee: CExpression; readonly args: readonly CExpression[] }
  | { readonly kind: 'operation'; readonly operands: readonly CExpression[] }
  | { readonly kind: 'unknown' };

const unknownExpression: CExpression = { kind: 'unknown' };

/** Reads the tokens of one expression. Never fails: what it does not know becomes `unknown`. */
export function parseExpression(tokens: readonly Token[]): CExpression {
  const code = tokens.filter((token) => token.kind !== TokenKind.Gap);
  if (code.length === 0 || code.length !== tokens.length) return unknownExpression;
  const reader = new Reader(code);
  const expression = reader.expression();
  return reader.isAtEnd ? expression : unknownExpression;
}

/** Words of which types are made; a name that ends in `_t` is one too. */
const typeWord =
  /^(?:void|_?[Bb]ool|char|short|int|long|signed|unsigned|float|double|__int128|const|volatile|__const|__volatile__|__volatile|struct|union|enum|u?int(?:8|16|32|64)|__[su](?:8|16|32|64)|\w+_t|_Atomic|__extension__)$/;
const typeOf = /^(?:typeof|typeof_unqual|__typeof__|__typeof|decltype)$/;
const unary = /^(?:-|\+|~|!)$/;
const binary = /^(?:\+|-|\*|\/|%|<<|>>|<|>|<=|>=|==|!=|&|\^|\||&&|\|\||\?|:|=|[-+*/%&|^]=|<<=|>>=)$/;

class Reader {
  #at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.#at === this.tokens.length;
  }

  expression(): CExpression {
    const first = this.#unary();
    const operands = [first];
    while (binary.test(this.#text())) {
      this.#at++;
      operands.push(this.#unary());
    }
    return operands.length === 1 ? first : { kind: 'operation', operands };
  }

  #text(ahead = 0): string {
    return this.tokens[this.#at + ahead]?.text ?? '';
  }

  /** Steps over a token if it is this one. */
  #take(text: string): boolean {
    if (this.#text() !== text) return false;
    this.#at++;
    return true;
  }

  #unary(): CExpression {
    if (this.#take('*')) return { kind: 'dereference', pointer: this.#unary() };
    if (this.#take('&')) return { kind: 'address', of: this.#unary() };
    if (unary.test(this.#text())) {
      this.#at++;
      return { kind: 'operation', operands: [this.#unary()] };
    }
    const type = this.#castType();
    if (type) return { kind: 'cast', type, value: this.#unary() };
    return this.#postfix();
  }

  /** Steps over `(type)` in front of an operand. */
  #castType(): readonly string[] | undefined {
    if (this.#text() !== '(') return undefined;
    const type: string[] = [];
    let ahead = 1;
    for (; this.#text(ahead) !== ')'; ahead++) {
      const text = this.#text(ahead);
      const isTag = /^(?:struct|union|enum)$/.test(type.at(-1) ?? '') && /^\w+$/.test(text);
      if (typeOf.test(text) && this.#text(ahead + 1) === '(') {
        const close = this.#closing(ahead + 1);
        if (close === undefined) return undefined;
        ahead = close;
      } else if (!typeWord.test(text) && !isTag && !(text === '*' && type.length > 0)) {
        // `(name *)` is a type whatever the name.
        const isNamed = type.length === 0 && /^[A-Za-z_]\w*$/.test(text) && this.#text(ahead + 1) === '*';
        if (!isNamed) return undefined;
      }
      type.push(text);
    }
    if (type.length === 0 || !this.#startsOperand(ahead + 1)) return undefined;
    // `(name *)` with a name that is a variable would be an operator short of an operand.
    this.#at += ahead + 1;
    return type;
  }

  #startsOperand(ahead: number): boolean {
    const token = this.tokens[this.#at + ahead];
    if (!token) return false;
    return token.kind !== TokenKind.Punctuator || /^[(*&~!+-]$/.test(token.text);
  }

  #closing(ahead: number): number | undefined {
    let depth = 0;
    for (let i = ahead; this.#at + i < this.tokens.length; i++) {
      if (this.#text(i) === '(') depth++;
      else if (this.#text(i) === ')' && --depth === 0) return i;
    }
    return undefined;
  }

  #postfix(): CExpression {
    let value = this.#primary();
    for (;;) {
      if (this.#take('[')) {
        const index = this.expression();
        if (!this.#take(']')) return unknownExpression;
        value = { kind: 'index', array: value, index };
      } else if (this.#take('.')) {
        value = { kind: 'member', object: value, field: this.#field() };
      } else if (this.#take('->')) {
        value = { kind: 'member', object: { kind: 'dereference', pointer: value }, field: this.#field() };
      } else if (this.#take('(')) {
        value = { kind: 'call', callee: value, args: this.#args() };
      } else {
        return value;
      }
    }
  }

  #field(): string {
    return this.tokens[this.#at++]?.text ?? '';
  }

  #args(): CExpression[] {
    const args: CExpression[] = [];
    if (this.#take(')')) return args;
    do args.push(this.expression());
    while (this.#take(','));
    // What is left open makes the whole expression unknown, because the reader is not at the end then.
    return this.#take(')') ? args : [unknownExpression];
  }

  #primary(): CExpression {
    const token = this.tokens[this.#at];
    if (!token) return unknownExpression;
    this.#at++;
    if (token.kind === TokenKind.Number) return { kind: 'number', text: token.text };
    if (token.kind === TokenKind.Identifier) return { kind: 'name', name: token.text };
    if (token.text === '(') {
      const inner = this.expression();
      return this.#take(')') ? inner : unknownExpression;
    }
    return unknownExpression;
  }
}

/** The expression without casts, and without `*&` and `&*`, which cancel out. */
export function plain(expression: CExpression): CExpression {
  switch (expression.kind) {
    case 'cast':
      return plain(expression.value);
    case 'dereference': {
      const pointer = plain(expression.pointer);
      return pointer.kind === 'address' ? pointer.of : { kind: 'dereference', pointer };
    }
    case 'address': {
      const of = plain(expression.of);
      return of.kind === 'dereference' ? of.pointer : { kind: 'address', of };
    }
    case 'index': {
      const array = plain(expression.array);
      const index = plain(expression.index);
      const isFirst = index.kind === 'number' && /^0[uUlL]*$/.test(index.text);
      return isFirst ? plain({ kind: 'dereference', pointer: array }) : { kind: 'index', array, index };
    }
    case 'member':
      return { ...expression, object: plain(expression.object) };
    case 'call':
      return { kind: 'call', callee: plain(expression.callee), args: expression.args.map(plain) };
    case 'operation':
      return { kind: 'operation', operands: expression.operands.map(plain) };
    case 'name':
    case 'number':
    case 'unknown':
      return expression;
  }
}

/**
 * One spelling for an lvalue or a pointer, however it is written: equal spellings, equal places. undefined: no such thing.
 * `offsetOf`: offset in bytes of a member in its object, where that is known; the spelling then has it instead of the name.
 */
export function spellingOf(
  expression: CExpression,
  offsetOf: (object: CExpression, field: string) => number | undefined,
): string | undefined {
  const spelled = (inner: CExpression): string | undefined => spellingOf(inner, offsetOf);
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'number':
      return expression.text;
    case 'member': {
      const object = spelled(expression.object);
      const offset = offsetOf(expression.object, expression.field);
      return object && placeBehind(object, offset ?? expression.field);
    }
    case 'dereference': {
      const pointer = spelled(expression.pointer);
      return pointer && `(*${pointer})`;
    }
    case 'address': {
      const of = spelled(expression.of);
      return of && `(&${of})`;
    }
    case 'index': {
      const array = spelled(expression.array);
      const index = spelled(expression.index);
      return array && index && `${array}[${index}]`;
    }
    default:
      return undefined;
  }
}

function placeBehind(object: string, member: number | string): string {
  if (typeof member === 'string') return `${object}.${member}`;
  return member === 0 ? object : `${object}+${member}`;
}
