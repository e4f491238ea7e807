import { ownerOfSlot, successors } from './controlFlow';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, Program } from './program';
import { isInstruction, opaqueReason } from './walk';
import { sourcesOf } from './values';

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
  const loop = new Loop(instructions);
  if (deciders.some((decider) => loop.advances(decider))) return undefined;
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

/** Which registers change from one round of a loop to the next by its own doing. */
class Loop {
  private readonly visiting = new Set<string>();

  constructor(private readonly instructions: readonly InstructionItem[]) {}

  /** Does what the branch reads come nearer to something? True where nobody can tell. */
  advances(branch: InstructionItem): boolean {
    return branch.instruction.effect.reads.some((register) => this.changes(register));
  }

  private changes(register: string): boolean {
    if (this.visiting.has(register)) return true;
    this.visiting.add(register);
    const definitions = this.instructions.filter(({ instruction }) => instruction.effect.writes.includes(register));
    const changes = definitions.some((definition) => this.isStep(definition));
    this.visiting.delete(register);
    return changes;
  }

  private isStep(definition: InstructionItem): boolean {
    const { effect, operands } = definition.instruction;
    if (effect.linked) return true;
    if (effect.reads.length === 0 && effect.accesses.length === 0) {
      // A constant, unless the value comes from nowhere: a clock, a random number.
      return !operands.some(({ kind }) => kind === 'immediate') && effect.addressOf === undefined;
    }
    const addressing = effect.accesses.flatMap(({ address: { base, index } }) => [base, index]);
    const sources = [...sourcesOf(definition), ...addressing.filter((name) => name !== undefined)];
    return sources.some((source) => this.changes(source));
  }
}
