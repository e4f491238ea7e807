import type { Flow, SymbolRef } from '../arch/instruction';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { after, before, isEmpty } from './walk';

/** Where control can go from an item. */
export type Step =
  | { readonly kind: 'item'; readonly item: Item }
  /** Out of this program: to C code, another function, the caller. */
  | { readonly kind: 'leaves' }
  /** Nobody can tell. */
  | { readonly kind: 'unknown' };

/**
 * The steps after `item`. A may-analysis: both ways of a conditional branch are possible. Calls are taken to return.
 * Bytes that are executed as data (`.inst`, `.byte`) and unknown statements go nowhere known. Where a delay slot is written out,
 * the branch goes to it, and the instruction in it to where the branch does.
 */
export function successors(program: Program, item: Item): readonly Step[] {
  if (item.kind === 'opaque' || item.kind === 'data') return [{ kind: 'unknown' }];
  if (item.kind !== 'instruction') return [fallThrough(program, item)];
  if (item.instruction.delayed) return intoSlot(program, item);
  const owner = ownerOfSlot(program, item);
  const own = stepsOf(program, item, item.instruction.effect.flow);
  if (!owner) return own;
  const { flow, delaySlot } = owner.branch.instruction.effect;
  const taken = delaySlot === 'taken' && flow.kind === 'jump' ? { ...flow, conditional: false } : flow;
  const steps = stepsOf(program, item, taken);
  return owner.jumpedInto ? [...steps, ...own] : steps;
}

/** A branch that is not taken skips its slot if the slot belongs to the taken way only. */
function intoSlot(program: Program, branch: InstructionItem): readonly Step[] {
  const { flow, delaySlot } = branch.instruction.effect;
  const slot = fallThrough(program, branch);
  if (delaySlot === 'always' || flow.kind !== 'jump' || !flow.conditional) return [slot];
  for (const item of after(program, branch)) {
    if (item.kind === 'instruction') return [slot, fallThrough(program, item)];
    if (!isEmpty(item)) break;
  }
  return [slot, { kind: 'unknown' }];
}

/** The branch in whose delay slot `item` is. `jumpedInto`: a label in between lets others come here without the branch. */
export function ownerOfSlot(
  program: Program,
  item: Item,
): { readonly branch: InstructionItem; readonly jumpedInto: boolean } | undefined {
  let jumpedInto = false;
  for (const previous of before(program, item)) {
    if (previous.kind === 'label') jumpedInto = true;
    else if (previous.kind === 'instruction') {
      return previous.instruction.delayed ? { branch: previous, jumpedInto } : undefined;
    } else if (!isEmpty(previous)) return undefined;
  }
  return undefined;
}

function stepsOf(program: Program, item: Item, flow: Flow): readonly Step[] {
  switch (flow.kind) {
    case 'next':
    case 'call':
    case 'syscall':
      return [fallThrough(program, item)];
    case 'jump': {
      const taken = jumpTo(program, flow.target);
      return flow.conditional ? [taken, fallThrough(program, item)] : [taken];
    }
    case 'indirect':
      return [{ kind: 'unknown' }];
    case 'return':
      return [{ kind: 'leaves' }];
    case 'trap':
      return [];
  }
}

function fallThrough(program: Program, item: Item): Step {
  for (const next of after(program, item)) return { kind: 'item', item: next };
  // The text around an asm statement goes on after it; what follows in another section is some other statement's.
  return program.form === 'inline' && item.stream === 0 ? { kind: 'leaves' } : { kind: 'unknown' };
}

function jumpTo(program: Program, target: SymbolRef | undefined): Step {
  if (!target || target.kind === 'dangling') return { kind: 'unknown' };
  if (target.kind !== 'label') return { kind: 'leaves' };
  const item = program.items[target.item];
  return item ? { kind: 'item', item } : { kind: 'unknown' };
}

/** Every item reachable from `from` (inclusive) without going through an item at which `stop` says true. */
export function reachable(program: Program, from: Item, stop: (item: Item) => boolean): ReadonlySet<number> {
  const seen = new Set<number>();
  const work: Item[] = [from];
  for (let item = work.pop(); item; item = work.pop()) {
    if (seen.has(item.index)) continue;
    seen.add(item.index);
    if (stop(item)) continue;
    for (const step of successors(program, item)) if (step.kind === 'item') work.push(step.item);
  }
  return seen;
}

/** The way straight on from `from`: falls through conditional branches, follows jumps within the program, ends when it leaves. */
export function* straightOn(program: Program, from: Item): Generator<Item> {
  const seen = new Set<number>();
  let item: Item | undefined = from;
  while (item && !seen.has(item.index)) {
    seen.add(item.index);
    yield item;
    const step: Step | undefined = successors(program, item).at(-1);
    item = step?.kind === 'item' ? step.item : undefined;
  }
}

/** Does nothing go straight on behind the instruction? In a delay slot behind it one more is executed. */
export function endsFlow({ instruction }: InstructionItem): boolean {
  const { flow } = instruction.effect;
  return /^(indirect|return|trap)$/.test(flow.kind) || (flow.kind === 'jump' && !flow.conditional);
}

/** Does an instruction of the program jump to or call this label? */
export function isJumpedTo(program: Program, label: LabelItem): boolean {
  return program.items.some((item) => {
    if (item.kind !== 'instruction') return false;
    const { flow } = item.instruction.effect;
    return (
      (flow.kind === 'jump' || flow.kind === 'call') &&
      flow.target?.kind === 'label' &&
      flow.target.item === label.index
    );
  });
}
