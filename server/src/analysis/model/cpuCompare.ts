import type { MemoryAccess } from '../arch/instruction';
import { areaRelation, idFieldOf } from './area';
import { ownerOfSlot } from './controlFlow';
import type { InstructionItem, Item, LabelItem, OperandInfo, Program } from './program';
import type { CpuCompare } from './section';
import { after, compareAddress, isEmpty, isInstruction, labelAt } from './walk';

/**
 * The compares of a cpu number with a field of the area among items in straight-line order: an instruction that takes both, from
 * memory or from a register that was loaded before. In a `.S` file any register can be the number.
 */
export function comparesIn(program: Program, items: readonly Item[]): readonly CpuCompare[] {
  const compares: CpuCompare[] = [];
  const loaded = new Map<string, { readonly load: InstructionItem; readonly field: string | undefined }>();
  for (const item of items) {
    if (!isInstruction(item)) {
      if (item.kind === 'opaque') loaded.clear();
      continue;
    }
    const { effect } = item.instruction;
    const direct = effect.accesses.find((access) => isIdRead(program, item, access));
    const register = effect.reads.find((name) => loaded.has(name));
    const held = register === undefined ? undefined : loaded.get(register);
    const partner = direct || held ? partnerOf(program, item, register) : undefined;
    const field = direct ? idFieldOf(program, direct) : held?.field;
    if (partner)
      compares.push({ instruction: item, load: direct ? undefined : held?.load, operand: partner.operand, field });
    for (const name of effect.writes) loaded.delete(name);
    if (partner) continue;
    // Loads, and moves and extensions of what was loaded.
    const isMove = held && effect.accesses.length === 0 && effect.reads.every((name) => name === register);
    if (direct && effect.kind === 'load') for (const name of effect.writes) loaded.set(name, { load: item, field });
    else if (isMove) for (const name of effect.writes) loaded.set(name, held);
  }
  return compares;
}

/** Ids are read whole, and only read. */
function isIdRead(program: Program, item: InstructionItem, access: MemoryAccess): boolean {
  return access.mode === 'read' && (access.width ?? 4) === 4 && areaRelation(program, item, access) === 'id';
}

/** The other side of a compare. */
function partnerOf(
  program: Program,
  { instruction }: InstructionItem,
  held: string | undefined,
): { readonly operand: OperandInfo | undefined } | undefined {
  const { reads, accesses, kind } = instruction.effect;
  if (program.form === 'file') {
    const addresses = accesses.flatMap(({ address }) => [address.base, address.index]);
    const others = reads.filter((name) => name !== held && name !== 'flags' && !addresses.includes(name));
    return others.length > 0 && (kind === 'compare' || kind === 'branch') ? { operand: undefined } : undefined;
  }
  const operand = program.operands.find(
    ({ index, cpuNumber }) =>
      cpuNumber &&
      (reads.includes(`operand:${index}`) || accesses.some(({ address }) => address.operand?.index === index)),
  );
  return operand && { operand };
}

/**
 * The statements that make up a compare, the branch included, if they can be moved behind `to` and do there what they did:
 * nothing but them stands between, nothing that they read is written on the way, and nothing behind needs what they write.
 */
export function movableBlock(
  program: Program,
  { instruction, load }: CpuCompare,
  to: LabelItem,
): readonly InstructionItem[] | undefined {
  const first = load ?? instruction;
  const block: InstructionItem[] = [];
  let isComplete = false;
  for (const item of [first, ...after(program, first)]) {
    if (isComplete) break;
    if (!isInstruction(item)) return undefined;
    block.push(item);
    const { flow } = item.instruction.effect;
    if (item.instruction.delayed || ownerOfSlot(program, item)) return undefined;
    if (flow.kind !== 'next' && !(flow.kind === 'jump' && flow.conditional)) return undefined;
    isComplete = flow.kind === 'jump';
    if (block.length > longestBlock) return undefined;
  }
  const last = block.at(-1);
  if (!last || !block.includes(instruction) || leadsBetween(program, last, to)) return undefined;
  const reads = new Set(block.flatMap((item) => item.instruction.effect.reads));
  const writes = new Set(block.flatMap((item) => item.instruction.effect.writes));
  const inputs = [...reads].filter((name) => !writes.has(name));
  const { skipped, behind } = aroundLabel(program, last, to);
  const isStraight = skipped.every((item) => isEmpty(item) || (isInstruction(item) && goesOn(item)));
  const isUntouched = !skipped.some((item) => writesAny(item, inputs));
  return isStraight && isUntouched && !needs(skipped, writes) && !needs(behind, writes) ? block : undefined;
}

function aroundLabel(
  program: Program,
  from: Item,
  to: LabelItem,
): { readonly skipped: readonly Item[]; readonly behind: readonly Item[] } {
  const all = [...after(program, from)];
  const at = all.findIndex((item) => item.index === to.index);
  return { skipped: all.slice(0, at), behind: all.slice(at + 1) };
}

function goesOn({ instruction }: InstructionItem): boolean {
  return instruction.effect.flow.kind === 'next';
}

function writesAny(item: Item, names: readonly string[]): boolean {
  return isInstruction(item) && item.instruction.effect.writes.some((name) => names.includes(name));
}

/** Does straight-line code read one of these registers before it writes it? */
function needs(items: readonly Item[], names: ReadonlySet<string>): boolean {
  const live = new Set(names);
  for (const item of items) {
    if (item.kind === 'opaque') return live.size > 0;
    if (!isInstruction(item)) continue;
    const { reads, writes } = item.instruction.effect;
    if (reads.some((name) => live.has(name))) return true;
    for (const name of writes) live.delete(name);
  }
  return false;
}

/** Load, extension, compare, branch and one more. */
const longestBlock = 5;

/** Does the branch lead to somewhere between itself and `to`? Then it would have to go back. */
function leadsBetween(program: Program, branch: InstructionItem, to: LabelItem): boolean {
  const { flow } = branch.instruction.effect;
  const target = flow.kind === 'jump' && flow.target?.kind === 'label' ? labelAt(program, flow.target.item) : undefined;
  if (!target || target.stream !== branch.stream) return false;
  const [behind, beyond] = [compareAddress(program, branch, target), compareAddress(program, target, to)];
  return (behind ?? 0) <= 0 && (beyond ?? 0) <= 0;
}
