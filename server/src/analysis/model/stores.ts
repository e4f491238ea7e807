import type { MemoryAccess } from '../arch/instruction';
import { areaRelation } from './area';
import { type Bounds, reachableInside } from './exits';
import type { InstructionItem, Program } from './program';
import { isMoved, type Origin, sourcesOf, type ValueStep } from './values';

/**
 * What a store in front of the commit does to memory that outlives an abort. Decision order: design/rules.md, stage "stores before
 * L".
 */
export type StoreKind =
  /** What it stores depends on what was there. */
  | 'read-modify-write'
  /** It goes to where the commit goes. */
  | 'commit-address'
  /** It goes to where the section looks before it. */
  | 'tested'
  | 'plain';

/** A store in front of the commit, apart from those to struct rseq and to the stack. */
export interface EarlyStore {
  readonly item: InstructionItem;
  readonly access: MemoryAccess;
  readonly kind: StoreKind;
  /** The load that a read-modify-write begins with, or that a test reads; undefined: the store itself, or none. */
  readonly load: InstructionItem | undefined;
  /** Can the section end regularly behind it? */
  readonly canCommit: boolean;
}

/** The stores in front of the commit, in order. `arming`: the store to `rseq_cs`, which is none of the section's work. */
export function earlyStoresOf(
  program: Program,
  steps: readonly ValueStep[],
  commit: InstructionItem,
  bounds: Pick<Bounds, 'range' | 'postCommit'>,
  arming: InstructionItem | undefined,
): readonly EarlyStore[] {
  const stores: EarlyStore[] = [];
  const state = new Memory();
  const before = steps.slice(
    0,
    Math.max(
      0,
      steps.findIndex(({ item }) => item.index === commit.index),
    ),
  );
  for (const step of before) {
    const { item } = step;
    for (const access of item.index === arming?.index ? [] : lastingStores(program, item)) {
      const { kind, load } = judge(step, access, state, () => goesWithCommit(access, item, before, commit));
      const reached = reachableInside(program, item, bounds.range);
      const canCommit = reached.has(commit.index) || reached.has(bounds.postCommit.index);
      stores.push({ item, access, kind, load, canCommit });
    }
    state.pass(step);
  }
  return stores;
}

/** What is known of memory at a point of the section, by address. */
class Memory {
  /** Addresses that got a value which does not depend on what was there. */
  private readonly initialised = new Map<string, MemoryAccess>();
  /** Addresses that a branch depends on. */
  private readonly tested = new Map<string, Origin>();

  isInitialised(access: MemoryAccess): boolean {
    return this.initialised.has(access.address.key);
  }

  testOf(access: MemoryAccess): Origin | undefined {
    return this.tested.get(access.address.key);
  }

  pass({ item, before }: ValueStep): void {
    const { effect } = item.instruction;
    if (effect.flow.kind === 'jump' && effect.flow.conditional) {
      for (const origin of effect.reads.flatMap((register) => before.get(register) ?? []))
        if (origin.isCurrent) this.tested.set(origin.address.key, origin);
    }
    for (const access of effect.accesses) {
      if (access.mode === 'write' && !comesFrom(item, before, access)) this.initialised.set(access.address.key, access);
    }
    for (const [key, { address }] of this.initialised)
      if (isMoved(address, effect.writes)) this.initialised.delete(key);
    for (const [key, { address }] of this.tested) if (isMoved(address, effect.writes)) this.tested.delete(key);
  }
}

function judge(
  { item, before }: ValueStep,
  access: MemoryAccess,
  state: Memory,
  goesWithCommit: () => boolean,
): Pick<EarlyStore, 'kind' | 'load'> {
  const isSafe = state.isInitialised(access);
  if (access.mode === 'update' && !isSafe) return { kind: 'read-modify-write', load: undefined };
  const origin = comesFrom(item, before, access);
  if (origin && !isSafe) return { kind: 'read-modify-write', load: origin.load };
  if (goesWithCommit()) return { kind: 'commit-address', load: undefined };
  const test = isSafe ? undefined : state.testOf(access);
  return test ? { kind: 'tested', load: test.load } : { kind: 'plain', load: undefined };
}

/** The load of the same address from which a stored value was made. */
function comesFrom(item: InstructionItem, before: ValueStep['before'], { address }: MemoryAccess): Origin | undefined {
  return sourcesOf(item)
    .flatMap((register) => before.get(register) ?? [])
    .find((origin) => origin.isCurrent && origin.isChanged && origin.address.key === address.key);
}

/** Writes whose effect an abort leaves behind. Those that need a reservation are another rule's. */
function lastingStores(program: Program, item: InstructionItem): readonly MemoryAccess[] {
  const { effect } = item.instruction;
  if (effect.linked) return [];
  return effect.accesses.filter((access) => {
    if (access.mode === 'read' || access.address.base === program.architecture.stackPointer) return false;
    const relation = areaRelation(program, item, access);
    return relation === 'elsewhere' || relation === 'maybe';
  });
}

/** True if the commit writes the same address: the same expression, and no register in it changes on the way. */
function goesWithCommit(
  { address }: MemoryAccess,
  item: InstructionItem,
  before: readonly ValueStep[],
  commit: InstructionItem,
): boolean {
  const published = commit.instruction.effect.accesses.some(
    (access) => access.mode !== 'read' && access.address.key === address.key,
  );
  const between = before.slice(before.findIndex((step) => step.item.index === item.index));
  return published && !between.some((step) => isMoved(address, step.item.instruction.effect.writes));
}
