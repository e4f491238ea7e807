import type { ChildUse } from '../../../model/registration';
import { TokenKind } from '../../preprocess/token';
import type { AreaNames } from '../area';
import { type CallSite, findCallSites, isResultOf } from '../callSites';
import type { FunctionRange } from '../functions';
import { impliedZeroness } from '../conditionMeaning';
import { conditionsAt } from '../pathConditions';
import type { TokenRange } from '../tokenLists';
import type { SystemCall } from './systemCalls';
import type { UnitContext } from '../unitContext';

/** Functions of librseq and the kernel's selftests that read the area, register it or run a section. */
const libraryUse =
  /^rseq_(?:current_\w+|cpu_start|register_current_thread|unregister_current_thread|cmp\w+|addv|offset_deref_addv|load_\w+|store_\w+|this_cpu_\w+)$/;
/** Linux include/uapi/linux/sched.h: CLONE_VM, CLONE_SETTLS. */
const shares = { memory: 0x100, withThreadPointer: 0x80000 } as const;

interface Use {
  readonly range: TokenRange;
  readonly isRegistration: boolean;
}

/** Uses of rseq in children that have the memory of their parent, but not its registration. */
export function childUses(
  unit: UnitContext,
  systemCalls: readonly SystemCall[],
  sectionFunctions: ReadonlySet<string>,
  names: AreaNames,
): readonly ChildUse[] {
  const { tokens, functions, excerpt } = unit;
  const usesIn = (range: FunctionRange): readonly Use[] => usesOf(unit, range, systemCalls, sectionFunctions, names);
  const use = ({ range, isRegistration }: Use, within: FunctionRange, call: CallSite): ChildUse => ({
    place: excerpt.placeOf(range),
    text: excerpt.textOf(range),
    function: within.name,
    call: excerpt.placeOf({ start: call.at, end: call.close + 1 }),
    callee: call.callee,
    isRegistration,
  });
  const ofVfork = findCallSites(tokens, functions, (name) => name === 'vfork').flatMap((call) =>
    usesIn(call.function)
      .filter(({ range }) => range.start > call.close && isInChild(unit, call, range.start))
      .map((found) => use(found, call.function, call)),
  );
  const ofClone = findCallSites(tokens, functions, (name) => name === 'clone').flatMap((call) => {
    const [start, , flags] = call.args;
    const sharesArea = flags !== undefined && isAreaShared(unit, flags, call.function);
    const body = start && functions.find(({ name }) => name === tokens[start.end - 1]?.text);
    return sharesArea && body ? usesIn(body).map((found) => use(found, body, call)) : [];
  });
  return [...ofVfork, ...ofClone];
}

/** Flags of clone(2), as a number or by their names: the child has the memory of the parent, and its thread pointer. */
function isAreaShared(unit: UnitContext, flags: TokenRange, within: FunctionRange): boolean {
  const value = unit.valueOf(flags, within);
  if (value !== undefined) return (value & shares.memory) !== 0 && (value & shares.withThreadPointer) === 0;
  const words = unit.tokens.slice(flags.start, flags.end).map(({ text }) => text);
  const areNames = words.every((word) => /^(?:CLONE_\w+|SIG\w+|\||\d+)$/.test(word));
  return areNames && words.includes('CLONE_VM') && !words.includes('CLONE_SETTLS');
}

/** Does the place run in the child only: is the result of vfork() known to be 0 there? */
function isInChild(unit: UnitContext, call: CallSite, at: number): boolean {
  const { tokens } = unit;
  const isResult = (range: TokenRange): boolean => isResultOf(tokens, call, range);
  return conditionsAt(tokens, call.function, at).some(
    (condition) => condition.end > call.at && impliedZeroness(tokens, condition, condition.holds, isResult) === 'zero',
  );
}

function usesOf(
  { tokens }: UnitContext,
  range: FunctionRange,
  systemCalls: readonly SystemCall[],
  sectionFunctions: ReadonlySet<string>,
  names: AreaNames,
): readonly Use[] {
  const found: Use[] = systemCalls
    .filter(({ name, site }) => name === 'rseq' && site.function === range)
    .map(({ site }) => ({ range: { start: site.at, end: site.close + 1 }, isRegistration: true }));
  for (let i = range.bodyStart; i < range.end; i++) {
    const token = tokens[i];
    if (token?.kind !== TokenKind.Identifier || token.uncertain) continue;
    const next = tokens[i + 1]?.text ?? '';
    const isCall = next === '(' && (libraryUse.test(token.text) || sectionFunctions.has(token.text));
    const isAccess = /^(?:\.|->)$/.test(next) && names.isArea(token.text, i);
    if (isCall) found.push({ range: { start: i, end: i + 1 }, isRegistration: /register/.test(token.text) });
    else if (isAccess) found.push({ range: { start: i, end: i + 3 }, isRegistration: false });
  }
  return found;
}
