import type { Address } from '../arch/instruction';
import { areaRelation } from './area';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, OperandInfo, Program } from './program';
import { registerOperand } from './registerOperand';
import type { CriticalSection } from './section';

/** An operand for which the compiler loads, in front of the section, what the section goes on to replace. */
export interface EarlyLoad {
  readonly operand: OperandInfo;
  /** The instruction of the section that writes there. */
  readonly write: InstructionItem;
}

/**
 * Finds operands whose value was loaded from memory that a section writes. If the section reads that memory itself, it can have
 * made sure that the value still holds. Unknown if a section reads what nobody can name.
 */
export function earlyLoadsOf(program: Program, sections: readonly CriticalSection[]): Fact<readonly EarlyLoad[]> {
  const loading = program.operands.filter(({ output, areaField, meaning }) => {
    return !output && areaField === undefined && meaning.loads.length > 0;
  });
  if (loading.length === 0) return known([]);
  const found: EarlyLoad[] = [];
  for (const section of sections) {
    const { body, commit } = section.facts;
    if (!body.known) return body;
    if (!commit.known) return commit;
    const traffic = trafficOf(program, body.value);
    if (!traffic) return unknown('operand');
    for (const operand of loading) {
      const write = replacedBy(operand, traffic);
      const isUsed = body.value.some(({ instruction }) =>
        instruction.effect.reads.includes(`operand:${operand.index}`),
      );
      if (write && isUsed && !found.some((other) => other.operand === operand)) found.push({ operand, write });
    }
  }
  return known(found);
}

/** The memory outside the area that a section reads and writes, by its spelling in C. */
interface Traffic {
  readonly reads: ReadonlySet<string>;
  /** Objects of which something is read by their name in the assembler text. */
  readonly objects: ReadonlySet<string>;
  readonly writes: ReadonlyMap<string, InstructionItem>;
}

/** undefined: something is read at an address that has no spelling. */
function trafficOf(program: Program, body: readonly InstructionItem[]): Traffic | undefined {
  const reads = new Set<string>();
  const objects = new Set<string>();
  const writes = new Map<string, InstructionItem>();
  const changed = new Set<string>();
  /** Registers with the address of an object. */
  const pointing = new Map<string, string>();
  for (const item of body) {
    const { effect } = item.instruction;
    for (const access of effect.accesses) {
      const relation = areaRelation(program, item, access);
      if (relation === 'id' || relation === 'other-field' || relation === 'descriptor-pointer') continue;
      const { base, index } = access.address;
      const isChanged = [base, index].some((register) => register !== undefined && changed.has(register));
      const place = isChanged ? undefined : placeOf(program, access.address);
      const object = objectOf(access.address) ?? (base === undefined ? undefined : pointing.get(base));
      if (object !== undefined && access.mode !== 'write') objects.add(object);
      // A fence updates the stack.
      if (base !== undefined && base === program.architecture.stackPointer) continue;
      if (access.mode !== 'write' && place === undefined && object === undefined) return undefined;
      if (access.mode !== 'write' && place !== undefined) reads.add(place);
      if (access.mode !== 'read' && place !== undefined && !writes.has(place)) writes.set(place, item);
    }
    const taken = effect.addressOf?.kind === 'external' ? effect.addressOf.name : undefined;
    for (const register of effect.writes) {
      changed.add(register);
      if (taken === undefined) pointing.delete(register);
      else pointing.set(register, taken);
    }
  }
  return { reads, objects, writes };
}

/** The spelling of the memory at an address that is made of operands alone. */
function placeOf(program: Program, { operand, base, index, displacement, segment }: Address): string | undefined {
  if (operand) return program.operands[operand.index]?.meaning.spelling;
  const offset = displacement?.terms.length === 0 ? displacement.constant : undefined;
  const pointer = meaningOf(program, base);
  if (!pointer || offset === undefined || segment !== undefined) return undefined;
  if (index === undefined) return pointer.pointee && offset !== 0n ? `${pointer.pointee}+${offset}` : pointer.pointee;
  if (offset !== 0n) return undefined;
  const number = meaningOf(program, index)?.spelling;
  return pointer.spelling !== undefined && number !== undefined ? `${pointer.spelling}[${number}]` : undefined;
}

/** The symbol that an address is made with: `counter(%rip)`. */
function objectOf({ displacement, operand }: Address): string | undefined {
  const [term, another] = operand ? [] : (displacement?.terms ?? []);
  return term && !another && term.symbol.kind === 'external' ? term.symbol.name : undefined;
}

function meaningOf(program: Program, register: string | undefined): OperandInfo['meaning'] | undefined {
  return registerOperand(program, register)?.meaning;
}

function replacedBy({ meaning }: OperandInfo, { reads, objects, writes }: Traffic): InstructionItem | undefined {
  return meaning.loads
    .flat()
    .filter((place) => !reads.has(place) && !objects.has(/^\w+/.exec(place)?.[0] ?? ''))
    .map((place) => writes.get(place))
    .find((write) => write !== undefined);
}
