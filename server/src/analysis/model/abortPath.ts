import type { ArmedCode } from './armedCode';
import { ownerOfSlot, reachable, successors } from './controlFlow';
import { type Fact, known } from './fact';
import type { Item, LabelItem, Program } from './program';
import type { AbortPathVerdict } from './section';

/**
 * Follows the abort handler: the kernel cleared `rseq_cs` when it aborted, so a way back into the section that does not pass
 * the arming store runs it unprotected.
 */
export function abortPathOf(program: Program, abort: LabelItem, code: ArmedCode): Fact<AbortPathVerdict> {
  for (const index of reachedByAbort(program, abort, code)) {
    const item = program.items[index];
    if (!item || code.items.has(index) || code.stores.has(index)) continue;
    for (const step of successors(program, item)) {
      if (step.kind !== 'item' || !code.items.has(step.item.index)) continue;
      const owner = ownerOfSlot(program, item);
      const branch = owner && !owner.jumpedInto ? owner.branch : item;
      return known({ kind: 'enters', branch: branch.place, atStart: step.item.index === code.start?.index });
    }
  }
  return known({ kind: 'leaves' });
}

/** Items that run after an abort up to where the section is armed again, or entered. */
export function reachedByAbort(program: Program, abort: LabelItem, code: ArmedCode): ReadonlySet<number> {
  return reachable(program, abort, (item: Item) => code.stores.has(item.index) || code.items.has(item.index));
}
