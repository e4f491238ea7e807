import type { BodyKind } from '../sectionSummary';
import { registerAddress, symbolAddress } from './address';
import type { Address, Effect, Flow, MemoryAccess, Operand } from './instruction';

/**
 * What an instruction does with one operand.
 *
 * | role          | operand                                                                            |
 * |---------------|------------------------------------------------------------------------------------|
 * | `r` `w` `u`   | read, written, both; a write to a part of a register counts as a write only        |
 * | `c`           | read like `r`, but its size says nothing about the size of the other operands      |
 * | `mr` `mw` `mu`| the same as `r` `w` `u`, memory only                                               |
 * | `ml`          | like `mr`; a bare symbol is memory too                                             |
 * | `a`           | memory of which only the address counts                                            |
 * | `i`           | a constant                                                                         |
 * | `k`           | a keyword or its number: a condition, a barrier's domain, a system register         |
 * | `x`           | anything; not accessed                                                             |
 */
export type Role = 'r' | 'w' | 'u' | 'c' | 'mr' | 'mw' | 'mu' | 'ml' | 'a' | 'i' | 'k' | 'x';

/** One way to write an instruction, with what it does: the parsed form of a {@link parseForms} specification. */
export interface Form {
  readonly roles: readonly Role[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly implied: readonly { readonly mode: 'read' | 'write'; readonly base: string; readonly offset: bigint }[];
  /** Overrides the kind that follows from the memory accesses. */
  readonly kind: BodyKind | undefined;
  readonly padding: boolean;
  /** Bytes of every memory access, where the mnemonic fixes it. */
  readonly width: number | undefined;
}

/** How the operands of an instruction set are to be read. */
export interface OperandConventions {
  /** May any instruction have a memory operand (and is a bare symbol one), or loads and stores only? */
  readonly memory: 'anywhere' | 'loads-and-stores';
  /** Registers that hold nothing worth tracking: a zero register, the instruction pointer. */
  readonly untracked: ReadonlySet<string>;
}

export type FormTable = ReadonlyMap<string, readonly Form[]>;

/**
 * Reads a table from mnemonics (separated by spaces) to specifications: forms separated by `|`, of which the first that fits the
 * operands holds. A form is `roles < reads > writes = kind @ width`, all parts but the roles optional. Reads and
 * writes are what the mnemonic implies: registers, `flags`, or memory as `[rsp]`, `[rsp-8]`. The kind `padding` is a `nop`
 * that may stand between signature and abort handler.
 */
export function parseForms(table: Readonly<Record<string, string>>): FormTable {
  const forms = new Map<string, readonly Form[]>();
  for (const [mnemonics, specification] of Object.entries(table)) {
    const parsed = specification.split('|').map(parseForm);
    for (const mnemonic of mnemonics.split(' ')) forms.set(mnemonic, parsed);
  }
  return forms;
}

/** The effect of the first form that explains the operands, or undefined. `widthFor` is asked where a form fixes no width. */
export function applyForms(
  forms: readonly Form[],
  operands: readonly Operand[],
  conventions: OperandConventions,
  widthFor: (form: Form) => number | undefined,
): Effect | undefined {
  for (const form of forms) {
    const effect = applyForm(form, operands, conventions, form.width ?? widthFor(form));
    if (effect) return effect;
  }
  return undefined;
}

/** An effect from its parts; what is left out is empty, and the kind follows from the accesses. */
export function makeEffect(parts: Partial<Effect>): Effect {
  const accesses = parts.accesses ?? [];
  return {
    kind: kindOf(accesses),
    reads: [],
    writes: [],
    accesses,
    flow: { kind: 'next' },
    padding: false,
    ...parts,
  };
}

/** Registers of which an address is formed. */
export function addressRegisters(address: Address, conventions: OperandConventions): string[] {
  return [address.base, address.index]
    .filter((name) => name !== undefined)
    .filter((name) => !conventions.untracked.has(name));
}

interface Draft {
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  readonly accesses: MemoryAccess[];
}

function applyForm(
  form: Form,
  operands: readonly Operand[],
  conventions: OperandConventions,
  width: number | undefined,
): Effect | undefined {
  if (form.roles.length !== operands.length) return undefined;
  const draft: Draft = { reads: new Set(form.reads), writes: new Set(form.writes), accesses: [] };
  for (const [position, operand] of operands.entries()) {
    const role = form.roles[position] ?? 'x';
    if (!applyRole(draft, role, operand, conventions, width)) return undefined;
  }
  // No instruction set has an instruction that names two places in memory.
  if (draft.accesses.length > 1) return undefined;
  for (const { mode, base, offset } of form.implied) {
    draft.accesses.push(accessTo(registerAddress(base, offset), mode, width));
  }
  const tracked = (names: ReadonlySet<string>): string[] =>
    [...names].filter((name) => !conventions.untracked.has(name));
  return makeEffect({
    ...(form.kind !== undefined && { kind: form.kind, flow: flowOf(form.kind) }),
    reads: tracked(draft.reads),
    writes: tracked(draft.writes),
    accesses: draft.accesses,
    padding: form.padding,
  });
}

/** Adds what `role` means for `operand`; false if the two do not go together. */
function applyRole(
  draft: Draft,
  role: Role,
  operand: Operand,
  conventions: OperandConventions,
  width: number | undefined,
): boolean {
  if (role === 'x') return true;
  if (role === 'k') return operand.kind === 'word' || operand.kind === 'symbol' || operand.kind === 'immediate';
  if ('indirect' in operand && operand.indirect) return false;
  const memory = conventions.memory === 'anywhere' || role.startsWith('m') || role === 'a';
  switch (operand.kind) {
    case 'register':
      if (role.startsWith('m') || role === 'a' || role === 'i') return false;
      useRegisters(draft, role, [operand.register]);
      return true;
    case 'list':
      if (role !== 'r' && role !== 'w' && role !== 'u') return false;
      useRegisters(draft, role, operand.registers);
      return true;
    case 'memory':
      return memory && role !== 'i' && useMemory(draft, role, operand.address, operand.writeBack, conventions, width);
    case 'symbol': {
      if (role === 'i') return true;
      const literal = role === 'ml' || role === 'a' || conventions.memory === 'anywhere';
      if (!literal) return role === 'r' || role === 'c';
      const address = symbolAddress(operand.symbol, operand.addend, operand.modifier);
      return useMemory(draft, role, address, false, conventions, width);
    }
    case 'immediate':
      return role === 'r' || role === 'c' || role === 'i';
    case 'word':
    case 'unknown':
      return false;
  }
}

function useRegisters(draft: Draft, role: Role, registers: readonly string[]): void {
  for (const register of registers) {
    if (role !== 'w') draft.reads.add(register);
    if (role === 'w' || role === 'u') draft.writes.add(register);
  }
}

const accessModes: Readonly<Partial<Record<Role, MemoryAccess['mode']>>> = {
  r: 'read',
  c: 'read',
  w: 'write',
  u: 'update',
  mr: 'read',
  ml: 'read',
  mw: 'write',
  mu: 'update',
};

function useMemory(
  draft: Draft,
  role: Role,
  address: Address,
  writeBack: boolean,
  conventions: OperandConventions,
  width: number | undefined,
): boolean {
  for (const register of addressRegisters(address, conventions)) draft.reads.add(register);
  if (writeBack && address.base !== undefined) draft.writes.add(address.base);
  const mode = accessModes[role];
  if (mode) draft.accesses.push(accessTo(address, mode, width));
  return true;
}

function accessTo(address: Address, mode: MemoryAccess['mode'], width: number | undefined): MemoryAccess {
  return width === undefined ? { mode, address } : { mode, address, width };
}

function kindOf(accesses: readonly MemoryAccess[]): BodyKind {
  if (accesses.some((access) => access.mode === 'update')) return 'read-modify-write';
  if (accesses.some((access) => access.mode === 'write')) return 'store';
  return accesses.length > 0 ? 'load' : 'alu';
}

function flowOf(kind: BodyKind): Flow {
  if (kind === 'trap') return { kind: 'trap' };
  return kind === 'syscall' ? { kind: 'syscall' } : { kind: 'next' };
}

const kinds: Readonly<Record<string, BodyKind>> = {
  compare: 'compare',
  barrier: 'barrier',
  trap: 'trap',
  syscall: 'syscall',
  nop: 'nop',
  padding: 'nop',
};

function parseForm(specification: string): Form {
  const parts: Record<string, string[]> = { roles: [], '<': [], '>': [], '=': [], '@': [] };
  let part = parts.roles;
  for (const word of specification.trim().split(/ +/)) {
    if (word in parts) part = parts[word];
    else if (word !== '') part?.push(word);
  }
  const [reads = [], writes = []] = [parts['<'], parts['>']];
  const [kind, width] = [parts['=']?.[0], parts['@']?.[0]];
  return {
    roles: (parts.roles ?? []) as Role[],
    reads: reads.filter((name) => !name.startsWith('[')),
    writes: writes.filter((name) => !name.startsWith('[')),
    implied: [...impliedAccesses(reads, 'read'), ...impliedAccesses(writes, 'write')],
    kind: kind === undefined ? undefined : kinds[kind],
    padding: kind === 'padding',
    width: width === undefined ? undefined : Number(width),
  };
}

function impliedAccesses(names: readonly string[], mode: 'read' | 'write'): Form['implied'] {
  return names.flatMap((name) => {
    const match = /^\[(\w+)(-\d+)?\]$/.exec(name);
    return match?.[1] === undefined ? [] : [{ mode, base: match[1], offset: BigInt(match[2] ?? '0') }];
  });
}
