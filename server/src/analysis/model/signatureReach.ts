import { endsFlow, straightOn } from './controlFlow';
import type { RawDescriptor } from './descriptors';
import { jumpTo, referenceTo } from './labels';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { after, before, isEmpty } from './walk';

/** How code that is no abort handler comes to the bytes in front of one. */
export interface SignatureReach {
  /** The last instruction before them; undefined: there is none in this program. */
  readonly from: InstructionItem | undefined;
  /** A jump to what stands behind the handler; undefined: nothing can be jumped to there. */
  readonly jumpOver: JumpOver | undefined;
}

/** A jump that is missing. */
export interface JumpOver {
  /** Where it belongs: in front of this item. */
  readonly anchor: Item;
  readonly statements: readonly string[];
  /** The label, as they name it. */
  readonly target: string;
}

/**
 * Follows the way straight on, from where the program begins and from the start label, to see whether it runs into the bytes
 * in front of the abort label. undefined: it does not, or they do no harm there.
 */
export function signatureReachOf(
  program: Program,
  descriptors: readonly RawDescriptor[],
  abort: LabelItem,
  start: LabelItem,
): SignatureReach | undefined {
  const guard = guardOf(program, abort);
  const [first] = guard;
  if (!first || isIdle(program, guard)) return undefined;
  const beginning = program.form === 'inline' ? program.items[program.streams[0]?.items[0] ?? -1] : undefined;
  for (const root of [beginning, start]) {
    let from: InstructionItem | undefined;
    for (const item of root ? straightOn(program, root) : []) {
      if (guard.some(({ index }) => index === item.index)) {
        const jumpOver = jumpOverHandler(program, descriptors, first, abort);
        return mayNotReturn(from) ? undefined : { from, jumpOver };
      }
      if (item.index === abort.index) break;
      if (item.kind === 'instruction') from = item;
    }
  }
  return undefined;
}

/** Data directives, or the one instruction that is the signature, right in front of the label, in order. */
function guardOf(program: Program, abort: LabelItem): Item[] {
  const guard: Item[] = [];
  for (const item of before(program, abort)) {
    if (isEmpty(item) || item.kind === 'align') continue;
    const isSignature = item.kind === 'instruction' && item.instruction.effect.trailingBytes !== undefined;
    if (isSignature && guard.length === 0) return [item];
    if (item.kind !== 'data') break;
    guard.unshift(item);
  }
  return guard;
}

/** Do the bytes do nothing when they are executed? */
function isIdle({ architecture }: Program, guard: readonly Item[]): boolean {
  const [first] = guard;
  if (first?.kind === 'instruction') return first.instruction.effect.padding;
  const { idleSignaturePrefix: prefix } = architecture;
  const cells = guard.flatMap((item) => (item.kind === 'data' ? item.cells : []));
  const size = cells.reduce((sum, { width }) => sum + width, 0);
  if (size !== (prefix?.length ?? 0) + signatureBytes) return false;
  return prefix?.every((byte, at) => cells[at]?.width === 1 && cells[at].value?.constant === BigInt(byte)) ?? false;
}

const signatureBytes = 4;

/** Whatever was called last may be what ends the program. */
function mayNotReturn(item: InstructionItem | undefined): boolean {
  return item !== undefined && /^(call|syscall)$/.test(item.instruction.effect.flow.kind);
}

/** The jump to the label behind the handler, in front of all that stands before the signature: alignment, a descriptor. */
function jumpOverHandler(
  program: Program,
  descriptors: readonly RawDescriptor[],
  guard: Item,
  abort: LabelItem,
): JumpOver | undefined {
  const label = labelBehind(program, abort);
  const tables = new Set(descriptors.flatMap(({ labels }) => labels.map(({ index }) => index)));
  let anchor = guard;
  for (const item of before(program, guard)) {
    if (item.kind !== 'align' && !tables.has(item.index)) break;
    anchor = item;
  }
  const target = label && referenceTo(program, label, anchor.place.start);
  const statements = target === undefined ? undefined : jumpTo(program, target);
  return target === undefined || !statements ? undefined : { anchor, statements, target };
}

/** The label that follows the end of the handler's text. */
function labelBehind(program: Program, abort: LabelItem): LabelItem | undefined {
  let hasEnded = false;
  for (const item of after(program, abort)) {
    if (hasEnded && item.kind === 'label') return item;
    if (item.kind === 'opaque' || (item.kind === 'data' && !isEmpty(item))) return undefined;
    if (item.kind !== 'instruction') continue;
    if (hasEnded) return undefined;
    hasEnded = endsFlow(item);
  }
  return undefined;
}
