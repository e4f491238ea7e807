import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type { CommitVerdict } from './section';
import type { EarlyStore } from './stores';
import { before, isInstruction, opaqueReason } from './walk';

/** Whether the commit of a section that is named after a release is one. */
export type ReleaseVerdict =
  | { readonly kind: 'ordered' | 'not-asked' }
  | {
      readonly kind: 'missing';
      readonly commit: InstructionItem;
      readonly function: string;
      /** The store that may become visible later than the commit; undefined: one in front of the section. */
      readonly store: InstructionItem | undefined;
    };

/** `store_release`, `StoreRelease`, with what generated names have behind: `_release_mm_cid`, `_release__ptr`. */
const releases = /(_release|[a-z]Release)(_*(cpu_id|mm_cid|cpu|cid|ptr|long|int|[us](8|16|32|64)|\d+))*_*$/;

/**
 * Decides whether something in front of the commit keeps it behind the stores before it. A barrier counts that stands behind the
 * last store of the section, or, where there is none, anywhere in front of the commit.
 */
export function releaseOrderOf(
  program: Program,
  range: readonly Item[],
  start: LabelItem,
  commit: CommitVerdict,
  earlyStores: readonly EarlyStore[],
): Fact<ReleaseVerdict> {
  const name = functionAround(program, start);
  if (program.architecture.releaseBarrier === undefined || name === undefined || !releases.test(name))
    return known({ kind: 'not-asked' });
  // Where the commit stands elsewhere, or is none, that is the mistake.
  if (commit.kind !== 'last') return unknown('layout');
  const { split, repeated } = commit.instruction.instruction.effect;
  if (split ?? repeated) return unknown('layout');
  if (program.statement?.function?.hasBarrier === true) return known({ kind: 'ordered' });
  const unread = opaqueReason(range);
  if (unread) return unknown(unread);
  const { instruction } = commit;
  if (keepsStores(instruction)) return known({ kind: 'ordered' });
  // A store that is a mistake anyway is no reason for another finding.
  const stores = new Set(earlyStores.flatMap(({ kind, item }) => (kind === 'plain' ? [item.index] : [])));
  for (const item of before(program, instruction)) {
    if (item.kind === 'opaque') return unknown(item.reason);
    if (!isInstruction(item)) continue;
    if (keepsStores(item)) return known({ kind: 'ordered' });
    if (stores.has(item.index)) return known({ kind: 'missing', commit: instruction, function: name, store: item });
  }
  return known({ kind: 'missing', commit: instruction, function: name, store: undefined });
}

function keepsStores({ instruction: { effect } }: InstructionItem): boolean {
  return effect.orders === 'full' || effect.orders === 'release' || effect.orders === 'stores';
}

/** The C function, or the last global label in front of the section. */
export function functionAround(program: Program, start: LabelItem): string | undefined {
  if (program.form === 'inline') return program.statement?.function?.name;
  for (const item of before(program, start)) if (item.kind === 'label' && item.global) return item.name;
  return undefined;
}
