import type { SizeComparison } from '../../../model/fieldUse';
import { TokenKind } from '../../preprocess/token';
import type { FunctionRange } from '../functions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** What libcs reserved for the area before they said how much of it is in use, in bytes. */
const allocation = 32;
const comparison = /^(?:[<>]=?|[=!]=)$/;
const ends = /^(?:&&|\|\||[;,?:)])$/;

/** Comparisons of libc's `__rseq_size` with 32 or with the size of the structure. */
export function sizeComparisons(unit: UnitContext, within: FunctionRange): readonly SizeComparison[] {
  const { tokens, excerpt } = unit;
  const found: SizeComparison[] = [];
  for (let i = within.bodyStart; i < within.end; i++) {
    const token = tokens[i];
    if (token?.text !== '__rseq_size' || token.kind !== TokenKind.Identifier || token.uncertain) continue;
    // A variable of its own is no libc's.
    if (unit.declarationOf('__rseq_size', i)?.words.includes('extern') === false) continue;
    const other = otherSide(i);
    const against = other && meaningOf(other.operator, other.range);
    if (other && against && !choosesSize(Math.max(i + 1, other.range.end))) {
      const place = excerpt.placeOf({ start: Math.min(i, other.range.start), end: Math.max(i + 1, other.range.end) });
      found.push({ place, function: within.name, against });
    }
  }
  return found;

  /** `__rseq_size < 32 ? 32 : __rseq_size` is the length that was registered. */
  function choosesSize(behind: number): boolean {
    let at = behind;
    while (tokens[at]?.text === ')') at++;
    if (tokens[at]?.text !== '?') return false;
    for (let i = at; i < within.end && !/^[;,{]$/.test(tokens[i]?.text ?? ''); i++)
      if (tokens[i]?.text === '__rseq_size') return true;
    return false;
  }

  function otherSide(at: number): { readonly operator: string; readonly range: TokenRange } | undefined {
    let behind = at + 1;
    while (tokens[behind]?.text === ')' && !isControl(behind)) behind++;
    const next = tokens[behind]?.text ?? '';
    if (comparison.test(next)) {
      let end = behind + 1;
      while (end < within.end && !ends.test(tokens[end]?.text ?? ''))
        end = tokens[end]?.text === '(' ? closingOf(tokens, end) + 1 : end + 1;
      return { operator: next, range: { start: behind + 1, end } };
    }
    // `32 <= (int) __rseq_size`
    let before = at - 1;
    while (/^(?:[()]|int|unsigned|long|size_t)$/.test(tokens[before]?.text ?? '')) before--;
    const operator = tokens[before]?.text ?? '';
    const range = { start: before - 1, end: before };
    return comparison.test(operator) && /^\d/.test(tokens[before - 1]?.text ?? '')
      ? { operator: turned[operator] ?? operator, range }
      : undefined;
  }

  /** Does the parenthesis close a condition, not an operand? */
  function isControl(close: number): boolean {
    return !comparison.test(tokens[close + 1]?.text ?? '') && tokens[close + 1]?.text !== ')';
  }

  function meaningOf(operator: string, range: TokenRange): SizeComparison['against'] | undefined {
    if (isType(range)) return 'type';
    // Whoever asks for exactly 32 knows what it stands for; `> 31` and `<= 31` ask what `>= 32` and `< 32` do.
    if (/^[=!]=$/.test(operator)) return undefined;
    const border = /^(?:>|<=)$/.test(operator) ? allocation - 1 : allocation;
    return unit.valueOf(range, within) === border ? 'allocation' : undefined;
  }

  /** `sizeof(struct rseq)`, and nothing more. */
  function isType({ start, end }: TokenRange): boolean {
    const texts = tokens.slice(start, end).map(({ text }) => text).filter((text) => !/^[()]$/.test(text)); // prettier-ignore
    return (
      texts[0] === 'sizeof' && texts[1] === 'struct' && texts.length === 3 && /^rseq(?:_abi)?$/.test(texts[2] ?? '')
    );
  }
}

const turned: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
