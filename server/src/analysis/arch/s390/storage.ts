import { registerAddress } from '../address';
import type { Address, Effect, MemoryAccess, Operand } from '../instruction';
import { addressRegisters, makeEffect, type OperandConventions } from '../roles';
import { asRegister, registerAfter, registerRange } from './registers';

/** Instructions that name two places in memory, or more registers than operands; undefined if it is none of them. */
export function lowerStorage(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  return (
    storageToStorage(mnemonic, operands, conventions) ??
    strings(mnemonic, operands) ??
    multiple(mnemonic, operands, conventions)
  );
}

/** `mvc 0(8,%r1), 0(%r2)`, `xc …`, `clc …`: bytes from one place to another. */
function storageToStorage(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const mode = twoPlaces[mnemonic];
  const [first, second] = operands;
  if (!mode || first?.kind !== 'memory' || second?.kind !== 'memory' || operands.length !== 2) return undefined;
  const bytes = first.address.length;
  const access = (direction: MemoryAccess['mode'], address: Address): MemoryAccess =>
    bytes === undefined ? { mode: direction, address } : { mode: direction, address, width: Number(bytes) };
  const registers = [first, second].flatMap(({ address }) => addressRegisters(address, conventions));
  // `xc` of a place with itself clears it.
  const clears = mnemonic === 'xc' && first.address.key === second.address.key;
  const accesses = clears
    ? [access('write', first.address)]
    : [access(mode, first.address), access('read', second.address)];
  const compares = mode === 'read';
  return makeEffect({
    ...(compares && { kind: 'compare' }),
    reads: registers,
    writes: mnemonic === 'mvc' ? [] : ['flags'],
    accesses,
  });
}

const twoPlaces: Readonly<Record<string, MemoryAccess['mode']>> = {
  mvc: 'write',
  nc: 'update',
  oc: 'update',
  xc: 'update',
  clc: 'read',
};

/** `mvcle %r2, %r4, 0`, `clst %r2, %r3`: lengths and addresses in registers, which move on. */
function strings(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const form = stringForms[mnemonic];
  const [first, second] = [registerAt(operands[0]), registerAt(operands[1])];
  if (!form || first === undefined || second === undefined || operands.length !== form.operands) return undefined;
  const pairs = form.pairs ? [...pairOf(first), ...pairOf(second)] : [first, second];
  const target: MemoryAccess[] =
    form.first === undefined ? [] : [{ mode: form.first, address: registerAddress(first) }];
  return makeEffect({
    ...(form.first === 'read' && { kind: 'compare' }),
    reads: form.pairs ? pairs : [...pairs, 'r0'],
    writes: [...pairs, 'flags'],
    accesses: [...target, { mode: 'read', address: registerAddress(second) }],
  });
}

interface StringForm {
  readonly operands: number;
  /** Each register is the first of an address and a length. */
  readonly pairs: boolean;
  readonly first: 'read' | 'write' | undefined;
}

const stringForms: Readonly<Record<string, StringForm>> = {
  mvcl: { operands: 2, pairs: true, first: 'write' },
  mvcle: { operands: 3, pairs: true, first: 'write' },
  clcl: { operands: 2, pairs: true, first: 'read' },
  clcle: { operands: 3, pairs: true, first: 'read' },
  mvst: { operands: 2, pairs: false, first: 'write' },
  clst: { operands: 2, pairs: false, first: 'read' },
  srst: { operands: 2, pairs: false, first: undefined },
};

/** `lmg %r6, %r15, 48(%r15)`, `stm …`, and `cdsg`, `lpq`, `stpq` on pairs. */
function multiple(mnemonic: string, operands: readonly Operand[], conventions: OperandConventions): Effect | undefined {
  const [, verb, kind = ''] = /^(l|st)(m[yhg]?|am|pq)$/.exec(mnemonic) ?? [];
  const memory = operands.at(-1);
  const first = registerAt(operands[0], kind === 'am' ? 'a' : 'r');
  if (verb === undefined || memory?.kind !== 'memory' || first === undefined) return undefined;
  const isPair = kind === 'pq';
  const last = isPair ? registerAfter(first) : registerAt(operands[1], kind === 'am' ? 'a' : 'r');
  if (operands.length !== (isPair ? 2 : 3)) return undefined;
  const range = last === undefined ? undefined : registerRange(first, last);
  const registers = range ?? (last === undefined ? [first] : [first, last]);
  const width = isPair ? 16 : range && range.length * (kind === 'mg' ? 8 : 4);
  const addressed = addressRegisters(memory.address, conventions);
  const mode = verb === 'l' ? 'read' : 'write';
  const access: MemoryAccess =
    width === undefined ? { mode, address: memory.address } : { mode, address: memory.address, width };
  return verb === 'l'
    ? makeEffect({ reads: addressed, writes: registers, accesses: [access] })
    : makeEffect({ reads: [...registers, ...addressed], accesses: [access] });
}

function pairOf(first: string): readonly string[] {
  const second = registerAfter(first);
  return second === undefined ? [first] : [first, second];
}

function registerAt(operand: Operand | undefined, bank = 'r'): string | undefined {
  const found = operand && asRegister(operand, bank);
  return found?.kind === 'register' ? found.register : undefined;
}
