import type { FieldWrite } from '../../../model/fieldUse';
import type { Token } from '../../preprocess/token';
import { areaTags, type AreaNames } from '../area';
import { callSitesIn } from '../callSites';
import { endOfValue } from '../declarations';
import type { FunctionRange } from '../functions';
import { closingOf, splitAt, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';
import type { AreaPointers } from './areaPointers';
import { type MemberChain, memberChains } from './memberChains';

const atomicStore =
  /^(?:__atomic_(?:store|exchange|fetch_|add_fetch|compare)\w*|__sync_\w+|atomic_(?:store|exchange|fetch)\w*)$/;
const fillsMemory = /^(?:memset|bzero|memcpy|memmove|explicit_bzero|__builtin_memset|__builtin_memcpy)$/;

/** Stores to struct rseq in one function. `registers`: does the function register an area? */
export function writesIn(
  unit: UnitContext,
  names: AreaNames,
  pointers: AreaPointers,
  within: FunctionRange,
  registers: boolean,
): readonly FieldWrite[] {
  const { tokens, excerpt } = unit;
  const common = { function: within.name, isBeforeRegistration: registers };
  const members = memberChains(unit, names, within).flatMap((chain): FieldWrite[] => {
    const value = storedTo(tokens, chain, within);
    if (!value) return [];
    return [
      {
        ...common,
        path: chain.path,
        place: excerpt.placeOf(chain),
        value: value.start < value.end ? unit.valueOf(value, within) : undefined,
        how: 'assignment',
        isOwnObject: isOwnObject(chain),
      },
    ];
  });
  const whole = callSitesIn(tokens, within, (name) => fillsMemory.test(name)).flatMap(
    ({ at, close, args }): FieldWrite[] => {
      const [target] = args;
      if (!target || pointers.offsetIn(target, within) !== 0) return [];
      const place = excerpt.placeOf({ start: at, end: close + 1 });
      return [{ ...common, path: [], place, value: undefined, how: 'memory', isOwnObject: isOwnTarget(target) }];
    },
  );
  return [...members, ...whole];

  function isOwnObject({ base, isObject }: MemberChain): boolean {
    if (isObject) return isOwn(base);
    // A local pointer to one, or to memory that was just made.
    const source = unit.sourceOf(base, within);
    const pointee = source && unit.resolved(source, within);
    if (!pointee) return false;
    return isOwnTarget(pointee) || /^(?:malloc|calloc|aligned_alloc|memalign)$/.test(tokens[pointee.start]?.text ?? '');
  }

  /** `&object` */
  function isOwnTarget({ start, end }: TokenRange): boolean {
    return tokens[start]?.text === '&' && isOwn({ start: start + 1, end });
  }

  /** A name, of which nobody says that it is a pointer. */
  function isOwn({ start, end }: TokenRange): boolean {
    return end - start === 1 && (unit.declarationOf(tokens[start]?.text ?? '', start)?.pointers ?? 0) === 0;
  }
}

/** What is stored to a member; an empty range where it is made of what was there before. undefined: nothing. */
export function storedTo(
  tokens: readonly Token[],
  { start, end }: TokenRange,
  within: FunctionRange,
): TokenRange | undefined {
  const none = { start: end, end };
  const [before, behind] = [tokens[start - 1]?.text ?? '', tokens[end]?.text ?? ''];
  if (/^(?:\+\+|--)$/.test(before) || /^(?:\+\+|--|[-+*/%&|^]=|<<=|>>=)$/.test(behind)) return none;
  if (behind === '=') return { start: end + 1, end: endOfValue(tokens, end + 1) };
  if (before === '&' && tokens[start - 2]?.text === '(' && atomicStore.test(tokens[start - 3]?.text ?? '')) return none;
  // `*(volatile int *)&(area->cpu_id) = value`
  let [first, last] = [start - 1, end];
  while (tokens[first]?.text === '(' && tokens[last]?.text === ')') [first, last] = [first - 1, last + 1];
  if (tokens[first]?.text !== '&' || tokens[last]?.text !== '=' || tokens[first - 1]?.text !== ')') return undefined;
  const open = openingOf(tokens, first - 1, within);
  return tokens[open - 1]?.text === '*' ? { start: last + 1, end: endOfValue(tokens, last + 1) } : undefined;
}

function openingOf(tokens: readonly Token[], close: number, within: FunctionRange): number {
  for (let i = close - 1; i > within.bodyStart; i--)
    if (tokens[i]?.text === '(' && closingOf(tokens, i) === close) return i;
  return within.bodyStart;
}

/** What declarations give the members of an area: `struct rseq area = { .flags = 1 }`. */
export function initializers(unit: UnitContext): readonly FieldWrite[] {
  const { tokens, excerpt } = unit;
  const found: FieldWrite[] = [];
  for (let i = 0; i + 3 < tokens.length; i++) {
    if (tokens[i]?.text !== 'struct' || !areaTags.has(tokens[i + 1]?.text ?? '')) continue;
    let open = i + 2;
    while (/^(?:\w+|=)$/.test(tokens[open]?.text ?? '') && open < i + 12) {
      open = tokens[open + 1]?.text === '(' ? closingOf(tokens, open + 1) + 1 : open + 1;
    }
    if (tokens[open]?.text !== '{' || tokens[open - 1]?.text !== '=') continue;
    const within = unit.functionAt(i);
    for (const part of splitAt(tokens, { start: open + 1, end: closingOf(tokens, open) }, ',')) {
      if (tokens[part.start]?.text !== '.' || tokens[part.start + 2]?.text !== '=') continue;
      const value = { start: part.start + 3, end: part.end };
      const constant = within ? unit.valueOf(value, within) : unit.constants.valueOf(value);
      found.push({
        path: [tokens[part.start + 1]?.text ?? ''],
        place: excerpt.placeOf(part),
        function: within?.name,
        value: constant === undefined ? undefined : Number(constant),
        how: 'initializer',
        isOwnObject: true,
        isBeforeRegistration: false,
      });
    }
  }
  return found;
}
