import type { AllocatedArray, StackDescriptor } from '../../../model/cpuUse';
import { callSitesIn } from '../callSites';
import type { FunctionRange } from '../functions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

const allocates = /^(?:malloc|calloc|aligned_alloc|memalign|mmap|valloc|pvalloc|shmat)$/;
const countsOnline = /^(?:get_nprocs|CPU_COUNT|hardware_concurrency)$/;
/** bits/confname.h: _SC_NPROCESSORS_ONLN */
const onlineName = 84;
/** asm-generic/mman-common.h: MAP_SHARED, MAP_SHARED_VALIDATE */
const sharedFlags = [1, 3];

/** Arrays that a function makes room for: by a call whose result a variable gets. */
export function arraysIn(unit: UnitContext, within: FunctionRange): readonly AllocatedArray[] {
  const { tokens, excerpt } = unit;
  return callSitesIn(tokens, within, (name) => allocates.test(name)).flatMap(
    ({ callee, at, first, close, args }): AllocatedArray[] => {
      const array = assignedTo(first);
      if (array === undefined) return [];
      const online = args.map((argument) => onlineCount(argument, 0)).find((one) => one !== undefined);
      const flags = args[3] && mapFlags(args[3]);
      const isShared =
        callee === 'shmat' || (callee === 'mmap' && flags !== undefined && sharedFlags.includes(flags & 0xf));
      const shared = isShared ? excerpt.placeOf({ start: at, end: close + 1 }) : undefined;
      return online || shared ? [{ array, function: within.name, online, shared }] : [];
    },
  );

  /** Of mmap(2), where the kernel's headers were read or not. */
  function mapFlags(range: TokenRange): number | undefined {
    const names = tokens.slice(range.start, range.end).map(({ text }) => text);
    return names.includes('MAP_SHARED') ? sharedFlags[0] : unit.valueOf(range, within);
  }

  /** The variable in front of `=`, casts left out. */
  function assignedTo(call: number): string | undefined {
    let i = call - 1;
    while (/^(?:[()*]|\w+)$/.test(tokens[i]?.text ?? '') && i > within.bodyStart && call - i < 12) i--;
    return tokens[i]?.text === '=' && /^[A-Za-z_]\w*$/.test(tokens[i - 1]?.text ?? '')
      ? tokens[i - 1]?.text
      : undefined;
  }

  /** The call in an expression that counts the cpus which are online, looked for through local variables. */
  function onlineCount(range: TokenRange, depth: number): AllocatedArray['online'] {
    for (let i = range.start; i < range.end; i++) {
      const text = tokens[i]?.text ?? '';
      const isCall = tokens[i + 1]?.text === '(';
      const close = isCall ? closingOf(tokens, i + 1) : i;
      if (isCall && countsOnline.test(text)) return excerpt.written({ start: i, end: close + 1 });
      if (isCall && text === 'sysconf' && asksOnline({ start: i + 2, end: close }))
        return excerpt.written({ start: i, end: close + 1 });
      const source = depth < 2 ? unit.sourceOf({ start: i, end: i + 1 }, within) : undefined;
      const found = source && onlineCount(source, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  function asksOnline(range: TokenRange): boolean {
    return tokens[range.start]?.text === '_SC_NPROCESSORS_ONLN' || unit.constants.valueOf(range) === BigInt(onlineName);
  }
}

/** Sections that are armed with a descriptor which ends with the function: `area->rseq_cs = (long) &local`. */
export function stackDescriptors(unit: UnitContext, within: FunctionRange): readonly StackDescriptor[] {
  const { tokens, excerpt } = unit;
  const found: StackDescriptor[] = [];
  for (let i = within.bodyStart; i < within.end; i++) {
    if (tokens[i]?.text !== 'rseq_cs' || !/^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    let at = i + 1;
    while (/^(?:\.|\)|ptr|ptr64|arch)$/.test(tokens[at]?.text ?? '')) at++;
    if (tokens[at]?.text !== '=') continue;
    for (at++; /^(?:[()*]|\w+)$/.test(tokens[at]?.text ?? ''); at++);
    const name = tokens[at + 1]?.text ?? '';
    const local = tokens[at]?.text === '&' ? unit.localsOf(within).find((one) => one.name === name) : undefined;
    if (isClearedBehind(at)) continue;
    if (!local || local.pointers > 0 || local.words.some((word) => /^(?:static|extern|_?_?[Tt]hread\w*)$/.test(word)))
      continue;
    const place = excerpt.placeOf({ start: at, end: at + 2 });
    const declaration = excerpt.placeOf({ start: local.at, end: local.at + 1 });
    found.push({ name, place, declaration, function: within.name });
  }
  return found;

  /** Is rseq_cs set to 0 before the function ends? */
  function isClearedBehind(from: number): boolean {
    for (let i = from; i < within.end; i++)
      if (
        tokens[i]?.text === 'rseq_cs' &&
        tokens
          .slice(i + 1, i + 6)
          .some(({ text }, k, all) => text === '=' && /^(?:0|NULL|nullptr)$/.test(all[k + 1]?.text ?? ''))
      )
        return true;
    return false;
  }
}
