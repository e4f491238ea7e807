import { reachedByAbort } from './abortPath';
import type { ArmedCode } from './armedCode';
import { ownerOfSlot, straightOn } from './controlFlow';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, LabelItem, Program } from './program';
import { compareAddress, isInstruction, labelAt, opaqueReason } from './walk';

/** A branch from outside to the start of a section or behind it. */
export interface Entry {
  readonly branch: InstructionItem;
  readonly target: LabelItem;
  readonly atStart: boolean;
}

/**
 * Branches into a section that neither come from its abort handler nor from the store that arms it. What follows an abort is
 * {@link abortPathOf}'s business.
 */
export function entriesOf(program: Program, abort: LabelItem, code: ArmedCode): Fact<readonly Entry[]> {
  const afterAbort = reachedByAbort(program, abort, code);
  const unread = opaqueReason(program.items.filter((item) => afterAbort.has(item.index)));
  if (unread) return unknown(unread);
  const armed = behindStores(program, code);
  const outside = program.items
    .filter(isInstruction)
    .filter(({ index }) => !code.items.has(index) && !afterAbort.has(index));
  return known(
    outside.flatMap((branch) => {
      const { flow } = branch.instruction.effect;
      if ((flow.kind !== 'jump' && flow.kind !== 'call') || flow.target?.kind !== 'label') return [];
      const target = labelAt(program, flow.target.item);
      if (!target) return [];
      const atStart = code.start !== undefined && compareAddress(program, target, code.start) === 0;
      if (atStart ? armed.has(branch.index) : !code.items.has(target.index)) return [];
      return [{ branch, target, atStart }];
    }),
  );
}

/** What runs between a store and the section that it arms, and the branch in whose delay slot the store is. */
function behindStores(program: Program, code: ArmedCode): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const index of code.stores) {
    const store = program.items[index];
    if (!store) continue;
    const owner = ownerOfSlot(program, store);
    if (owner) seen.add(owner.branch.index);
    for (const item of straightOn(program, store)) {
      if (code.items.has(item.index)) break;
      seen.add(item.index);
    }
  }
  return seen;
}
