import { areaRelation } from './area';
import { comparesIn, movableBlock } from './cpuCompare';
import { chosenByAnother, familyOf } from './cpuFamilies';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, OperandInfo, Program } from './program';
import type { CpuCompare, CpuVerdict } from './section';
import { before, isInstruction, opaqueReason } from './walk';

/** Instructions that ask the processor itself for a number of the current cpu. */
const asksProcessor = /^(rdpid|rdtscp|cpuid)$/;

/**
 * Decides whether a section whose data is indexed by a cpu number checks that number while it is protected. Reading any id
 * field inside the range counts as checking, unless the number is known to be that of another field. `store`: the one that
 * arms the section, where that is known.
 */
export function cpuOf(
  program: Program,
  range: readonly Item[],
  start: LabelItem,
  store: InstructionItem | undefined,
): Fact<CpuVerdict> {
  if (program.form === 'file') return ofFile(program, range, start, store);
  if (!program.operandsKnown) return unknown('condition');
  const operand = program.operands.find((info) => info.cpuNumber);
  if (!operand) return known({ kind: 'not-needed' });
  const inside = readsId(program, range.filter(isInstruction));
  if (inside === 'maybe') return unknown('operand');
  if (inside === 'yes') {
    const compares = comparesIn(program, range);
    return known(otherField(program, compares) ?? { kind: 'inside', compares });
  }
  const unread = opaqueReason(range);
  if (unread) return unknown(unread);
  const anywhere = readsId(program, program.items.filter(isInstruction));
  if (anywhere === 'maybe') return unknown('operand');
  if (anywhere === 'no') return known({ kind: 'missing', operand: operand.name ?? operand.expression });
  return known(beforeArm(program, start, store) ?? { kind: 'outside' });
}

/** Of the registers of a `.S` file nobody knows which is a cpu number, but one that is compared with an id is. */
function ofFile(
  program: Program,
  range: readonly Item[],
  start: LabelItem,
  store: InstructionItem | undefined,
): Fact<CpuVerdict> {
  const body = range.filter(isInstruction);
  const mayRead = body.some((item) =>
    item.instruction.effect.accesses.some(
      (access) =>
        access.mode === 'read' && (access.width ?? 4) === 4 && areaRelation(program, item, access) !== 'elsewhere',
    ),
  );
  if (mayRead || opaqueReason(range) || body.some(({ instruction }) => asksProcessor.test(instruction.mnemonic))) {
    return unknown('absent');
  }
  const verdict = beforeArm(program, start, store);
  return verdict ? known(verdict) : unknown('absent');
}

/** The check is in front of the arming store, and nothing between the two arms another section. */
function beforeArm(program: Program, start: LabelItem, store: InstructionItem | undefined): CpuVerdict | undefined {
  if (!store || store.stream !== start.stream) return undefined;
  const items: Item[] = [];
  for (const item of before(program, store)) {
    if (isInstruction(item) && arms(program, item)) break;
    items.unshift(item);
  }
  const compare = comparesIn(program, items).at(-1);
  if (!compare || readsBetween(program, store, start)) return undefined;
  return { kind: 'before-arm', compare, store, block: movableBlock(program, compare, start) };
}

/** A check behind the store that is only late is another rule's business. */
function readsBetween(program: Program, store: InstructionItem, start: LabelItem): boolean {
  const items: InstructionItem[] = [];
  for (const item of before(program, start)) {
    if (item.index === store.index) break;
    if (isInstruction(item)) items.push(item);
  }
  return readsId(program, items) !== 'no';
}

function arms(program: Program, item: InstructionItem): boolean {
  return item.instruction.effect.accesses.some(
    (access) => access.mode !== 'read' && areaRelation(program, item, access) === 'descriptor-pointer',
  );
}

/** The number is compared with a field that it does not come from, or the data is chosen by another number. */
function otherField(program: Program, compares: readonly CpuCompare[]): CpuVerdict | undefined {
  const wrong = compares.filter(({ field }) => field !== undefined);
  if (wrong.length === 0 || wrong.length < compares.length) return undefined;
  const [compare] = wrong;
  if (!compare) return undefined;
  const own = compare.operand && compare.operand.meaning.cpu;
  if (wrong.every(({ operand, field }) => isForeign(operand, field))) {
    return { kind: 'other-field', compare, index: own, by: undefined };
  }
  const indexed = program.operands.flatMap((info) =>
    info.meaning.indexedBy ? [{ info, by: info.meaning.indexedBy }] : [],
  );
  const [first] = indexed;
  if (!first || !indexed.every(({ by }) => chosenByAnother(by, own, compare.field))) return undefined;
  return { kind: 'other-field', compare, index: first.by, by: first.info };
}

/** Whatever cpu number it is, that of a node it is not. */
function isForeign(operand: OperandInfo | undefined, field: string | undefined): boolean {
  if (field === undefined || !operand) return false;
  const own = operand.meaning.cpu;
  return own ? familyOf(own.field) !== familyOf(field) : familyOf(field) === 'node';
}

function readsId(program: Program, items: readonly InstructionItem[]): 'yes' | 'maybe' | 'no' {
  let answer: 'maybe' | 'no' = 'no';
  for (const item of items) {
    if (asksProcessor.test(item.instruction.mnemonic)) return 'yes';
    for (const access of item.instruction.effect.accesses) {
      // Nobody adds to an id: fences on the stack, for one, are no checks.
      if (access.mode !== 'read') continue;
      const relation = areaRelation(program, item, access);
      if (relation === 'id') return 'yes';
      if (relation === 'maybe') answer = 'maybe';
    }
  }
  return answer;
}
