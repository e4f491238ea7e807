import { areaRelation } from './area';
import type { RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type { ArmingVerdict } from './section';
import { after, opaqueReason } from './walk';

/**
 * Finds the store that puts the descriptor's address into `rseq_cs`: follows every register that an instruction fills with the
 * address of the descriptor's label, in straight-line order, until it is overwritten.
 */
export function armingOf(program: Program, raw: RawDescriptor): Fact<ArmingVerdict> {
  const labels = new Set(raw.labels.map((label) => label.index));
  if (raw.labels.some((label) => label.global || (!label.numeric && program.namedOutside(label.name)))) {
    return unknown('flow');
  }
  let escaped = false;
  for (const item of program.items) {
    if (item.kind !== 'instruction') continue;
    const symbol = item.instruction.effect.addressOf;
    if (symbol?.kind !== 'label' || !labels.has(symbol.item)) continue;
    const outcome = follow(program, item);
    if (outcome === 'escapes') escaped = true;
    else if (outcome !== 'dropped') return outcome;
  }
  if (escaped || takenAsData(program, raw.labels)) return unknown('flow');
  // Something that cannot be read could be the store, or name the descriptor.
  const unread = opaqueReason(program.items) ?? (program.items.some(hasUnreadOperand) ? 'operand' : undefined);
  return unread ? unknown(unread) : known({ kind: 'never' });
}

function hasUnreadOperand(item: Item): boolean {
  if (item.kind !== 'instruction') return false;
  return item.instruction.operands.some(
    (operand) => operand.kind === 'unknown' || (operand.kind === 'immediate' && operand.value === undefined),
  );
}

function follow(program: Program, origin: InstructionItem): Fact<ArmingVerdict> | 'escapes' | 'dropped' {
  const direct = origin.instruction.effect.accesses.find((access) => access.mode !== 'read');
  if (direct) return storeOf(program, origin);
  const holding = new Set(origin.instruction.effect.writes);
  for (const item of after(program, origin)) {
    if (holding.size === 0) return 'dropped';
    if (item.kind === 'opaque') return 'escapes';
    if (item.kind !== 'instruction') continue;
    const { effect } = item.instruction;
    const source = effect.reads.find((register) => holding.has(register) && !addresses(item, register));
    if (source !== undefined && effect.accesses.some((access) => access.mode !== 'read')) return storeOf(program, item);
    for (const register of effect.writes) holding.delete(register);
    // adrp/add pairs and moves hand the address on.
    if (source !== undefined && effect.accesses.length === 0)
      for (const register of effect.writes) holding.add(register);
    if (leavesWithRegisters(program, item)) return 'escapes';
  }
  return [...holding].some((register) => isOutput(program, register)) ? 'escapes' : 'dropped';
}

function storeOf(program: Program, item: InstructionItem): Fact<ArmingVerdict> {
  const access = item.instruction.effect.accesses.find((candidate) => candidate.mode !== 'read');
  const relation = access ? areaRelation(program, item, access) : 'maybe';
  // A store to another field arms nothing; that mistake has a rule of its own.
  return relation === 'id' || relation === 'other-field'
    ? unknown('layout')
    : known({ kind: 'armed', store: item, access });
}

/** True if the register only forms the address of an access. */
function addresses(item: InstructionItem, register: string): boolean {
  return item.instruction.operands.some(
    (operand) => operand.kind === 'memory' && (operand.address.base === register || operand.address.index === register),
  );
}

/** In a `.S` file whoever is called, or returned to, may store what a register holds. */
function leavesWithRegisters(program: Program, item: InstructionItem): boolean {
  const { flow } = item.instruction.effect;
  if (flow.kind === 'call' || flow.kind === 'indirect') return true;
  if (program.form === 'inline') return false;
  return flow.kind === 'return' || (flow.kind === 'jump' && flow.target?.kind !== 'label');
}

function isOutput(program: Program, register: string): boolean {
  const operand = /^operand:(\d+)$/.exec(register);
  return operand ? (program.operands[Number(operand[1])]?.output ?? false) : false;
}

/** True if data other than the lists of descriptors holds the address: code elsewhere may load it from there. */
function takenAsData(program: Program, labels: readonly LabelItem[]): boolean {
  const indices = new Set(labels.map((label) => label.index));
  const refers = (item: Item): boolean =>
    item.kind === 'data' &&
    item.cells.some((cell) =>
      cell.value?.terms.some((term) => term.symbol.kind === 'label' && indices.has(term.symbol.item)),
    );
  return program.items.some((item) => refers(item) && !/^__rseq_/.test(program.streams[item.stream]?.section ?? ''));
}
