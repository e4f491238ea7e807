import type { SymbolRef } from '../arch/instruction';
import { reachable } from './controlFlow';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { after, compareAddress, isInstruction, labelAt } from './walk';

/** The way out of a section: where it begins and ends, and where aborts go. */
export interface Bounds {
  readonly range: readonly Item[];
  readonly start: LabelItem;
  readonly postCommit: LabelItem;
  readonly abort: LabelItem;
}

/** A branch out of the section to somewhere else than the post-commit label or the abort handler. */
export interface SideExit {
  readonly branch: InstructionItem;
  readonly target: SymbolRef;
  /** The last instruction in front of the way out: what is in the delay slot of the branch, or the branch. */
  readonly last: Item;
}

export function sideExitsOf(program: Program, bounds: Bounds): readonly SideExit[] {
  return bounds.range.filter(isInstruction).flatMap((branch) => {
    const { flow } = branch.instruction.effect;
    if (flow.kind !== 'jump' || !flow.target || !isOutside(program, flow.target, bounds)) return [];
    if (isAt(program, flow.target, bounds.abort)) return [];
    return [{ branch, target: flow.target, last: slotOf(program, branch) ?? branch }];
  });
}

/** True if a branch target is not between start and post-commit, these two included. */
export function isOutside(
  program: Program,
  target: SymbolRef,
  { start, postCommit }: Pick<Bounds, 'start' | 'postCommit'>,
): boolean {
  if (target.kind !== 'label') return true;
  const label = labelAt(program, target.item);
  if (!label) return true;
  const toStart = compareAddress(program, label, start);
  const toEnd = compareAddress(program, label, postCommit);
  return toStart === undefined || toEnd === undefined || toStart < 0 || toEnd > 0;
}

/** True if a branch target has the address of a label. */
export function isAt(program: Program, target: SymbolRef, label: LabelItem): boolean {
  const item = target.kind === 'label' ? labelAt(program, target.item) : undefined;
  return item !== undefined && compareAddress(program, item, label) === 0;
}

/** Everything between start and post-commit that can be executed after `item`, `item` included. */
export function reachableInside(program: Program, item: Item, range: readonly Item[]): ReadonlySet<number> {
  const inside = new Set(range.map(({ index }) => index));
  return reachable(program, item, ({ index }) => !inside.has(index));
}

function slotOf(program: Program, branch: InstructionItem): Item | undefined {
  if (!branch.instruction.delayed) return undefined;
  for (const item of after(program, branch)) if (item.kind === 'instruction') return item;
  return undefined;
}
