import type { Effect, Flow } from '../../arch/instruction';
import type { InstructionItem, Item, LabelItem } from '../../model/program';

/**
 * A call of a few lines of the same text is a jump there and a jump back: `call 1f` … `1: movl (%esp), %eax; ret`, by which 32-bit x86 code
 * finds out where it is. Of such a callee everything is known; of all others nothing is. Only where one call leads to it and nothing else does.
 */
export function followLocalCalls(items: Item[], stackPointer: string): void {
  const calls = items.filter((item): item is InstructionItem => {
    return item.kind === 'instruction' && item.instruction.effect.flow.kind === 'call';
  });
  for (const call of calls) {
    const { flow } = call.instruction.effect;
    const target = flow.kind === 'call' && flow.target?.kind === 'label' ? flow.target : undefined;
    const callee = target && items[target.item];
    const next = items[call.index + 1];
    if (!target || callee?.kind !== 'label' || next?.stream !== call.stream) continue;
    const end = returnOf(items, callee, stackPointer);
    if (!end || ways(items, callee).length !== 1) continue;
    items[call.index] = withFlow(call, { kind: 'jump', conditional: false, target });
    const back = { kind: 'label', name: '', item: next.index } as const;
    items[end.index] = withFlow(end, { kind: 'jump', conditional: false, target: back });
  }
}

/**
 * The `ret` at the end of a callee that looks at the address it will return to and does nothing else to the flow or the stack; undefined
 * if it does or may.
 */
function returnOf(
  items: readonly Item[],
  { index, stream }: LabelItem,
  stackPointer: string,
): InstructionItem | undefined {
  let asksWhere = false;
  for (const item of items.slice(index + 1)) {
    if (item.kind !== 'instruction' || item.stream !== stream) return undefined;
    const { effect } = item.instruction;
    if (effect.flow.kind === 'return') return asksWhere ? item : undefined;
    asksWhere ||= effect.accesses.some(({ mode, address }) => mode === 'read' && address.base === stackPointer);
    if (effect.flow.kind !== 'next' || effect.writes.includes(stackPointer)) return undefined;
  }
  return undefined;
}

/** Instructions that go to a label, one that runs into it included. */
function ways(items: readonly Item[], label: LabelItem): readonly Item[] {
  const before = items.slice(0, label.index).findLast(({ stream }) => stream === label.stream);
  const isRunInto = before !== undefined && !(before.kind === 'instruction' && endsFlow(before.instruction.effect));
  const branches = items.filter((item) => {
    if (item.kind !== 'instruction') return false;
    const { flow } = item.instruction.effect;
    const target = flow.kind === 'jump' || flow.kind === 'call' ? flow.target : undefined;
    return target?.kind === 'label' && target.item === label.index;
  });
  return isRunInto ? [...branches, before] : branches;
}

function endsFlow({ flow }: Effect): boolean {
  return flow.kind === 'jump' ? !flow.conditional : /^(indirect|return|trap)$/.test(flow.kind);
}

function withFlow(item: InstructionItem, flow: Flow): InstructionItem {
  const { instruction } = item;
  return { ...item, instruction: { ...instruction, effect: { ...instruction.effect, flow } } };
}
