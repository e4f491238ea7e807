import { reachable } from './controlFlow';
import { type Bounds, reachableInside, type SideExit } from './exits';
import type { Program } from './program';
import type { EarlyStore } from './stores';
import { labelAt } from './walk';

/** A way out of the section behind stores that no rule of their own is about. */
export interface ExitAfterStore {
  readonly exit: SideExit;
  /** The one that harms most. */
  readonly store: EarlyStore;
}

/**
 * The side exits to which control can get by way of a store. A store that the code behind the exit reads back was one to save
 * something, and of those that go wrong on the way to the commit too, that is said already.
 */
export function exitsAfterStores(
  program: Program,
  exits: readonly SideExit[],
  stores: readonly EarlyStore[],
  { range }: Pick<Bounds, 'range'>,
): readonly ExitAfterStore[] {
  const unsaid = stores
    .filter(({ item, kind, canCommit }) => (kind === 'plain' || !canCommit) && !item.instruction.effect.repeated)
    .map((store) => ({ store, reached: reachableInside(program, store.item, range) }));
  return exits.flatMap((exit) => {
    const left = unsaid
      .filter(({ store, reached }) => reached.has(exit.last.index) && !isReadBack(program, exit, store, range))
      .map(({ store }) => store);
    const store = left.find(harms) ?? left[0];
    return store ? [{ exit, store }] : [];
  });
}

/** True if the store itself publishes or counts something, whatever else happens. */
export function harms({ kind }: EarlyStore): boolean {
  return kind === 'read-modify-write' || kind === 'commit-address';
}

function isReadBack(program: Program, { target }: SideExit, store: EarlyStore, range: Bounds['range']): boolean {
  const label = target.kind === 'label' ? labelAt(program, target.item) : undefined;
  if (!label) return false;
  const inside = new Set(range.map(({ index }) => index));
  const seen = reachable(program, label, ({ index }) => inside.has(index));
  return [...seen].some((index) => {
    const item = program.items[index];
    if (item?.kind !== 'instruction') return false;
    return item.instruction.effect.accesses.some(
      ({ mode, address }) => mode !== 'write' && address.key === store.access.address.key,
    );
  });
}
