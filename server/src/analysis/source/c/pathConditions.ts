import type { Token } from '../preprocess/token';
import { TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';
import { conditionsInside } from './expressionConditions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** A condition and whether it held when a place was reached. */
export interface Condition extends TokenRange {
  readonly holds: boolean;
  /** False: it may have held or not, for a label or a call that may not return is on the way. */
  readonly isSure: boolean;
}

const leaves =
  /^(?:return|goto|break|continue|throw|exit|_exit|_Exit|abort|pthread_exit|__builtin_unreachable|__builtin_trap|__assert\w*|err|errx)$/;
/** Calls that surely come back. */
const returns = /^(?:v?f?printf|puts|fputs|putchar|perror|warnx?|fflush)$/;

/**
 * What surely held when the token at `at` is reached for the first time: the conditions of the `if`s around it, of operators in front
 * of it, and those of earlier statements that leave. Behind a label nothing is sure.
 */
export function conditionsAt(tokens: readonly Token[], range: FunctionRange, at: number): readonly Condition[] {
  return allConditionsAt(tokens, range, at).filter(({ isSure }) => isSure);
}

/** The same with conditions that may have held. */
export function allConditionsAt(tokens: readonly Token[], range: FunctionRange, at: number): readonly Condition[] {
  return new Walker(tokens, at).block(range.bodyStart + 1, range.end, []) ?? [];
}

class Walker {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly target: number,
  ) {}

  /** undefined: the target is not in the block. */
  block(start: number, end: number, given: readonly Condition[]): readonly Condition[] | undefined {
    let held = given;
    for (let i = start; i < end;) {
      if (this.#isLabel(i)) held = held.map((condition) => ({ ...condition, isSure: false }));
      const next = this.#endOf(i, end);
      if (this.target < next) return this.#inside(i, next, held);
      held = [...held, ...this.#learned(i)];
      i = next;
    }
    return undefined;
  }

  #text(i: number): string {
    return this.tokens[i]?.text ?? '';
  }

  #inside(at: number, end: number, held: readonly Condition[]): readonly Condition[] {
    switch (this.#text(at)) {
      case '{':
        return this.block(at + 1, end - 1, held) ?? held;
      case 'if': {
        const parts = this.#ifParts(at);
        if (!parts) return held;
        if (this.target < parts.then) return [...held, ...conditionsInside(this.tokens, parts.condition, this.target)];
        if (this.target < parts.thenEnd)
          return this.#inside(parts.then, parts.thenEnd, [...held, { ...parts.condition, holds: true, isSure: true }]);
        const otherwise = [...held, { ...parts.condition, holds: false, isSure: true }];
        return parts.otherwise === undefined ? held : this.#inside(parts.otherwise, end, otherwise);
      }
      case 'for':
      case 'while':
      case 'switch': {
        const open = this.#parenthesis(at);
        const body = open === undefined ? end : closingOf(this.tokens, open) + 1;
        if (open === undefined) return held;
        const control = this.#controlOf(this.#text(at), { start: open + 1, end: body - 1 });
        if (this.target < body) return [...held, ...conditionsInside(this.tokens, control, this.target)];
        // Labels of cases are in a block.
        const isSure = this.#text(at) !== 'switch';
        return this.#inside(body, end, [...held, { ...control, holds: true, isSure }]);
      }
      case 'do':
        return this.target < this.#endOf(at + 1, end) ? this.#inside(at + 1, this.#endOf(at + 1, end), held) : held;
      default:
        return [...held, ...conditionsInside(this.tokens, { start: at, end }, this.target)];
    }
  }

  /** Of a `for` the condition in the middle. */
  #controlOf(keyword: string, range: TokenRange): TokenRange {
    const parts = keyword === 'for' ? splitAt(this.tokens, range, ';') : [];
    return parts[1] ?? range;
  }

  /** What is known behind a statement: that it was not left. */
  #learned(at: number): readonly Condition[] {
    const parts = this.#text(at) === 'if' ? this.#ifParts(at) : undefined;
    if (!parts) return this.#asserted(at);
    const { condition, then, thenEnd, otherwise } = parts;
    if (this.#leaves(then, thenEnd) !== 'no')
      return [{ ...condition, holds: false, isSure: this.#leaves(then, thenEnd) === 'yes' }];
    if (otherwise === undefined) return [];
    const left = this.#leaves(otherwise, this.#endOf(otherwise, Infinity));
    return left === 'no' ? [] : [{ ...condition, holds: true, isSure: left === 'yes' }];
  }

  /** `assert(condition)`, and what it expands to: `({ if (condition) ; else __assert_fail(); })`, `(condition ? 0 : __assert_fail())`. */
  #asserted(at: number): readonly Condition[] {
    if (/^(?:static_)?assert$/i.test(this.#text(at)) && this.#text(at + 1) === '(')
      return [{ start: at + 2, end: closingOf(this.tokens, at + 1), holds: true, isSure: true }];
    const block = this.#text(at) === 'do' ? at + 1 : at;
    if (this.#text(block) === '{') return this.#learnedIn(block);
    if (this.#text(at) !== '(' || this.#text(closingOf(this.tokens, at) + 1) !== ';') return [];
    if (this.#text(at + 1) === '{') return this.#learnedIn(at + 1);
    const inner = { start: at + 1, end: closingOf(this.tokens, at) };
    // `((void)sizeof(...), __extension__ ({ if (condition) ; else __assert_fail(); }))` of glibc
    const last = splitAt(this.tokens, inner, ',').at(-1);
    if (last && this.#text(last.start) === '__extension__' && this.#text(last.start + 2) === '{')
      return this.#learnedIn(last.start + 2);
    const [condition, choice] = splitAt(this.tokens, inner, '?');
    const [, otherwise] = choice ? splitAt(this.tokens, choice, ':') : [];
    const isLeft = condition && otherwise && leaves.test(this.#text(otherwise.start));
    return isLeft ? [{ ...condition, holds: true, isSure: true }] : [];
  }

  #learnedIn(open: number): readonly Condition[] {
    const found: Condition[] = [];
    const end = closingOf(this.tokens, open);
    for (let i = open + 1; i < end; i = this.#endOf(i, end)) found.push(...this.#learned(i));
    return found;
  }

  /** Does a statement leave? `maybe`: it ends with a call of a function that may not return. */
  #leaves(start: number, end: number): 'yes' | 'no' | 'maybe' {
    let last = start;
    if (this.#text(start) === '{') for (let i = start + 1; i < end - 1; i = this.#endOf(i, end - 1)) last = i;
    if (this.#text(last) === '{') last++;
    if (leaves.test(this.#text(last))) return 'yes';
    const isCall = this.tokens[last]?.kind === TokenKind.Identifier && this.#text(last + 1) === '(';
    return isCall && !returns.test(this.#text(last)) && !/^(?:if|for|while|switch)$/.test(this.#text(last))
      ? 'maybe'
      : 'no';
  }

  #ifParts(at: number):
    | {
        readonly condition: TokenRange;
        readonly then: number;
        readonly thenEnd: number;
        readonly otherwise: number | undefined;
      }
    | undefined {
    const open = this.#parenthesis(at);
    if (open === undefined) return undefined;
    const close = closingOf(this.tokens, open);
    const then = close + 1;
    const thenEnd = this.#endOf(then, Infinity);
    const otherwise = this.#text(thenEnd) === 'else' ? thenEnd + 1 : undefined;
    return { condition: { start: open + 1, end: close }, then, thenEnd, otherwise };
  }

  /** `if (`, `if constexpr (` */
  #parenthesis(at: number): number | undefined {
    return [at + 1, at + 2].find((i) => this.#text(i) === '(');
  }

  /** Behind the statement that begins at `at`. */
  #endOf(at: number, end: number): number {
    const last = Math.min(end, this.tokens.length);
    switch (this.#text(at)) {
      case '{':
        return closingOf(this.tokens, at) + 1;
      case 'if': {
        const parts = this.#ifParts(at);
        if (!parts) return last;
        return parts.otherwise === undefined ? parts.thenEnd : this.#endOf(parts.otherwise, end);
      }
      case 'for':
      case 'while':
      case 'switch': {
        const open = this.#parenthesis(at);
        return open === undefined ? last : this.#endOf(closingOf(this.tokens, open) + 1, end);
      }
      case 'do':
      case 'else':
        return this.#endOf(at + 1, end);
      default:
        if (this.#isLabel(at)) {
          for (let i = at; i < last; i++) if (this.#text(i) === ':') return i + 1;
        }
        for (let i = at; i < last; i++) {
          if (/^[([{]$/.test(this.#text(i))) i = closingOf(this.tokens, i);
          else if (this.#text(i) === ';') return i + 1;
        }
        return last;
    }
  }

  #isLabel(at: number): boolean {
    if (/^(?:case|default)$/.test(this.#text(at))) return true;
    return this.tokens[at]?.kind === TokenKind.Identifier && this.#text(at + 1) === ':' && this.#text(at + 2) !== ':';
  }
}
