import { isDescriptorWord } from '../abi/descriptorPointer';
import { descriptorField } from '../abi/fields';
import { findFields, indexNameAt, isIndexAt } from '../abi/profiles';
import type { Address, MemoryAccess } from '../arch/instruction';
import type { InstructionItem, Item, OperandInfo, Program } from './program';
import { registerOperand } from './registerOperand';
import { before } from './walk';

/** What an access of an instruction has to do with struct rseq. `maybe`: its address could be in there, nobody can tell. */
export type AreaRelation = 'id' | 'descriptor-pointer' | 'other-field' | 'maybe' | 'elsewhere';

/**
 * Relates a memory access of `item` to the area by everything that hints at it: names, and offsets that its fields have. Rules that
 * need to be told where in the area an access goes for certain ask {@link areaPlace}.
 */
export function areaRelation(program: Program, item: InstructionItem, access: MemoryAccess): AreaRelation {
  const { address } = access;
  if (address.operand) return operandRelation(program, address.operand.index);
  if (address.segment !== undefined) {
    // Another segment register may hold the thread pointer of another ABI.
    return program.architecture.threadSegments.includes(address.segment) ? offsetRelation(address) : 'maybe';
  }
  const { base } = address;
  // Nobody's area is on the stack of the function that reads it.
  if (base === undefined || base === program.architecture.stackPointer) {
    return mentionsArea(address) ? 'maybe' : 'elsewhere';
  }
  const pointer = fieldPointer(program, base);
  if (pointer !== undefined) return isExact(address) ? fieldRelation(pointer) : 'maybe';
  switch (provenance(program, item, base, 4)) {
    case 'area':
      return offsetRelation(address);
    case 'maybe':
      return 'maybe';
    case 'elsewhere':
      return mentionsArea(address) ? 'maybe' : 'elsewhere';
  }
}

/** The name of the field that an access related to the area as `id` reads; undefined: a name that mainline does not have. */
export function idFieldOf(program: Program, { address }: MemoryAccess): string | undefined {
  if (address.operand) return program.operands[address.operand.index]?.areaField;
  const pointer = address.base === undefined ? undefined : fieldPointer(program, address.base);
  if (pointer !== undefined) return pointer;
  return address.displacement && indexNameAt(Number(address.displacement.constant));
}

function operandRelation(program: Program, index: number): AreaRelation {
  const info = program.operands[index];
  if (!info) return 'maybe';
  if (info.areaField !== undefined) return fieldRelation(info.areaField);
  return info.areaPointer || mayPointToId(info) ? 'maybe' : 'elsewhere';
}

function fieldRelation(field: string): AreaRelation {
  if (findFields(field).some(({ use }) => use === 'index')) return 'id';
  return field === descriptorField.name ? 'descriptor-pointer' : 'other-field';
}

/** The field that the register of an operand points at: `"r" (&rseq->cpu_id)`. */
function fieldPointer(program: Program, register: string): string | undefined {
  const info = registerOperand(program, register);
  return info?.meaning.isAddress === true ? info.areaField : undefined;
}

/** Is the address that of its base register alone? */
function isExact({ index, displacement }: Address): boolean {
  return index === undefined && displacement?.constant === 0n && displacement.terms.length === 0;
}

/** `"m"(*cpu_ptr)`, `[current_cpu] "m"(x)`, `"r"(rseq)`: by its name it could be the area, or a pointer into it. */
function mayPointToId(info: OperandInfo): boolean {
  const [, pointee] = /^(?:\*|& )?\s*\(?\s*(\w+)\s*\)?$/.exec(info.expression) ?? [];
  // `*(int *)(rseq + 4)`
  if (/^\* \( [\w ]+ \* \) .*(rseq|_abi\b)/i.test(info.expression)) return true;
  return /cpu|cid\b|rseq|_abi\b/i.test(pointee ?? '') || (!info.cpuNumber && /cpu|cid\b/i.test(info.name ?? ''));
}

function offsetRelation(address: Address): AreaRelation {
  if (!address.displacement) return 'maybe';
  const offset = Number(address.displacement.constant);
  if (isIndexAt(offset)) return 'id';
  return isDescriptorWord(offset) ? 'descriptor-pointer' : 'maybe';
}

function mentionsArea(address: Address): boolean {
  return address.displacement?.terms.some((term) => /rseq/i.test(term.symbol.name)) ?? true;
}

/** Follows a base register back to where it got its value, in straight-line order. */
function provenance(program: Program, from: Item, register: string, depth: number): 'area' | 'maybe' | 'elsewhere' {
  const info = registerOperand(program, register);
  if (info) {
    if (info.areaPointer) return 'area';
    return mayPointToId(info) && !info.cpuNumber ? 'maybe' : 'elsewhere';
  }
  if (depth === 0) return 'maybe';
  for (const item of before(program, from)) {
    if (item.kind === 'opaque') return 'maybe';
    if (item.kind !== 'instruction' || !item.instruction.effect.writes.includes(register)) continue;
    const { effect } = item.instruction;
    if (effect.addressOf) return /rseq/i.test(effect.addressOf.name) ? 'maybe' : 'elsewhere';
    if (effect.accesses.length > 0) {
      const threadPointer = effect.accesses.some(({ address }) =>
        program.architecture.threadSegments.includes(address.segment ?? ''),
      );
      return threadPointer ? 'maybe' : 'elsewhere';
    }
    const sources = effect.reads.filter((read) => read !== 'flags');
    if (sources.length === 0) return item.instruction.operands.length > 1 ? 'maybe' : 'elsewhere';
    const origins = sources.map((source) => provenance(program, item, source, depth - 1));
    if (origins.includes('area')) return 'area';
    return origins.includes('maybe') ? 'maybe' : 'elsewhere';
  }
  return 'maybe';
}

/** Does an instruction write to `rseq_cs`? */
export function armsSomething(program: Program): boolean {
  return program.items.some(
    (item) =>
      item.kind === 'instruction' &&
      item.instruction.effect.accesses.some(
        (access) => access.mode !== 'read' && areaRelation(program, item, access) === 'descriptor-pointer',
      ),
  );
}
