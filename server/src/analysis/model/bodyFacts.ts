import type { AbortFactValues } from './abortFacts';
import type { ArmingFactValues } from './armingFacts';
import { commitOf } from './commit';
import type { DescriptorFactValues } from './descriptorFacts';
import { type UndeclaredExit, undeclaredExitsOf } from './exitPoints';
import { type Bounds, type SideExit, sideExitsOf } from './exits';
import { allFacts, type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import { type EndlessLoop, endlessLoopsOf } from './loops';
import type { InstructionItem, Item, Program } from './program';
import { type PublicationVerdict, publicationOf } from './publication';
import { type ReleaseVerdict, releaseOrderOf } from './releaseOrder';
import { type CommitVerdict, isArmed } from './section';
import { type SectionStep, sectionStepsOf } from './steps';
import { type EarlyStore, earlyStoresOf } from './stores';
import { type ExitAfterStore, exitsAfterStores } from './storesLeftBehind';
import { type ValueStep, traceValues } from './values';
import { isInstruction, opaqueReason } from './walk';

/** What the section does: stages "commit", "stores before L" and "body". */
export interface BodyFactValues {
  /** Instructions between start and post-commit, in order. */
  readonly body: readonly InstructionItem[];
  readonly commit: CommitVerdict;
  readonly publication: PublicationVerdict;
  readonly releaseOrder: ReleaseVerdict;
  /** String instructions with a repeat prefix, apart from one that is the commit. */
  readonly repeats: readonly InstructionItem[];
  readonly earlyStores: readonly EarlyStore[];
  readonly exitsAfterStores: readonly ExitAfterStore[];
  readonly undeclaredExits: readonly UndeclaredExit[];
  readonly endlessLoops: readonly EndlessLoop[];
  /** What ports of the section to other processors have in common with it. */
  readonly operationSteps: readonly SectionStep[];
}

export function bodyFactsOf(
  program: Program,
  { range, start, postCommit }: FactsOf<DescriptorFactValues>,
  { arming }: FactsOf<ArmingFactValues>,
  { abort, abortPosition }: FactsOf<AbortFactValues>,
): FactsOf<BodyFactValues> {
  const ends = allFacts({ range, start, postCommit });
  const commit = mapFact(ends, (all) => commitOf(program, all.range, all.postCommit.label));
  const steps = mapFact(range, (items) => stepsOf(program, items));
  const bounds = mapFact(allFacts({ range, start, postCommit, abort, abortPosition }), boundsOf);
  const exits = mapFact(bounds, (where) => known(sideExitsOf(program, where)));
  const armingStore = arming.known && isArmed(arming.value) ? arming.value.store : undefined;
  // The stores of a section within the section are that one's.
  const isNested = arming.known && arming.value.kind === 'nested';
  const earlyStores = mapFact(allFacts({ commit, steps, ends }), (all): Fact<readonly EarlyStore[]> => {
    if (isNested) return unknown('layout');
    const published = publishingStore(all.commit);
    const where = { range: all.ends.range, postCommit: all.ends.postCommit.label };
    return known(published ? earlyStoresOf(program, all.steps, published, where, armingStore) : []);
  });
  return {
    body: mapFact(range, (items) => known(items.filter(isInstruction))),
    commit,
    publication: mapFact(allFacts({ steps, commit, bounds }), (all) =>
      publicationOf(program, all.steps, all.commit, all.bounds),
    ),
    releaseOrder: mapFact(allFacts({ commit, ends, earlyStores }), (all) =>
      releaseOrderOf(program, all.ends.range, all.ends.start.label, all.commit, all.earlyStores),
    ),
    repeats: mapFact(range, (items) => known(repeatsOf(items, commit))),
    earlyStores,
    // What stands behind the commit is wrong already.
    exitsAfterStores: mapFact(allFacts({ earlyStores, commit, exits, bounds }), (all) =>
      known(all.commit.kind === 'last' ? exitsAfterStores(program, all.exits, all.earlyStores, all.bounds) : []),
    ),
    undeclaredExits: mapFact(allFacts({ commit, exits, bounds }), (all) =>
      known(undeclaredExitsOf(program, exitsBeforeCommit(all.commit, all.exits), all.bounds)),
    ),
    endlessLoops: mapFact(range, (items) => endlessLoopsOf(program, items)),
    operationSteps: mapFact(allFacts({ steps, commit, bounds }), (all) =>
      known(sectionStepsOf(program, all.steps, publishingStore(all.commit), all.bounds)),
    ),
  };
}

/** Of exits nothing is said where the handler is part of the section. */
function boundsOf({
  range,
  start,
  postCommit,
  abort,
  abortPosition,
}: Pick<DescriptorFactValues, 'range' | 'start' | 'postCommit'> &
  Pick<AbortFactValues, 'abort' | 'abortPosition'>): Fact<Bounds> {
  if (abortPosition.inside) return unknown('layout');
  return known({ range, start: start.label, postCommit: postCommit.label, abort: abort.label });
}

/** What registers hold on the way down; unknown where a statement cannot be read. */
function stepsOf(program: Program, range: readonly Item[]): Fact<readonly ValueStep[]> {
  const unread = opaqueReason(range);
  return unread ? unknown(unread) : known(traceValues(program, range));
}

/** A branch behind the commit is not where the section was to be left: that mistake has a rule of its own. */
function exitsBeforeCommit(verdict: CommitVerdict, exits: readonly SideExit[]): readonly SideExit[] {
  return verdict.kind === 'not-last' ? exits.filter(({ branch }) => branch.index < verdict.store.index) : exits;
}

function publishingStore(verdict: CommitVerdict): InstructionItem | undefined {
  if (verdict.kind === 'last') return verdict.instruction;
  return verdict.kind === 'not-last' ? verdict.store : undefined;
}

function repeatsOf(range: readonly Item[], commit: Fact<CommitVerdict>): readonly InstructionItem[] {
  const published = commit.known && commit.value.kind === 'last' ? commit.value.instruction : undefined;
  return range.filter(isInstruction).filter((item) => item.instruction.effect.repeated && item !== published);
}
