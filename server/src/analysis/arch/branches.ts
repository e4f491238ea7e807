import { soleSymbol } from './address';
import type { Effect, Operand, SymbolRef } from './instruction';
import { makeEffect } from './roles';

/** Where a branch goes; `symbol` is undefined for an address that is not exactly a symbol's. */
export interface BranchTarget {
  readonly symbol: SymbolRef | undefined;
}

/** The target that an operand is; undefined: the operand is none. */
export function branchTarget(operand: Operand | undefined): BranchTarget | undefined {
  if (operand?.kind === 'immediate') return { symbol: soleSymbol(operand.value) };
  if (operand?.kind !== 'symbol') return undefined;
  return { symbol: operand.addend === 0n && operand.symbol.name !== '.' ? operand.symbol : undefined };
}

/** A jump, conditional if it `reads` what it is decided by. */
export function jumpTo(target: BranchTarget, conditional: boolean, reads: readonly string[] = []): Effect {
  return makeEffect({ kind: 'branch', reads, flow: { kind: 'jump', conditional, target: target.symbol } });
}

/** A call that leaves its return address in `link`. */
export function callTo(target: SymbolRef | undefined, link: string, reads: readonly string[] = []): Effect {
  return makeEffect({ kind: 'call', reads, writes: [link], flow: { kind: 'call', target } });
}

/** A branch to the address in a register: a return if that register holds the return address. */
export function branchThrough(register: string, link: string, writes: readonly string[] = []): Effect {
  const kind = register === link ? 'return' : 'indirect';
  return makeEffect({ kind: 'branch', reads: [register], writes, flow: { kind } });
}

/** The registers that operands are; undefined unless all of them are. */
export function registersOf(operands: readonly Operand[]): readonly string[] | undefined {
  const registers = operands.flatMap((operand) => (operand.kind === 'register' ? [operand.register] : []));
  return registers.length === operands.length ? registers : undefined;
}
