import type { Expander } from './expander';
import { MacroUse } from './effects';
import type { Verdict } from './macro';
import { applyBinary, characterValue, integerValue, UNKNOWN, type Value } from './arithmetic';
import type { RunState } from './state';
import { TokenKind } from './token';
import { END, type WorkToken } from './workToken';

/** Answers `__has_include` and `__has_include_next`. */
export type HasInclude = (name: string, angled: boolean, next: boolean) => Verdict;

/** Binary operators by precedence; `?:` and the comma stand below. */
const PRECEDENCE: Readonly<Partial<Record<string, number>>> = {
  '*': 10,
  '/': 10,
  '%': 10,
  '+': 9,
  '-': 9,
  '<<': 8,
  '>>': 8,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '==': 6,
  '!=': 6,
  '&': 5,
  '^': 4,
  '|': 3,
  '&&': 2,
  '||': 1,
};

const CPP_OPERATORS: Readonly<Partial<Record<string, string>>> = {
  and: '&&',
  or: '||',
  not: '!',
  bitand: '&',
  bitor: '|',
  xor: '^',
  compl: '~',
  not_eq: '!=',
};

/** Deeper nesting than this is refused, to spare the stack. */
const MAX_DEPTH = 200;

/**
 * Evaluates the expression of an `#if`, in 64 bits and three values: what hangs on a name that may be defined elsewhere,
 * on an uncertain macro or on an unanswered `__has_…` is unknown. An unknown value still has the number GCC would compute.
 * A malformed expression is a problem, and counts as unknown and false.
 */
export function evaluateCondition(
  tokens: readonly WorkToken[],
  directive: WorkToken,
  state: RunState,
  expander: Expander,
  hasInclude: HasInclude,
): Verdict {
  return expander.inDirective(tokens, () => new Evaluation(directive, state, expander, hasInclude).run());
}

class Evaluation {
  readonly #directive: WorkToken;
  readonly #state: RunState;
  readonly #expander: Expander;
  readonly #hasInclude: HasInclude;
  #token: WorkToken = END;
  #problem: { at: WorkToken; message: string } | undefined;
  /** In an operand that does not count: no complaint about a division by zero there. */
  #skipped = 0;
  #depth = 0;

  constructor(directive: WorkToken, state: RunState, expander: Expander, hasInclude: HasInclude) {
    this.#directive = directive;
    this.#state = state;
    this.#expander = expander;
    this.#hasInclude = hasInclude;
  }

  run(): Verdict {
    this.#advance();
    if (this.#token === END) this.#fail(`#${this.#directive.text} with no expression`);
    const result = this.#conditional();
    if (this.#token !== END) this.#fail(`missing binary operator before token "${this.#token.text}"`);
    if (this.#problem === undefined) return { value: result.value !== 0n, known: result.known };
    // What is behind a guess is not worth a complaint.
    if (this.#state.group === 0) this.#state.report(this.#problem.at, this.#problem.message);
    return { value: false, known: false };
  }

  #advance(): void {
    do this.#token = this.#expander.next();
    while (this.#token.text === '' && this.#token !== END);
  }

  #fail(message: string): Value {
    this.#problem ??= { at: this.#token === END ? this.#directive : this.#token, message };
    this.#token = END;
    return UNKNOWN;
  }

  #operator(): string {
    const { kind, text } = this.#token;
    if (kind === TokenKind.Punctuator) return text;
    return (kind === TokenKind.Identifier && this.#state.options.language === 'c++' && CPP_OPERATORS[text]) || '';
  }

  #conditional(): Value {
    if (++this.#depth > MAX_DEPTH) return this.#fail('#if expression is nested too deeply');
    const condition = this.#binary(1);
    let result = condition;
    if (this.#operator() === '?') {
      const isTrue = condition.value !== 0n;
      this.#advance();
      const first = this.#operand(!isTrue && condition.known, () => this.#comma());
      if (this.#operator() !== ':') return this.#fail("'?' without following ':'");
      this.#advance();
      const second = this.#operand(isTrue && condition.known, () => this.#conditional());
      const chosen = isTrue ? first : second;
      const isSame = first.known && second.known && first.value === second.value;
      const known = condition.known ? chosen.known : isSame;
      result = { value: chosen.value, unsigned: first.unsigned || second.unsigned, known };
    }
    this.#depth--;
    return result;
  }

  #comma(): Value {
    let result = this.#conditional();
    while (this.#operator() === ',') {
      this.#advance();
      result = this.#conditional();
    }
    return result;
  }

  #binary(lowest: number): Value {
    let left = this.#unary();
    for (;;) {
      const operator = this.#operator();
      const precedence = PRECEDENCE[operator];
      if (precedence === undefined || precedence < lowest) return left;
      this.#advance();
      const settled =
        left.known && ((operator === '&&' && left.value === 0n) || (operator === '||' && left.value !== 0n));
      const right = this.#operand(settled, () => this.#binary(precedence + 1));
      const isZeroDivision = (operator === '/' || operator === '%') && right.value === 0n;
      if (isZeroDivision && right.known && this.#skipped === 0) return this.#fail('division by zero in #if');
      left = applyBinary(operator, left, right);
    }
  }

  #operand(skipped: boolean, read: () => Value): Value {
    if (skipped) this.#skipped++;
    const value = read();
    if (skipped) this.#skipped--;
    return value;
  }

  #unary(): Value {
    const operator = this.#operator();
    if (operator !== '!' && operator !== '-' && operator !== '+' && operator !== '~') return this.#primary(operator);
    if (++this.#depth > MAX_DEPTH) return this.#fail('#if expression is nested too deeply');
    this.#advance();
    const { value, unsigned, known } = this.#unary();
    this.#depth--;
    const wrap = (result: bigint): bigint => (unsigned ? BigInt.asUintN(64, result) : BigInt.asIntN(64, result));
    if (operator === '!') return { value: value === 0n ? 1n : 0n, unsigned: false, known };
    if (operator === '-') return { value: wrap(-value), unsigned, known };
    return { value: operator === '~' ? wrap(~value) : value, unsigned, known };
  }

  #primary(operator: string): Value {
    const token = this.#token;
    if (operator === '(') {
      this.#advance();
      const value = this.#comma();
      if (this.#operator() !== ')') return this.#fail("missing ')' in expression");
      this.#advance();
      return value;
    }
    if (token.kind === TokenKind.Identifier) return this.#name(token);
    if (token.kind === TokenKind.Number || token.kind === TokenKind.Character) {
      const isCharacter = token.kind === TokenKind.Character;
      const value = isCharacter ? characterValue(token.text, this.#unsignedCharacters()) : integerValue(token.text);
      if (value === undefined) return this.#fail(`"${token.text}" is not valid in preprocessor expressions`);
      this.#advance();
      return token.uncertain ? { ...value, known: false } : value;
    }
    if (token === END) return this.#fail(`#${this.#directive.text} expression ends too early`);
    return this.#fail(`token "${token.text}" is not valid in preprocessor expressions`);
  }

  #unsignedCharacters(): boolean {
    return this.#state.lookUp('__CHAR_UNSIGNED__', MacroUse.Defined) !== undefined;
  }

  #name(token: WorkToken): Value {
    if (token.text === 'defined') return this.#defined();
    const macro = this.#state.lookUp(token.text, MacroUse.Value);
    if (macro?.builtin === 'has') return this.#has(token);
    this.#state.noteUse(token);
    this.#advance();
    if (this.#state.options.language === 'c++' && (token.text === 'true' || token.text === 'false')) {
      return { value: token.text === 'true' ? 1n : 0n, unsigned: false, known: true };
    }
    const known = !token.uncertain && this.#state.isDefined(token.text).known;
    if (this.#operator() === '(') {
      if (known || macro !== undefined) return this.#fail(`missing binary operator before token "("`);
      // A function-like macro of a header that was not seen.
      if (!this.#skipParentheses()) return this.#fail("missing ')' in expression");
    }
    return { value: 0n, unsigned: false, known };
  }

  #skipParentheses(): boolean {
    let depth = 0;
    while (this.#token !== END) {
      if (this.#token.is('(')) depth++;
      else if (this.#token.is(')') && --depth === 0) {
        this.#advance();
        return true;
      }
      this.#advance();
    }
    return false;
  }

  #defined(): Value {
    let name = this.#expander.nextRawToken();
    const isParenthesised = name.is('(');
    if (isParenthesised) name = this.#expander.nextRawToken();
    if (!name.isIdentifier) return this.#fail('operator "defined" requires an identifier');
    if (isParenthesised && !this.#expander.nextRawToken().is(')')) return this.#fail('missing \')\' after "defined"');
    this.#state.noteUse(name);
    this.#advance();
    return fromVerdict(this.#state.isDefined(name.text));
  }

  #has(operator: WorkToken): Value {
    if (!this.#expander.nextRawToken().is('(')) return this.#fail(`missing '(' before "${operator.text}" operand`);
    if (operator.text.startsWith('__has_include')) return this.#includeOperand(operator.text === '__has_include_next');
    let argument = '';
    for (let depth = 1; ;) {
      // GCC expands macros in the operand, Clang does not.
      const isGcc = this.#state.options.compiler === 'gcc';
      const token = isGcc ? this.#expander.next() : this.#expander.nextRaw();
      if (token === END) return this.#fail(`missing ')' after "${operator.text}" operand`);
      if (token.is('(')) depth++;
      else if (token.is(')') && --depth === 0) break;
      argument += token.text;
    }
    this.#advance();
    const answer = this.#state.has(operator.text, argument);
    return { value: BigInt(Math.trunc(Number(answer ?? 0))), unsigned: false, known: answer !== undefined };
  }

  #includeOperand(next: boolean): Value {
    this.#advance();
    const opening = this.#token;
    let name = opening.text.slice(1, -1);
    if (opening.is('<')) {
      name = '';
      for (let token = this.#expander.nextRaw(); !token.is('>'); token = this.#expander.nextRaw()) {
        if (token === END) return this.#fail('operator "__has_include" requires a header-name');
        name += (token.spaceBefore && name !== '' ? ' ' : '') + token.text;
      }
    } else if (opening.kind !== TokenKind.String) {
      return this.#fail('operator "__has_include" requires a header-name');
    }
    if (!this.#expander.nextRawToken().is(')')) return this.#fail('missing \')\' after "__has_include" operand');
    this.#advance();
    return fromVerdict(this.#hasInclude(name, opening.is('<'), next));
  }
}

function fromVerdict(verdict: Verdict): Value {
  return { value: verdict.value ? 1n : 0n, unsigned: false, known: verdict.known };
}
