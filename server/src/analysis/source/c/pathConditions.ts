import type { Token } from '../preprocess/token';
import { TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';
import { closingOf, type TokenRange } from './tokenLists';

/** A condition and whether it held when a place was reached. */
export interface Condition extends TokenRange {
  readonly holds: boolean;
}

const leaves = /^(?:return|goto|break|continue|throw|exit|_exit|_Exit|abort|pthread_exit|__builtin_unreachable)$/;

/**
 * What surely held when the token at `at` is reached for the first time: the conditions of the `if`s around it, and those of
 * earlier ones that leave. Behind a label nothing is sure.
 */
export function conditionsAt(tokens: readonly Token[], range: FunctionRange, at: number): readonly Condition[] {
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
      if (this.#isLabel(i)) held = [];
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
        if (!parts || this.target < parts.then) return held;
        if (this.target < parts.thenEnd)
          return this.#inside(parts.then, parts.thenEnd, [...held, { ...parts.condition, holds: true }]);
        const otherwise = [...held, { ...parts.condition, holds: false }];
        return parts.otherwise === undefined ? held : this.#inside(parts.otherwise, end, otherwise);
      }
      case 'for':
      case 'while':
      case 'switch': {
        const open = this.#parenthesis(at);
        const body = open === undefined ? end : closingOf(this.tokens, open) + 1;
        if (open === undefined || this.target < body) return held;
        // Labels of cases are in a block.
        const condition = { start: open + 1, end: body - 1, holds: true };
        return this.#inside(body, end, this.#text(at) === 'while' ? [...held, condition] : held);
      }
      case 'do':
        return this.target < this.#endOf(at + 1, end) ? this.#inside(at + 1, this.#endOf(at + 1, end), held) : held;
      default:
        return held;
    }
  }

  /** What is known behind a statement: that it was not left. */
  #learned(at: number): readonly Condition[] {
    const parts = this.#text(at) === 'if' ? this.#ifParts(at) : undefined;
    if (!parts) return [];
    const { condition, then, thenEnd, otherwise } = parts;
    if (this.#alwaysLeaves(then, thenEnd)) return [{ ...condition, holds: false }];
    const isLeft = otherwise !== undefined && this.#alwaysLeaves(otherwise, this.#endOf(otherwise, Infinity));
    return isLeft ? [{ ...condition, holds: true }] : [];
  }

  #alwaysLeaves(start: number, end: number): boolean {
    if (this.#text(start) !== '{') return leaves.test(this.#text(start));
    let last = start + 1;
    for (let i = start + 1; i < end - 1; i = this.#endOf(i, end - 1)) last = i;
    return leaves.test(this.#text(last));
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
