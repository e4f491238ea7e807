import { listProfiles } from '../../../abi/profiles';
import { TokenKind } from '../../preprocess/token';
import { areaTags, type AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';
import { castAt, withoutParentheses } from './areaPointers';

const fieldNames: ReadonlySet<string> = new Set(listProfiles().flatMap(({ fields }) => fields.map(({ name }) => name)));

/** `area->slice_ctrl.request`: a member of struct rseq with all that leads to it. */
export interface MemberChain extends TokenRange {
  readonly path: readonly string[];
  /** What is the area, or points to it. */
  readonly base: TokenRange;
  /** Is the base the object itself? */
  readonly isObject: boolean;
}

/** The members of struct rseq that a function names. */
export function memberChains(unit: UnitContext, names: AreaNames, within: FunctionRange): readonly MemberChain[] {
  const { tokens } = unit;
  const found: MemberChain[] = [];
  for (let i = within.bodyStart + 2; i < within.end; i++) {
    const isMember = isDot(i - 1) && tokens[i]?.kind === TokenKind.Identifier;
    // Only the last one of a chain.
    if (!isMember || isDot(i + 1) || tokens[i]?.uncertain) continue;
    const chain = chainAt(i);
    if (chain) found.push(chain);
  }
  return found;

  function isDot(at: number): boolean {
    return /^(?:\.|->)$/.test(tokens[at]?.text ?? '');
  }

  function chainAt(last: number): MemberChain | undefined {
    const path = [tokens[last]?.text ?? ''];
    let dot = last - 1;
    while (tokens[dot - 1]?.kind === TokenKind.Identifier && isDot(dot - 2)) {
      path.unshift(tokens[dot - 1]?.text ?? '');
      dot -= 2;
    }
    const start = fieldNames.has(path[0] ?? '') ? startOfPostfix(dot) : undefined;
    if (start === undefined) return undefined;
    const base = { start, end: dot };
    return isArea(base) ? { start, end: last + 1, path, base, isObject: tokens[dot]?.text === '.' } : undefined;
  }

  /** A name, a call, a group, and what is indexed. */
  function startOfPostfix(end: number): number | undefined {
    let at = end - 1;
    while (tokens[at]?.text === ']') at = openingOf(at) - 1;
    if (tokens[at]?.kind === TokenKind.Identifier) return at;
    if (tokens[at]?.text !== ')') return undefined;
    const open = openingOf(at);
    return tokens[open - 1]?.kind === TokenKind.Identifier &&
      !/^(?:return|if|while|for)$/.test(tokens[open - 1]?.text ?? '')
      ? open - 1
      : open;
  }

  function openingOf(close: number): number {
    for (let i = close - 1; i >= within.bodyStart; i--)
      if (/^[([]$/.test(tokens[i]?.text ?? '') && closingOf(tokens, i) === close) return i;
    return within.bodyStart;
  }

  function isArea(range: TokenRange): boolean {
    let { start, end } = withoutParentheses(tokens, range);
    const cast = castAt(tokens, { start, end });
    if (cast) return cast.words.includes('*') && cast.words.some((word) => areaTags.has(word)) && cast.words.length < 6;
    if (tokens[start]?.text === '*') ({ start, end } = withoutParentheses(tokens, { start: start + 1, end }));
    return tokens[start]?.kind === TokenKind.Identifier && names.isArea(tokens[start]?.text ?? '', within.bodyStart);
  }
}
