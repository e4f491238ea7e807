import { successors } from './controlFlow';
import type { Locations } from './locations';
import type { Paths } from './paths';
import type { InstructionItem, Item, LabelItem, Program } from './program';

/** A handler in another output section that branches back, so that the linker may have to help, with registers of its own. */
export interface OpenVeneer {
  readonly handler: LabelItem;
  readonly branch: InstructionItem;
  /** What the linker may use and the statement does not give away. */
  readonly registers: readonly string[];
}

export function openVeneersOf(locations: Locations, { handlers, program }: Paths): readonly OpenVeneer[] {
  const registers = program.architecture.registerUse.veneers.filter((register) => !locations.declared.has(register));
  if (registers.length === 0) return [];
  return handlers.flatMap((handler) => {
    // In the text section proper it may well stand next to the function.
    if (handler.stream === 0 || program.streams[handler.stream]?.section === '.text') return [];
    const branch = branchBack(program, handler);
    return branch ? [{ handler, branch, registers }] : [];
  });
}

/** The first branch from the handler's output section to another. */
function branchBack(program: Program, handler: LabelItem): InstructionItem | undefined {
  const seen = new Set<number>();
  const work: Item[] = [handler];
  for (let item = work.pop(); item; item = work.pop()) {
    if (seen.has(item.index) || item.stream !== handler.stream) continue;
    seen.add(item.index);
    if (item.kind === 'instruction' && leaves(program, item)) return item;
    for (const step of successors(program, item)) if (step.kind === 'item') work.push(step.item);
  }
  return undefined;
}

/** Linkers put nothing between conditional branches and their targets. */
function leaves(program: Program, { instruction, stream }: InstructionItem): boolean {
  const { flow } = instruction.effect;
  if (flow.kind !== 'jump' || flow.conditional || !flow.target) return false;
  if (flow.target.kind === 'c-label') return true;
  return flow.target.kind === 'label' && program.items[flow.target.item]?.stream !== stream;
}
