import { TokenKind } from '../../preprocess/token';
import type { FunctionRange } from '../functions';
import { splitAt, closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';
import { type AreaPointers, behindTemplate, bytesBehind, castAt, cppCast, withoutParentheses } from './areaPointers';

/** A read of some bytes of struct rseq by their offset. */
export interface OffsetRead extends TokenRange {
  readonly offset: number;
  readonly size: number;
  /** The field whose offset is asked for. */
  readonly field: string | undefined;
}

/** Reads (and `writesToo`) through a pointer that is made up of the area's address and a number: `*(int *) ((char *) area + 24)`, `((int *) area)[6]`. */
export function offsetReads(
  unit: UnitContext,
  pointers: AreaPointers,
  within: FunctionRange,
  writesToo = false,
): readonly OffsetRead[] {
  const { tokens } = unit;
  const found: OffsetRead[] = [];
  for (let i = within.bodyStart; i < within.end; i++) {
    const text = tokens[i]?.text;
    const read = text === '*' ? dereferenced(i) : text === '[' ? indexed(i) : undefined;
    if (read && (writesToo || !isWritten(read))) found.push(read);
  }
  return found;

  /** `*(int *) (sum)`, `*(int *) name`, `*(int *) call()` */
  function dereferenced(at: number): OffsetRead | undefined {
    if (!isUnary(at)) return undefined;
    let end = at + 1;
    if (cppCast.test(tokens[end]?.text ?? '')) end = behindTemplate(tokens, end + 1);
    while (tokens[end]?.text === '(') end = closingOf(tokens, end) + 1;
    if (end > at + 1 && /^\w+$/.test(tokens[end]?.text ?? '')) {
      end++;
      if (tokens[end]?.text === '(') end = closingOf(tokens, end) + 1;
    }
    const inner = withoutParentheses(tokens, { start: at + 1, end });
    const cast = castAt(tokens, inner);
    if (!cast?.words.includes('*')) return undefined;
    const size = bytesBehind(cast.words, unit.pointerBytes);
    const offset = size === undefined ? undefined : pointers.offsetIn({ start: cast.behind, end: inner.end }, within);
    return size === undefined || offset === undefined
      ? undefined
      : { start: at, end, offset, size, field: fieldIn({ start: at, end }) };
  }

  /** `((int *) area)[6]`, and the same through a variable. */
  function indexed(at: number): OffsetRead | undefined {
    if (tokens[at - 1]?.text !== ')' && tokens[at - 1]?.kind !== TokenKind.Identifier) return undefined;
    const start = tokens[at - 1]?.text === ')' ? openingOf(at - 1) : at - 1;
    if (start < within.bodyStart) return undefined;
    const array = withoutParentheses(tokens, { start, end: at });
    const cast = castAt(tokens, array);
    const declaration = cast ? undefined : unit.declarationOf(tokens[start]?.text ?? '', start);
    const words = cast?.words ?? (declaration && declaration.pointers === 1 ? [...declaration.words, '*'] : []);
    const size = words.includes('*') ? bytesBehind(words, unit.pointerBytes) : undefined;
    const offset =
      size === undefined
        ? undefined
        : pointers.offsetIn({ start: cast?.behind ?? array.start, end: array.end }, within);
    const index =
      offset === undefined ? undefined : unit.constants.valueOf({ start: at + 1, end: closingOf(tokens, at) });
    if (size === undefined || offset === undefined || index === undefined) return undefined;
    const end = closingOf(tokens, at) + 1;
    return { start, end, offset: offset + Number(index) * size, size, field: fieldIn({ start, end }) };
  }

  /** Of `offsetof(struct rseq, field)` in the expression. */
  function fieldIn({ start, end }: TokenRange): string | undefined {
    for (let i = start; i < end; i++) {
      if (!/^(?:__builtin_)?offsetof$/.test(tokens[i]?.text ?? '')) continue;
      const [, member] = splitAt(tokens, { start: i + 2, end: closingOf(tokens, i + 1) }, ',');
      return member && member.end - member.start === 1 ? tokens[member.start]?.text : undefined;
    }
    return undefined;
  }

  function isUnary(at: number): boolean {
    const before = tokens[at - 1];
    return before === undefined || /^(?:[-(,;={}[!~&|<>?:+*/%^]|[=!<>]=|&&|\|\||[-+|&]=|return)$/.test(before.text);
  }

  function openingOf(close: number): number {
    for (let i = close - 1; i >= within.bodyStart; i--)
      if (tokens[i]?.text === '(' && closingOf(tokens, i) === close) return i;
    return -1;
  }

  /** Is it assigned to, or is only its address taken? */
  function isWritten({ start, end }: OffsetRead): boolean {
    const outer = tokens[end]?.text ?? '';
    if (outer === '=' || tokens[start - 1]?.text === '&') return true;
    return splitAt(tokens, { start: start - 2, end: start }, 'sizeof').length > 1;
  }
}
