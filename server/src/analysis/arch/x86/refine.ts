import { soleSymbol } from '../address';
import type { Address, Effect, Operand, SymbolRef } from '../instruction';
import type { ModeTables } from './tables';

/** Adds to an effect what depends on the operands' values: addresses taken, bytes of the encoding, registers left alone. */
export function refine(
  { native }: ModeTables,
  { stem, width }: { readonly stem: string; readonly width?: number | undefined },
  operands: readonly Operand[],
  effect: Effect,
): Effect {
  const symbol = addressTaken(stem, operands);
  const bytes = stem === 'ud1' || stem === 'nop' ? trailingDisplacement(operands) : undefined;
  return {
    ...effect,
    ...(symbol && { addressOf: symbol }),
    ...(bytes && { trailingBytes: bytes }),
    ...(clearsRegister(stem, operands) && { reads: [] }),
    ...(leavesHighHalf(stem, width, operands) && {
      reads: effect.reads.filter((register) => register !== native('rdx')),
      writes: effect.writes.filter((register) => register !== native('rdx')),
    }),
  };
}

/** The symbol whose address `lea sym(%rip), r`, `mov $sym, …` and `mov sym@GOTPCREL(%rip), r` put somewhere. */
function addressTaken(stem: string, operands: readonly Operand[]): SymbolRef | undefined {
  const [source] = operands;
  if (!source) return undefined;
  if (stem === 'mov' || stem === 'movabs') {
    if (source.kind === 'immediate') return soleSymbol(source.value);
    if (modifierOf(source) === 'gotpcrel') return plainSymbol(source);
    return modifierOf(source) === 'got' && source.kind === 'memory'
      ? soleSymbol(source.address.displacement)
      : undefined;
  }
  if (stem !== 'lea') return undefined;
  if (source.kind === 'memory' && source.address.base !== undefined && source.address.index === undefined) {
    const relative = relativeSymbol(source.address);
    if (relative) return relative;
  }
  return modifierOf(source) === undefined ? plainSymbol(source) : undefined;
}

/**
 * `sym@GOTOFF(%ebx)`, where the register holds the address of the global offset table, and `sym - here(%eax)`, where it holds
 * that of `here`: how code without an instruction pointer to address by stays position independent.
 */
function relativeSymbol({ displacement, modifier }: Address): SymbolRef | undefined {
  if (modifier?.toLowerCase() === 'gotoff') return soleSymbol(displacement);
  if (modifier !== undefined || displacement?.constant !== 0n || displacement.terms.length !== 2) return undefined;
  const [positive, ...others] = displacement.terms.filter(({ sign }) => sign === 1);
  return others.length === 0 ? positive?.symbol : undefined;
}

function modifierOf(operand: Operand): string | undefined {
  if (operand.kind === 'symbol') return operand.modifier?.toLowerCase();
  return operand.kind === 'memory' ? operand.address.modifier?.toLowerCase() : undefined;
}

/** The symbol of a memory operand that is nothing but a symbol, absolute or relative to the instruction pointer. */
function plainSymbol(operand: Operand): SymbolRef | undefined {
  if (operand.kind === 'symbol') return operand.addend === 0n ? operand.symbol : undefined;
  if (operand.kind !== 'memory') return undefined;
  const { segment, base, index, displacement } = operand.address;
  if (segment !== undefined || index !== undefined || (base !== undefined && base !== 'rip')) return undefined;
  return soleSymbol(displacement);
}

/** `disp32(%rip)` and a bare `disp32` end the encoding of an instruction without immediate, least significant byte first. */
function trailingDisplacement(operands: readonly Operand[]): number[] | undefined {
  const memory = operands.find((operand) => operand.kind === 'memory')?.address;
  if (memory?.displacement?.terms.length !== 0 || memory.index !== undefined) return undefined;
  if (memory.base !== undefined && memory.base !== 'rip') return undefined;
  const value = BigInt.asUintN(32, memory.displacement.constant);
  return [0n, 8n, 16n, 24n].map((shift) => Number((value >> shift) & 0xffn));
}

/** `xor r, r` and the like give zero whatever was in the register; the parts of one register (`%ah`, `%al`) are not meant. */
function clearsRegister(stem: string, operands: readonly Operand[]): boolean {
  const [source, other] = operands;
  if (!/^(xor|sub|v?pxor|v?xorp[sd])$/.test(stem)) return false;
  if (source?.kind !== 'register' || other?.kind !== 'register' || source.register !== other.register) return false;
  return source.width === other.width && (source.width ?? 8) >= 4;
}

/** One-byte multiplications and divisions work in `ax` alone. */
function leavesHighHalf(stem: string, width: number | undefined, operands: readonly Operand[]): boolean {
  if (!/^(i?mul|i?div)$/.test(stem) || operands.length !== 1) return false;
  const [operand] = operands;
  return (width ?? (operand?.kind === 'register' ? operand.width : undefined)) === 1;
}
