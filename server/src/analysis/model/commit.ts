import type { Address, MemoryAccess } from '../arch/instruction';
import { areaRelation } from './area';
import { reachable, straightOn } from './controlFlow';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type { CommitVerdict } from './section';
import { opaqueReason } from './walk';

/**
 * Decides which instruction publishes the section's work. With L the last instruction before the post-commit label (first
 * match): the way on behind the label writes an address that the section reads, which was to be the commit however much is
 * written before; L writes memory; an earlier instruction writes; none does and the way on behind the label is where the
 * write went; none does.
 */
export function commitOf(program: Program, range: readonly Item[], postCommit: LabelItem): Fact<CommitVerdict> {
  const unread = opaqueReason(range) ?? (range.some((item) => item.kind === 'data') ? 'mnemonic' : undefined);
  if (unread) return unknown(unread);
  const body = range.filter((item): item is InstructionItem => item.kind === 'instruction');
  const last = body.at(-1);
  if (!last) return unknown('layout');
  const behind = storesBehind(program, body, postCommit);
  const belated = behind.find((store) => store.toReadAddress);
  if (belated) return known({ kind: 'after-section', store: belated.item });
  if (writes(last)) return known({ kind: 'last', instruction: last });
  const earlier = body.findLast((item) => isLastWrite(program, item, postCommit)) ?? body.findLast(writes);
  // Behind a store that may not happen stands the branch that tries again; that mistake has a rule of its own.
  if (earlier?.instruction.effect.linked) return unknown('flow');
  if (earlier) {
    const extra = body[body.indexOf(earlier) + 1] ?? last;
    return known({ kind: 'not-last', store: earlier, extra });
  }
  const update = behind.find((store) => store.accesses.some((access) => access.mode === 'update'));
  const only = readsOnlyArea(program, body) ? behind[0] : undefined;
  const store = update ?? only;
  return known(store ? { kind: 'after-section', store: store.item } : { kind: 'none' });
}

/** Can the flow go on from this write to the end without another one? Code behind it in the text need not be on its way. */
function isLastWrite(program: Program, item: InstructionItem, postCommit: LabelItem): boolean {
  if (!writes(item)) return false;
  const isNextWrite = (other: Item): boolean =>
    other.index !== item.index && other.kind === 'instruction' && writes(other);
  return reachable(program, item, (other) => other.index === postCommit.index || isNextWrite(other)).has(
    postCommit.index,
  );
}

function writes(item: InstructionItem): boolean {
  return item.instruction.effect.accesses.some((access) => access.mode !== 'read');
}

/** Addresses, by key, that an instruction reads and that are not known to be in the area. */
function noteReads(program: Program, item: InstructionItem, read: Map<string, Address>): void {
  for (const access of item.instruction.effect.accesses) {
    if (access.mode === 'write') continue;
    const relation = areaRelation(program, item, access);
    if (relation === 'elsewhere' || relation === 'maybe') read.set(access.address.key, access.address);
  }
}

/** Equal keys mean equal addresses only as long as no register in them changes. */
function forgetChanged(item: InstructionItem, read: Map<string, Address>): void {
  const { writes } = item.instruction.effect;
  for (const [key, { base, index }] of read) {
    if (writes.some((register) => register === base || register === index)) read.delete(key);
  }
}

function readsOnlyArea(program: Program, body: readonly InstructionItem[]): boolean {
  const reads = body.flatMap((item) =>
    item.instruction.effect.accesses.filter((access) => access.mode !== 'write').map((access) => ({ item, access })),
  );
  return reads.length > 0 && reads.every(({ item, access }) => areaRelation(program, item, access) !== 'elsewhere');
}

/** A store on the way straight on behind the post-commit label. `toReadAddress`: the section reads the address it goes to. */
interface StoreBehind {
  readonly item: InstructionItem;
  readonly accesses: readonly MemoryAccess[];
  readonly toReadAddress: boolean;
}

/** Walks on behind the post-commit label; stops at anything that cannot be read. */
function storesBehind(
  program: Program,
  body: readonly InstructionItem[],
  postCommit: LabelItem,
): readonly StoreBehind[] {
  const read = new Map<string, Address>();
  for (const item of body) {
    noteReads(program, item, read);
    forgetChanged(item, read);
  }
  const stores: StoreBehind[] = [];
  for (const item of straightOn(program, postCommit)) {
    if (item.kind === 'opaque') break;
    if (item.kind !== 'instruction') continue;
    const accesses = item.instruction.effect.accesses.filter((access) => access.mode !== 'read');
    if (accesses.length > 0) {
      stores.push({ item, accesses, toReadAddress: accesses.some(({ address }) => read.has(address.key)) });
    }
    forgetChanged(item, read);
  }
  return stores;
}
