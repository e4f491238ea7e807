import type { Token } from '../../preprocess/token';
import { TokenKind } from '../../preprocess/token';
import type { AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import { closingOf, splitAt, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** Names of what gives the thread pointer: the compiler's builtin, and functions of librseq and the selftests around it. */
const threadPointer = /^(?:__builtin_thread_pointer|\w*thread_pointer)$/;

/** Where in struct rseq a pointer expression points. */
export class AreaPointers {
  constructor(
    private readonly unit: UnitContext,
    private readonly names: AreaNames,
  ) {}

  /** Bytes from the beginning of the area; undefined: it points elsewhere, or nobody can tell. */
  offsetIn(range: TokenRange, within: FunctionRange, depth = 0): number | undefined {
    const { tokens } = this.unit;
    const { start, end } = withoutParentheses(tokens, range);
    if (depth > 4 || start >= end) return undefined;
    const parts = splitAt(tokens, { start, end }, '+');
    if (parts.length > 1) return this.#offsetOfSum(parts, [], within, depth);
    const [first, ...taken] = splitAt(tokens, { start, end }, '-');
    if (first && first.start < first.end && taken.length > 0) return this.#offsetOfSum([first], taken, within, depth);
    const cast = castAt(tokens, { start, end });
    if (cast) return this.offsetIn({ start: cast.behind, end }, within, depth + 1);
    const text = tokens[start]?.text ?? '';
    if (text === '&') return this.#offsetOfLvalue({ start: start + 1, end }, within);
    if (tokens[start]?.kind !== TokenKind.Identifier) return undefined;
    const isCall = tokens[start + 1]?.text === '(' && closingOf(tokens, start + 1) === end - 1;
    if (end - start > 1 && !isCall) return undefined;
    const source = isCall ? undefined : this.unit.sourceOf({ start, end }, within);
    if (source) return this.offsetIn(source, within, depth + 1);
    return this.names.isArea(text, start) ? 0 : undefined;
  }

  /** `area`, `area[0]` */
  #offsetOfLvalue({ start, end }: TokenRange, within: FunctionRange): number | undefined {
    const { tokens } = this.unit;
    const inner = withoutParentheses(tokens, { start, end });
    const isName = inner.end - inner.start === 1 && tokens[inner.start]?.kind === TokenKind.Identifier;
    if (!isName) return undefined;
    const name = tokens[inner.start]?.text ?? '';
    const declaration = this.unit.declarationOf(name, inner.start);
    return (!declaration || declaration.pointers === 0) && this.names.isArea(name, within.bodyStart) ? 0 : undefined;
  }

  #offsetOfSum(
    parts: readonly TokenRange[],
    taken: readonly TokenRange[],
    within: FunctionRange,
    depth: number,
  ): number | undefined {
    const { tokens, constants } = this.unit;
    let constant = 0;
    for (const part of taken) {
      const value = constants.valueOf(part);
      if (value === undefined) return undefined;
      constant -= Number(value);
    }
    let base: number | undefined;
    let scale = 1;
    const halves = { pointer: 0, offset: 0 };
    for (const part of parts) {
      const value = constants.valueOf(part);
      const half = this.#halfOf(part, within, depth);
      if (value !== undefined) constant += Number(value);
      else if (half) halves[half]++;
      else {
        const offset = base === undefined ? this.offsetIn(part, within, depth + 1) : undefined;
        if (offset === undefined) return undefined;
        base = offset;
        scale = this.#pointeeBytes(withoutParentheses(tokens, part), within) ?? 0;
      }
    }
    if (halves.pointer === 1 && halves.offset === 1 && base === undefined) return constant;
    if (halves.pointer + halves.offset > 0 || base === undefined) return undefined;
    return constant === 0 ? base : scale === 0 ? undefined : base + constant * scale;
  }

  /** The thread pointer, or libc's distance from it to the area. */
  #halfOf(range: TokenRange, within: FunctionRange, depth: number): 'pointer' | 'offset' | undefined {
    const { tokens } = this.unit;
    const inner = withoutParentheses(tokens, range);
    const cast = castAt(tokens, inner);
    if (cast) return this.#halfOf({ start: cast.behind, end: inner.end }, within, depth + 1);
    const { start, end } = inner;
    const text = tokens[start]?.text ?? '';
    if (end - start === 1 && text === '__rseq_offset') return 'offset';
    if (threadPointer.test(text) && tokens[start + 1]?.text === '(' && closingOf(tokens, start + 1) === end - 1)
      return 'pointer';
    const source = depth < 3 ? this.unit.sourceOf({ start, end }, within) : undefined;
    return source && this.#halfOf(source, within, depth + 1);
  }

  /** What a step of the pointer is, in bytes; undefined: a type whose size is not known here. */
  #pointeeBytes({ start, end }: TokenRange, within: FunctionRange): number | undefined {
    const { tokens } = this.unit;
    const cast = castAt(tokens, { start, end });
    if (cast) return bytesBehind(cast.words, this.unit.pointerBytes);
    const declaration = end - start === 1 ? this.unit.declarationOf(tokens[start]?.text ?? '', start) : undefined;
    if (declaration)
      return bytesBehind(
        [...declaration.words, ...Array<string>(declaration.pointers).fill('*')],
        this.unit.pointerBytes,
      );
    const inner = withoutParentheses(tokens, { start, end });
    return inner.start === start ? undefined : this.#pointeeBytes(inner, within);
  }
}

export const cppCast = /^(?:reinterpret|static|const)_cast$/;

/** Behind `<type>`. */
export function behindTemplate(tokens: readonly Token[], open: number): number {
  let i = open + 1;
  while (i < tokens.length && tokens[i]?.text !== '>') i++;
  return i + 1;
}

/** A cast at the beginning of an expression, in C or C++: the words of its type, and the index behind it. */
export function castAt(
  tokens: readonly Token[],
  { start, end }: TokenRange,
): { readonly words: readonly string[]; readonly behind: number } | undefined {
  if (cppCast.test(tokens[start]?.text ?? '') && tokens[start + 1]?.text === '<') {
    const behind = behindTemplate(tokens, start + 1);
    const words = tokens.slice(start + 2, behind - 1).map(({ text }) => text);
    return closingOf(tokens, behind) === end - 1 ? { words, behind } : undefined;
  }
  if (tokens[start]?.text !== '(') return undefined;
  const close = closingOf(tokens, start);
  const words = tokens.slice(start + 1, close).map(({ text }) => text);
  const isType = words.length > 0 && words.every((word) => /^[A-Za-z_]\w*$|^\*$/.test(word));
  return isType && close < end - 1 ? { words, behind: close + 1 } : undefined;
}

/** Bytes of what a pointer to such a type points at; 1 for an integer, to which bytes are added; undefined: not known. */
export function bytesBehind(words: readonly string[], pointerBytes: number): number | undefined {
  const type = words.filter((word) => !/^(?:const|volatile|static|register|extern|unsigned|signed)$/.test(word));
  const pointers = type.filter((word) => word === '*').length;
  const [name = 'int', ...more] = type.filter((word) => word !== '*');
  if (pointers > 1) return undefined;
  if (pointers === 0) return /^(?:u?int\w*|unsigned|long|size_t|ptrdiff_t|auto|__u64)$/.test(name) ? 1 : undefined;
  if (/^(?:char|void|u?int8_t|__[us]8|bool|byte)$/.test(name)) return 1;
  if (/^(?:short|u?int16_t|__[us]16)$/.test(name)) return 2;
  if (/^(?:int|u?int32_t|__[us]32)$/.test(name)) return 4;
  if (/^(?:u?intptr_t|s?size_t|ptrdiff_t)$/.test(name) || (name === 'long' && !more.includes('long')))
    return pointerBytes;
  return /^(?:u?int64_t|__[us]64)$/.test(name) || (name === 'long' && more.includes('long')) ? 8 : undefined;
}

export function withoutParentheses(tokens: readonly Token[], { start, end }: TokenRange): TokenRange {
  return tokens[start]?.text === '(' && closingOf(tokens, start) === end - 1
    ? withoutParentheses(tokens, { start: start + 1, end: end - 1 })
    : { start, end };
}
