import type { MemoryAccess } from '../arch/instruction';
import { areaRelation } from './area';
import { straightOn } from './controlFlow';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type { CommitVerdict } from './section';

/**
 * Decides which instruction publishes the section's work. With L the last instruction before the post-commit label (first
 * match): L writes memory, unless the way on behind the label writes an address that the section reads; an earlier
 * instruction writes; none does and the way on behind the label is where the write went; none does.
 */
export function commitOf(program: Program, range: readonly Item[], postCommit: LabelItem): Fact<CommitVerdict> {
  if (range.some((item) => item.kind === 'opaque' || item.kind === 'data')) return unknown('mnemonic');
  const body = range.filter((item): item is InstructionItem => item.kind === 'instruction');
  const last = body.at(-1);
  if (!last) return unknown('layout');
  const readKeys = keysRead(program, body);
  const behind = storesBehind(program, postCommit);
  const belated = behind.find((store) => store.accesses.some(({ address }) => readKeys.has(address.key)));
  if (writes(last))
    return known(belated ? { kind: 'after-section', store: belated.item } : { kind: 'last', instruction: last });
  const earlier = body.findLast(writes);
  if (earlier) {
    const extra = body[body.indexOf(earlier) + 1] ?? last;
    return known({ kind: 'not-last', store: earlier, extra });
  }
  const update = behind.find((store) => store.accesses.some((access) => access.mode === 'update'));
  const only = readsOnlyArea(program, body) ? behind[0] : undefined;
  const store = update ?? belated ?? only;
  return known(store ? { kind: 'after-section', store: store.item } : { kind: 'none' });
}

function writes(item: InstructionItem): boolean {
  return item.instruction.effect.accesses.some((access) => access.mode !== 'read');
}

/** Addresses of what the section reads, the area itself excepted. */
function keysRead(program: Program, body: readonly InstructionItem[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const item of body) {
    for (const access of item.instruction.effect.accesses) {
      if (access.mode !== 'write' && areaRelation(program, item, access) === 'elsewhere') keys.add(access.address.key);
    }
  }
  return keys;
}

function readsOnlyArea(program: Program, body: readonly InstructionItem[]): boolean {
  const reads = body.flatMap((item) =>
    item.instruction.effect.accesses.filter((access) => access.mode !== 'write').map((access) => ({ item, access })),
  );
  return reads.length > 0 && reads.every(({ item, access }) => areaRelation(program, item, access) !== 'elsewhere');
}

/** Stores on the way straight on behind the post-commit label; stops at anything that cannot be read. */
function storesBehind(
  program: Program,
  postCommit: LabelItem,
): readonly { readonly item: InstructionItem; readonly accesses: readonly MemoryAccess[] }[] {
  const stores: { item: InstructionItem; accesses: readonly MemoryAccess[] }[] = [];
  for (const item of straightOn(program, postCommit)) {
    if (item.kind === 'opaque') break;
    if (item.kind !== 'instruction') continue;
    const accesses = item.instruction.effect.accesses.filter((access) => access.mode !== 'read');
    if (accesses.length > 0) stores.push({ item, accesses });
  }
  return stores;
}
