import type { Address } from '../arch/instruction';
import { areaRelation, type AreaRelation } from './area';
import type { InstructionItem, Item, Program } from './program';

/** A load in the section from which a value comes. */
export interface Origin {
  readonly load: InstructionItem;
  readonly address: Address;
  readonly relation: AreaRelation;
  /** Do the registers in the address still hold what they held? Only then equal keys mean equal addresses. */
  readonly isCurrent: boolean;
  /** Is the value another one than what was loaded? */
  readonly isChanged: boolean;
}

/** Where the values in registers (and `flags`) come from, by register. */
export type Values = ReadonlyMap<string, readonly Origin[]>;

/** An instruction with what registers hold in front of it. */
export interface ValueStep {
  readonly item: InstructionItem;
  readonly before: Values;
}

/**
 * Follows loaded values through the text of a section from top to bottom. That is one of the ways that control can take, except
 * behind an unconditional jump: there nothing is known until something is loaded.
 */
export function traceValues(program: Program, range: readonly Item[]): readonly ValueStep[] {
  const steps: ValueStep[] = [];
  let values: Values = new Map();
  let isCut = false;
  for (const item of range) {
    if (item.kind === 'opaque') values = new Map();
    if (item.kind === 'label' && isCut) {
      values = new Map();
      isCut = false;
    }
    if (item.kind !== 'instruction') continue;
    steps.push({ item, before: values });
    const { flow } = item.instruction.effect;
    if (flow.kind === 'jump' && !flow.conditional) isCut = true;
    values = flow.kind === 'call' || flow.kind === 'syscall' ? new Map() : behind(program, item, values);
  }
  return steps;
}

/** True if one of the registers of an address is written. */
export function isMoved({ base, index }: Address, writes: readonly string[]): boolean {
  return writes.some((register) => register === base || register === index);
}

/** What an instruction reads besides the registers of addresses: the value of a store, the operands of an addition. */
export function sourcesOf({ instruction: { effect } }: InstructionItem): readonly string[] {
  const addressing = new Set(effect.accesses.flatMap(({ address }) => [address.base, address.index]));
  return effect.reads.filter((register) => !addressing.has(register));
}

function behind(program: Program, item: InstructionItem, values: Values): Values {
  const { effect } = item.instruction;
  const loaded = originsBehind(program, item, values);
  const next = new Map<string, readonly Origin[]>();
  const stale = (origins: readonly Origin[]): readonly Origin[] =>
    origins.map((origin) => (isMoved(origin.address, effect.writes) ? { ...origin, isCurrent: false } : origin));
  for (const [register, origins] of values) {
    if (!effect.writes.includes(register)) next.set(register, stale(origins));
  }
  for (const register of effect.writes) if (!isWrittenBack(item, register)) next.set(register, stale(loaded));
  return next;
}

/** What a register that the instruction writes comes from. */
function originsBehind(program: Program, item: InstructionItem, values: Values): readonly Origin[] {
  const sources = sourcesOf(item);
  const inherited = sources.flatMap((register) => values.get(register) ?? []);
  const loads = item.instruction.effect.accesses
    .filter(({ mode }) => mode !== 'write')
    .map((access): Origin => ({
      load: item,
      address: access.address,
      relation: areaRelation(program, item, access),
      isCurrent: true,
      isChanged: sources.length > 0,
    }));
  if (isCopy(item)) return [...inherited, ...loads];
  return [...inherited.map((origin) => ({ ...origin, isChanged: true })), ...loads];
}

/** A move between two registers, or something that looks like one. */
function isCopy({ instruction: { operands, effect } }: InstructionItem): boolean {
  const registers = operands.filter(({ kind }) => kind === 'register');
  if (operands.length !== 2 || registers.length !== 2 || effect.accesses.length > 0) return false;
  return effect.reads.length === 1 && !effect.writes.includes(effect.reads[0] ?? '');
}

/** True if a register is written because an address moves on. */
function isWrittenBack({ instruction: { operands } }: InstructionItem, register: string): boolean {
  return operands.some(
    (operand) => operand.kind === 'memory' && operand.writeBack && operand.address.base === register,
  );
}
