import type { AddressStore, ArmingContext } from './armingStores';
import type { Flow } from '../arch/instruction';
import { isJumpedTo, straightOn, successors } from './controlFlow';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type { ArmedVerdict } from './section';
import { before, compareAddress, isEmpty, labelAt } from './walk';
import type { RawDescriptor } from './descriptors';

/**
 * The last store of an address to `rseq_cs` on the way straight into the section, backwards from its start. undefined: there is
 * none before the flow comes from elsewhere, before another section begins, or before something that may be one.
 */
export function lastBefore({ program, descriptors, use, start }: ArmingContext): AddressStore | undefined {
  const starts = descriptors.flatMap((descriptor) => startOf(program, descriptor) ?? []);
  const isOtherStart = (item: LabelItem): boolean =>
    starts.includes(item) && compareAddress(program, item, start) !== 0;
  let next: Item = start;
  for (const item of before(program, start)) {
    if (item.kind === 'opaque' || (item.kind === 'data' && !isEmpty(item))) return undefined;
    if (item.kind === 'label' && isOtherStart(item)) return undefined;
    if (item.kind === 'instruction') {
      const { flow } = item.instruction.effect;
      if (flow.kind === 'call' || flow.kind === 'syscall' || !leadsTo(program, item, next, start)) return undefined;
      const store = use.stores.find((candidate) => candidate.item.index === item.index);
      if (store) return store;
    }
    next = item;
  }
  return undefined;
}

/** Does the flow go on from an instruction to what follows it in the text, or to the start right away? */
function leadsTo(program: Program, item: InstructionItem, next: Item, start: LabelItem): boolean {
  return successors(program, item).some(
    (step) =>
      step.kind === 'item' && (step.item.index === next.index || compareAddress(program, step.item, start) === 0),
  );
}

/** The start label of a descriptor. */
export function startOf(program: Program, descriptor: RawDescriptor): LabelItem | undefined {
  const value = descriptor.fields?.start.value;
  const [term] = value?.terms ?? [];
  return value?.terms.length === 1 && term?.symbol.kind === 'label' ? labelAt(program, term.symbol.item) : undefined;
}

/** Decides by the place of the stores, of which there is one at least: is one of them right in front of the start label? */
export function placeOfStores(
  { program, start, range }: ArmingContext,
  any: AddressStore,
  own: readonly AddressStore[],
  inner: AddressStore | undefined,
): ArmedVerdict {
  const inside = new Set(range.map((item) => item.index));
  const stores = own.map(({ item }) => item);
  const outside = own.filter(({ item }) => !inside.has(item.index));
  const [first = any] = outside;
  const all = (store: AddressStore): Pick<ArmedVerdict, 'store' | 'access' | 'stores'> => ({
    store: store.item,
    access: store.access,
    stores,
  });
  const ways = outside.map((store) => ({ store, way: wayFrom(program, store.item, start, new Set(stores)) }));
  const direct = ways.find(({ way }) => way?.length === 0);
  if (inner && outside.length > 0) return { kind: 'nested', inner, ...all(direct?.store ?? first) };
  if (outside.length === 0) {
    return { kind: 'inside', movable: isMovable(program, start, first.item, (item) => reads(item)), ...all(first) };
  }
  if (direct) return { kind: 'armed', ...all(direct.store) };
  const late = ways.findLast(({ way }) => way !== undefined);
  if (!late?.way) return { kind: 'armed', ...all(first) };
  const movable = isMovable(program, start, late.store.item, ({ instruction }) => isTransfer(instruction.effect.flow));
  return { kind: 'late-start', between: late.way, movable, ...all(late.store) };
}

/** Can the start label be put behind the store, with nothing that `minds` between the two, and nobody who jumps to the label? */
function isMovable(
  program: Program,
  start: LabelItem,
  store: InstructionItem,
  minds: (item: InstructionItem) => boolean,
): boolean {
  if (isJumpedTo(program, start) || start.stream !== store.stream) return false;
  const [from, to] = start.index < store.index ? [start, store] : [store, start];
  const crossed = program.items.filter(
    ({ index, stream }) => stream === start.stream && index > from.index && index < to.index,
  );
  return crossed.every((item) => item.kind !== 'instruction' || !minds(item));
}

function isTransfer(flow: Flow): boolean {
  return flow.kind !== 'next' && !(flow.kind === 'jump' && flow.conditional);
}

/** Does it read memory, which may be what the section protects, or go elsewhere? */
function reads({ instruction }: InstructionItem): boolean {
  return instruction.effect.flow.kind !== 'next' || instruction.effect.accesses.length > 0;
}

/** Where the assembler fills delay slots it may do so with the store in front of the branch. */
function mayTakeAlong({ instruction }: InstructionItem): boolean {
  return instruction.effect.delaySlot !== undefined && !instruction.delayed;
}

/** The instructions on the way straight on from a store to the start label; undefined: it does not lead there, or not surely. */
export function wayFrom(
  program: Program,
  store: InstructionItem,
  start: LabelItem,
  stores: ReadonlySet<InstructionItem>,
): readonly InstructionItem[] | undefined {
  const way: InstructionItem[] = [];
  for (const item of straightOn(program, store)) {
    if (item.index === store.index) continue;
    if (item.kind === 'label' && compareAddress(program, item, start) === 0) return way;
    if (item.kind === 'opaque' || (item.kind === 'data' && !isEmpty(item))) return undefined;
    if (item.kind !== 'instruction') continue;
    if (stores.has(item) || (way.length === 0 && mayTakeAlong(item))) return undefined;
    way.push(item);
  }
  return undefined;
}
