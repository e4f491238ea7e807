import type { ArmedCode } from './armedCode';
import { endsFlow, reachable } from './controlFlow';
import type { RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import type { UnknownReason } from '../sectionSummary';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { jumpTo } from './labels';
import { after, compareAddress, isEmpty, isInstruction, labelAt } from './walk';

/** A handler whose text runs on into something that is not its own. */
export interface OpenHandler {
  readonly label: LabelItem;
  readonly role: 'abort' | 'exit';
  /** Its last instruction; undefined: it has none. */
  readonly last: InstructionItem | undefined;
  /**
   * `nowhere`: the text ends there, and the linker decides what follows. `signature`: the bytes in front of another handler, or of
   * this one. `handler`: the code of another one, while the C label that is meant is never reached. `success`: the way of a section
   * that was committed.
   */
  readonly into: 'nowhere' | 'signature' | 'handler' | 'success';
  /** What it runs into, where that is in the program. */
  readonly next: Item | undefined;
  /** The branch that is missing, to the only C label of the statement that nothing goes to; undefined: there is no such label. */
  readonly jump: readonly string[] | undefined;
}

/** What the handlers of a section are judged against. */
export interface HandlerContext {
  readonly program: Program;
  readonly descriptors: readonly RawDescriptor[];
  readonly code: ArmedCode;
  readonly postCommit: LabelItem;
}

/** Judges the abort handler, and the teardown code behind every other way out of the section. */
export function openHandlersOf(context: HandlerContext, abort: LabelItem): Fact<readonly OpenHandler[]> {
  const open: OpenHandler[] = [];
  const others = teardowns(context, abort);
  for (const [label, role] of [[abort, 'abort'] as const, ...others.map((other) => [other, 'exit'] as const)]) {
    const end = endOf(context, label, role, new Set([abort, ...others]));
    if (typeof end === 'string') return unknown(end);
    if (end) open.push(end);
  }
  return known(open);
}

/** Labels outside the section that its branches go to, without those behind which everything goes on that was committed. */
function teardowns({ program, code, postCommit }: HandlerContext, abort: LabelItem): readonly LabelItem[] {
  const common = reachable(program, postCommit, () => false);
  const targets = new Set<LabelItem>();
  for (const index of code.items) {
    const item = program.items[index];
    const flow = item?.kind === 'instruction' ? item.instruction.effect.flow : undefined;
    const target =
      flow?.kind === 'jump' && flow.target?.kind === 'label' ? labelAt(program, flow.target.item) : undefined;
    const isOwn = target && (code.items.has(target.index) || common.has(target.index));
    if (target && !isOwn && compareAddress(program, target, abort) !== 0) targets.add(target);
  }
  return [...targets];
}

/** Walks a handler's text up to the instruction behind which nothing goes straight on. undefined: there is one. */
function endOf(
  context: HandlerContext,
  label: LabelItem,
  role: OpenHandler['role'],
  handlers: ReadonlySet<Item>,
): OpenHandler | UnknownReason | undefined {
  const { program, code } = context;
  const common = reachable(program, context.postCommit, () => false);
  let last: InstructionItem | undefined;
  const open = (into: OpenHandler['into'], next?: Item): OpenHandler | UnknownReason | undefined => {
    // Whatever is called last may be what never returns.
    if (last && /^(call|syscall)$/.test(last.instruction.effect.flow.kind)) return 'absent';
    return { label, role, last, into, next, jump: jumpToUnused(program) };
  };
  const isMeantElsewhere = unusedLabels(program).length > 0;
  for (const item of after(program, label)) {
    if (isMeantElsewhere && handlers.has(item)) return open('handler', item);
    if (code.items.has(item.index) || code.stores.has(item.index)) return undefined;
    if (common.has(item.index)) return isTaken(context, role, label, item) ? open('success', item) : undefined;
    if (item.kind === 'opaque') return item.reason;
    if (item.kind === 'data' && !isEmpty(item))
      return isFrontOfHandler(context, item) ? open('signature', item) : 'mnemonic';
    if (item.kind !== 'instruction') continue;
    if (item.instruction.effect.trailingBytes && isFrontOfHandler(context, item)) return open('signature', item);
    if (endsFlow(item)) return undefined;
    last = item;
  }
  if (program.form === 'inline' && label.stream === 0) {
    return isTaken(context, role, label, undefined) ? open('success') : undefined;
  }
  // The text of an asm at file scope may go on in the next one.
  return program.form === 'file' && program.statement ? 'absent' : open('nowhere');
}

/** Are these the bytes in front of an abort handler: its signature, or a descriptor in the code? */
function isFrontOfHandler({ program, descriptors }: HandlerContext, item: Item): boolean {
  const handlers = descriptors.flatMap(({ fields }) => {
    const [term] = fields?.abort.value?.terms ?? [];
    return term?.symbol.kind === 'label' ? [term.symbol.item] : [];
  });
  for (const next of after(program, item)) {
    if (next.kind === 'label' && handlers.includes(next.index)) return true;
    if (next.kind === 'instruction' || next.kind === 'opaque') {
      return false;
    }
  }
  return false;
}

/**
 * Is the way of a committed section taken for one that was aborted, so that nobody can tell the two apart? Only where labels are all
 * that C code learns of the outcome, and neither way leaves a trace of its own in memory.
 */
function isTaken(
  { program, postCommit }: HandlerContext,
  role: OpenHandler['role'],
  label: LabelItem,
  join: Item | undefined,
): boolean {
  if (role !== 'abort' || program.statement?.isGoto !== true || !program.operandsKnown) return false;
  if (program.operands.some(({ output }) => output)) return false;
  const before = (from: LabelItem): Item[] => {
    const items = reachable(program, from, (item) => item.index === join?.index);
    return program.items.filter((item) => items.has(item.index));
  };
  const traces = [...before(label), ...before(postCommit)].filter(isInstruction);
  return !traces.some(({ instruction }) => instruction.effect.accesses.some(({ mode }) => mode !== 'read'));
}

/** C labels that an asm goto lists, and that none of its branches goes to. */
function unusedLabels(program: Program): readonly string[] {
  const taken = new Set(
    program.items.filter(isInstruction).flatMap(({ instruction }) => {
      const { flow } = instruction.effect;
      return flow.kind === 'jump' && flow.target?.kind === 'c-label' ? [flow.target.name] : [];
    }),
  );
  const listed = program.statement?.labels.map(({ name }) => name) ?? [];
  return listed.filter((name) => !taken.has(name));
}

function jumpToUnused(program: Program): readonly string[] | undefined {
  const [unused, ...others] = unusedLabels(program);
  return unused !== undefined && others.length === 0 ? jumpTo(program, `%l[${unused}]`) : undefined;
}
