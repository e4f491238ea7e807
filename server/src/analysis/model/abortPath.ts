import { ownerOfSlot, reachable, successors } from './controlFlow';
import { type Fact, known } from './fact';
import type { Item, LabelItem, Program } from './program';
import type { AbortPathVerdict, ArmingVerdict } from './section';

/**
 * Follows the abort handler: the kernel cleared `rseq_cs` when it aborted, so a way back into the section that does not pass
 * the arming store runs it unprotected.
 */
export function abortPathOf(
  program: Program,
  abort: LabelItem,
  start: LabelItem,
  range: readonly Item[],
  arming: ArmingVerdict,
): Fact<AbortPathVerdict> {
  const protectedItems = new Set([start.index, ...range.map((item) => item.index)]);
  const rearms = (item: Item): boolean => arming.kind === 'armed' && item.index === arming.store.index;
  const seen = reachable(program, abort, (item) => rearms(item) || protectedItems.has(item.index));
  for (const index of seen) {
    const item = program.items[index];
    if (!item || protectedItems.has(index) || rearms(item)) continue;
    for (const step of successors(program, item)) {
      if (step.kind !== 'item' || !protectedItems.has(step.item.index)) continue;
      const owner = ownerOfSlot(program, item);
      const branch = owner && !owner.jumpedInto ? owner.branch : item;
      return known({ kind: 'enters', branch: branch.place, atStart: step.item.index === start.index });
    }
  }
  return known({ kind: 'leaves' });
}
