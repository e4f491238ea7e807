import { straightOn } from './controlFlow';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { before, isEmpty } from './walk';

/** How code that is no abort handler comes to the bytes in front of one. */
export interface SignatureReach {
  /** The first of these bytes. */
  readonly guard: Item;
  /** The last instruction before them; undefined: there is none in this program. */
  readonly from: InstructionItem | undefined;
}

/**
 * Follows the way straight on, from where the program begins and from the start label, to see whether it runs into the bytes
 * in front of the abort label. undefined: it does not, or they do no harm there.
 */
export function signatureReachOf(program: Program, abort: LabelItem, start: LabelItem): SignatureReach | undefined {
  const guard = guardOf(program, abort);
  const [first] = guard;
  if (!first || isIdle(program, guard)) return undefined;
  const beginning = program.form === 'inline' ? program.items[program.streams[0]?.items[0] ?? -1] : undefined;
  for (const root of [beginning, start]) {
    let from: InstructionItem | undefined;
    for (const item of root ? straightOn(program, root) : []) {
      if (guard.some(({ index }) => index === item.index))
        return mayNotReturn(from) ? undefined : { guard: first, from };
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
