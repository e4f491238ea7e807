import { ownerOfSlot, successors } from './controlFlow';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, Program } from './program';
import { after, isInstruction, opaqueReason } from './walk';

/** A loop that nothing in it brings nearer to its end. */
export interface EndlessLoop {
  /** The branch back. */
  readonly branch: InstructionItem;
  /** Where it goes. */
  readonly head: Item;
  /** It waits for memory to change (`load` reads it), or has no way out. */
  readonly waits: boolean;
  readonly load: InstructionItem | undefined;
}

/**
 * Finds the loops of a section that only somebody else can end. Of every way out the register that decides is followed to where
 * the loop sets it; whatever counts, walks a list, or cannot be explained ends some time.
 */
export function endlessLoopsOf(program: Program, range: readonly Item[]): Fact<readonly EndlessLoop[]> {
  const unread = opaqueReason(range) ?? (range.some((item) => item.kind === 'data') ? 'mnemonic' : undefined);
  if (unread) return unknown(unread);
  const inside = new Map(range.map((item, position) => [item.index, position]));
  const predecessors = predecessorsIn(program, range, inside);
  const loops = range.flatMap((last) =>
    successors(program, last).flatMap((step) => {
      const head = step.kind === 'item' ? step.item : undefined;
      const [from, to] = [inside.get(last.index) ?? 0, head && inside.get(head.index)];
      if (!head || to === undefined || to > from || last.kind !== 'instruction') return [];
      const items = naturalLoop(range, predecessors, last, head);
      return items ? (endlessLoop(program, items, last, head) ?? []) : [];
    }),
  );
  return known(loops);
}

function predecessorsIn(
  program: Program,
  range: readonly Item[],
  inside: ReadonlyMap<number, number>,
): ReadonlyMap<number, readonly Item[]> {
  const predecessors = new Map<number, Item[]>();
  for (const item of range) {
    for (const step of successors(program, item)) {
      if (step.kind !== 'item' || !inside.has(step.item.index)) continue;
      const list = predecessors.get(step.item.index) ?? [];
      list.push(item);
      predecessors.set(step.item.index, list);
    }
  }
  return predecessors;
}

/** Everything from which control gets to the branch back without passing the head; undefined: control also comes in elsewhere. */
function naturalLoop(
  [entry]: readonly Item[],
  predecessors: ReadonlyMap<number, readonly Item[]>,
  last: Item,
  head: Item,
): readonly Item[] | undefined {
  const loop = new Map([[head.index, head]]);
  const work = [last];
  for (let item = work.pop(); item; item = work.pop()) {
    if (loop.has(item.index)) continue;
    if (item.index === entry?.index) return undefined;
    loop.set(item.index, item);
    work.push(...(predecessors.get(item.index) ?? []));
  }
  return [...loop.values()];
}

function endlessLoop(
  program: Program,
  items: readonly Item[],
  last: InstructionItem,
  head: Item,
): EndlessLoop | undefined {
  const instructions = items.filter(isInstruction);
  const branch = ownerOfSlot(program, last)?.branch ?? last;
  if (instructions.some(({ instruction: { effect } }) => effect.flow.kind === 'call' || effect.flow.kind === 'syscall'))
    return undefined;
  const deciders = decidersOf(program, items);
  if (!deciders) return undefined;
  if (deciders.length === 0) return { branch, head, waits: false, load: undefined };
  const writes = instructions.some(({ instruction: { effect } }) =>
    effect.accesses.some(({ mode }) => mode !== 'read'),
  );
  if (writes || deciders.some((decider) => decider.instruction.effect.reads.length === 0)) return undefined;
  if (advances(roundOf(program, instructions, head), deciders)) return undefined;
  const load = instructions.find(({ instruction: { effect } }) => effect.accesses.length > 0);
  return { branch, head, waits: true, load };
}

/** The branches by which control leaves the loop; undefined: some way out of it is unknown. */
function decidersOf(program: Program, items: readonly Item[]): readonly InstructionItem[] | undefined {
  const inside = new Set(items.map(({ index }) => index));
  const deciders: InstructionItem[] = [];
  for (const item of items) {
    for (const step of successors(program, item)) {
      if (step.kind === 'item' && inside.has(step.item.index)) continue;
      const decider = ownerOfSlot(program, item)?.branch ?? item;
      if (step.kind === 'unknown' || decider.kind !== 'instruction') return undefined;
      deciders.push(decider);
    }
  }
  return deciders;
}

/** What registers hold in a round of a loop: the registers at its head on which that depends. `unclear`: and on who knows what. */
interface Round {
  readonly atEnd: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of what a branch reads. */
  readonly atBranch: ReadonlyMap<number, ReadonlySet<string>>;
}

const unclear = '?';

/** Goes through a round from its head in the order of the text; behind a branch inside the loop, what is set may be left out. */
function roundOf(program: Program, loop: readonly InstructionItem[], head: Item): Round {
  const isBehind = (item: Item): boolean => item.index < head.index;
  const ordered = [...loop].sort((a, b) => Number(isBehind(a)) - Number(isBehind(b)) || a.index - b.index);
  const inside = new Set(loop.map(({ index }) => index));
  const held = new Map<string, ReadonlySet<string>>();
  const of = (registers: readonly string[]): ReadonlySet<string> =>
    new Set(registers.flatMap((register) => [...(held.get(register) ?? [register])]));
  const atBranch = new Map<number, ReadonlySet<string>>();
  let isLeftOut = false;
  for (const item of ordered) {
    const { effect } = item.instruction;
    atBranch.set(item.index, of(effect.reads));
    const value = isInexplicable(item) ? new Set([unclear]) : of(effect.reads);
    for (const register of effect.writes) {
      held.set(register, isLeftOut ? new Set([...value, ...(held.get(register) ?? [register])]) : value);
    }
    isLeftOut ||=
      successors(program, item).filter((step) => step.kind === 'item' && leadsInto(program, step.item, inside)).length >
      1;
  }
  return { atEnd: held, atBranch };
}

/** Does the way on from an item, or from the label that it is, go to an instruction of the loop? */
function leadsInto(program: Program, item: Item, inside: ReadonlySet<number>): boolean {
  if (item.kind === 'instruction') return inside.has(item.index);
  for (const next of after(program, item)) if (next.kind === 'instruction') return inside.has(next.index);
  return false;
}

/** A value that comes from nowhere, such as a clock's or a random number, or that says whether a store was made. */
function isInexplicable({ instruction: { effect, operands } }: InstructionItem): boolean {
  if (effect.linked) return true;
  const isConstant = effect.addressOf !== undefined || operands.some(({ kind }) => kind === 'immediate');
  return effect.reads.length === 0 && effect.accesses.length === 0 && effect.writes.length > 0 && !isConstant;
}

/** Does one of the branches depend on a register that the loop makes from its own old value? */
function advances({ atEnd, atBranch }: Round, deciders: readonly InstructionItem[]): boolean {
  const visiting = new Set<string>();
  const moves = (register: string): boolean => {
    const sources = atEnd.get(register);
    if (register === unclear || (sources && visiting.has(register))) return true;
    if (!sources) return false;
    visiting.add(register);
    const result = [...sources].some(moves);
    visiting.delete(register);
    return result;
  };
  return deciders.some((decider) => [...(atBranch.get(decider.index) ?? [])].some(moves));
}
