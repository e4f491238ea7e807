import type { Address, MemoryAccess, Ordering, SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import { areaRelation } from './area';
import { straightOn } from './controlFlow';
import { type Bounds, isAt, isOutside } from './exits';
import type { InstructionItem, Item, Program } from './program';
import { type Origin, type ValueStep } from './values';
import { labelAt } from './walk';

/**
 * Something that a section does whatever processor it is written for. Loads are none: how often a value is fetched is the
 * processor's business, what is decided by it is not.
 */
export type SectionStep = { readonly place: Place } &
  /** The cpu number is compared; `to` is where another cpu leads. */
  (
    | { readonly kind: 'cpu'; readonly to: string }
    /** A way out that depends on memory. `memory`: which, as C has it; empty: nobody can tell. */
    | { readonly kind: 'exit'; readonly memory: readonly string[]; readonly to: string }
    /** A store that does not count until the commit. `memory` undefined: nobody can tell where. */
    | { readonly kind: 'store'; readonly memory: string | undefined }
    /** A loop that stores. */
    | { readonly kind: 'copy' }
    | { readonly kind: 'barrier'; readonly order: Ordering }
    | { readonly kind: 'commit'; readonly memory: string | undefined }
  );

/** The steps of a section in the order of its text; `values`: its instructions with what registers hold. */
export function sectionStepsOf(
  program: Program,
  values: readonly ValueStep[],
  commit: InstructionItem | undefined,
  bounds: Bounds,
): readonly SectionStep[] {
  const loops = loopsOf(bounds.range);
  const steps: SectionStep[] = [];
  for (const step of values) {
    const { item } = step;
    const inLoop = loops.some(({ from, to }) => item.index >= from && item.index <= to);
    for (const found of stepsAt(program, step, commit, bounds)) {
      const isCopy = found.kind === 'store' && inLoop;
      if (!isCopy) steps.push(found);
      else if (steps.at(-1)?.kind !== 'copy') steps.push({ kind: 'copy', place: found.place });
    }
  }
  return steps;
}

function stepsAt(
  program: Program,
  step: ValueStep,
  commit: InstructionItem | undefined,
  bounds: Bounds,
): readonly SectionStep[] {
  const { item } = step;
  const { effect, place } = { effect: item.instruction.effect, place: item.place };
  if (effect.flow.kind === 'jump') return exitAt(program, step, bounds);
  const steps: SectionStep[] = effect.orders === undefined ? [] : [{ kind: 'barrier', order: effect.orders, place }];
  const write = effect.accesses.find((access) => access.mode !== 'read' && isShared(program, item, access));
  if (!write) return steps;
  const memory = memoryOf(program, write.address);
  const kind = item === commit ? 'commit' : 'store';
  return [...steps, { kind, memory, place }];
}

function exitAt(program: Program, { item, before }: ValueStep, bounds: Bounds): readonly SectionStep[] {
  const { effect } = item.instruction;
  const { flow } = effect;
  if (flow.kind !== 'jump' || !flow.target || !isOutside(program, flow.target, bounds)) return [];
  const origins = effect.reads.flatMap((register) => before.get(register) ?? []);
  const to = destinationOf(program, flow.target, bounds);
  const { place } = item;
  if (origins.some(({ relation }) => relation === 'id')) return [{ kind: 'cpu', to, place }];
  return [{ kind: 'exit', memory: testedOf(program, origins), to, place }];
}

/** Where a way out leads: the abort handler, or the C label behind whatever has to be put back first. */
function destinationOf(program: Program, target: SymbolRef, { abort }: Bounds): string {
  if (isAt(program, target, abort)) return 'abort';
  const label = target.kind === 'label' ? labelAt(program, target.item) : undefined;
  for (const item of label ? straightOn(program, label) : []) {
    const flow = item.kind === 'instruction' ? item.instruction.effect.flow : undefined;
    if (flow?.kind === 'jump' && flow.target?.kind === 'c-label') return flow.target.name;
  }
  return target.name;
}

/** The memory that a decision depends on; variables of the function that happen to be in memory are none. */
function testedOf(program: Program, origins: readonly Origin[]): readonly string[] {
  const found = origins.flatMap(({ address, isCurrent }) => (isCurrent ? (memoryOf(program, address) ?? []) : []));
  return [...new Set(found)].filter((memory) => /[*[>.]/.test(memory)).sort();
}

/** What C calls the memory at an address. */
function memoryOf(program: Program, address: Address): string | undefined {
  return spellingOf(program, address)?.replace(/^\(([^()]*)\)$/, '$1');
}

function spellingOf(program: Program, address: Address): string | undefined {
  if (address.operand) return program.operands[address.operand.index]?.meaning.spelling;
  const pointer = /^operand:(\d+)$/.exec(address.base ?? '')?.[1];
  if (pointer === undefined || address.index !== undefined) return undefined;
  const offset = address.displacement;
  if (offset?.constant !== 0n || offset.terms.length > 0) return undefined;
  return program.operands[Number(pointer)]?.meaning.pointee;
}

/** Does others' memory change, or one's own stack and struct rseq only? */
function isShared(program: Program, item: InstructionItem, access: MemoryAccess): boolean {
  if (access.address.base === program.architecture.stackPointer) return false;
  const relation = areaRelation(program, item, access);
  return relation === 'elsewhere' || relation === 'maybe';
}

/** Text that a branch goes back over, as indices of its first and last item. */
function loopsOf(range: readonly Item[]): readonly { readonly from: number; readonly to: number }[] {
  const inside = new Set(range.map(({ index }) => index));
  return range.flatMap((item) => {
    const flow = item.kind === 'instruction' ? item.instruction.effect.flow : undefined;
    if (flow?.kind !== 'jump' || flow.target?.kind !== 'label') return [];
    const from = flow.target.item;
    return inside.has(from) && from <= item.index ? [{ from, to: item.index }] : [];
  });
}
