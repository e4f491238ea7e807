import { soleSymbol } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { makeEffect } from '../roles';
import { conditionCodes } from './mnemonics';

/** What a branch, call or return does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  return lowerDirect(mnemonic, operands) ?? lowerIndirect(mnemonic, operands);
}

function lowerDirect(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const target = targetOf(operands.at(-1));
  if (!target) return undefined;
  if (mnemonic === 'bl') {
    if (operands.length !== 1) return undefined;
    return makeEffect({ kind: 'call', writes: ['x30'], flow: { kind: 'call', target: target.symbol } });
  }
  const jump = (conditional: boolean, reads: readonly string[]): Effect =>
    makeEffect({ kind: 'branch', reads, flow: { kind: 'jump', conditional, target: target.symbol } });
  if (mnemonic === 'b') return operands.length === 1 ? jump(false, []) : undefined;
  const condition = conditionOf(mnemonic);
  if (condition !== undefined) {
    // Despite their names both mean always (DDI 0487, C1.2.4).
    const always = condition === 'al' || condition === 'nv';
    if (operands.length !== 1) return undefined;
    return always ? jump(false, []) : jump(true, ['flags']);
  }
  const [tested, bit] = operands;
  if (tested?.kind !== 'register') return undefined;
  const reads = tested.register === 'xzr' ? [] : [tested.register];
  if (/^cbn?z$/.test(mnemonic)) return operands.length === 2 ? jump(true, reads) : undefined;
  const constant = bit?.kind === 'immediate' || bit?.kind === 'symbol';
  return /^tbn?z$/.test(mnemonic) && constant && operands.length === 3 ? jump(true, reads) : undefined;
}

/** The condition in `b.eq`, `bc.eq` and GNU's alias `beq`. */
function conditionOf(mnemonic: string): string | undefined {
  const [, dotted, alias] = /^(?:bc?\.(\w+)|b(\w\w))$/.exec(mnemonic) ?? [];
  const condition = dotted ?? alias;
  return condition !== undefined && conditionCodes.has(condition) ? condition : undefined;
}

/** The symbol that a branch goes to, undefined inside for an address that is no symbol's. */
function targetOf(operand: Operand | undefined): { readonly symbol: SymbolRef | undefined } | undefined {
  if (operand?.kind === 'immediate') return { symbol: soleSymbol(operand.value) };
  if (operand?.kind !== 'symbol') return undefined;
  return { symbol: operand.addend === 0n && operand.symbol.name !== '.' ? operand.symbol : undefined };
}

/** Branches through registers; the forms that check a pointer's signature have a second register or none. */
function lowerIndirect(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const registers = operands.flatMap((operand) => (operand.kind === 'register' ? [operand.register] : []));
  if (registers.length !== operands.length) return undefined;
  const count = operands.length;
  if (mnemonic === 'ret' ? count <= 1 : /^reta[ab]$/.test(mnemonic) && count === 0) {
    const link = mnemonic === 'ret' ? ['x30'] : ['x30', 'sp'];
    return makeEffect({ kind: 'branch', reads: count === 1 ? registers : link, flow: { kind: 'return' } });
  }
  const form = throughRegister[mnemonic];
  if (form?.registers !== count) return undefined;
  return form.call
    ? makeEffect({ kind: 'call', reads: registers, writes: ['x30'], flow: { kind: 'call', target: undefined } })
    : makeEffect({ kind: 'branch', reads: registers, flow: { kind: 'indirect' } });
}

const throughRegister: Readonly<Record<string, { readonly call: boolean; readonly registers: number }>> = {
  br: { call: false, registers: 1 },
  braa: { call: false, registers: 2 },
  brab: { call: false, registers: 2 },
  braaz: { call: false, registers: 1 },
  brabz: { call: false, registers: 1 },
  blr: { call: true, registers: 1 },
  blraa: { call: true, registers: 2 },
  blrab: { call: true, registers: 2 },
  blraaz: { call: true, registers: 1 },
  blrabz: { call: true, registers: 1 },
};
