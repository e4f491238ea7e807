import { branchTarget, branchThrough, callTo, jumpTo } from '../branches';
import { soleSymbol } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { mnemonics } from './mnemonics';
import { or1kTraits } from './traits';

/** What an OpenRISC instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerOr1k(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  const branch = lowerFlow(mnemonic, operands);
  if (branch) return { ...branch, delaySlot: 'always' };
  const forms = table.get(mnemonic);
  const found = forms && applyForms(forms, operands, conventions, () => undefined);
  const effect = withTraits(or1kTraits, found, mnemonic, operands);
  if (!effect) return undefined;
  const symbol = addressTaken(mnemonic, operands);
  const bytes = encodingOf(mnemonic, operands);
  return { ...effect, ...(symbol && { addressOf: symbol }), ...(bytes && { trailingBytes: bytes }) };
}

/** Register 0 is zero by convention of the ABI. */
const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['r0']) };
const table: FormTable = parseForms(mnemonics);

const link = 'r9';

function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [operand] = operands;
  if (!operand || operands.length > 1) return undefined;
  if (operand.kind === 'register') {
    if (mnemonic === 'l.jr') return branchThrough(operand.register, link);
    return mnemonic === 'l.jalr' ? callTo(undefined, link, [operand.register]) : undefined;
  }
  const target = branchTarget(operand);
  if (!target) return undefined;
  if (mnemonic === 'l.j') return jumpTo(target, false);
  if (mnemonic === 'l.jal') return callTo(target.symbol, link);
  return /^l\.bn?f$/.test(mnemonic) ? jumpTo(target, true, ['flags']) : undefined;
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  if (source?.kind === 'memory') {
    const { modifier = '', displacement } = source.address;
    return mnemonic === 'l.lwz' && /^got$/i.test(modifier) ? soleSymbol(displacement) : undefined;
  }
  if (source?.kind !== 'symbol' || source.addend !== 0n) return undefined;
  const accepted = addressModifiers[mnemonic];
  return accepted?.test(source.modifier ?? '') ? source.symbol : undefined;
}

/** Relocation operators with which an instruction yields a part of a symbol's own address (cpu/or1k.opc). */
const addressModifiers: Readonly<Record<string, RegExp>> = {
  'l.movhi': /^(hi|ha)$/i,
  'l.ori': /^(lo|po)$/i,
  'l.addi': /^(lo|po)$/i,
  'l.adrp': /^$/,
};

/** Whole encodings of what can be a signature, in memory order: 16 bits of their number behind a fixed pattern. */
function encodingOf(mnemonic: string, operands: readonly Operand[]): number[] | undefined {
  const pattern = { 'l.nop': 0x1500, 'l.trap': 0x2100, 'l.sys': 0x2000 }[mnemonic];
  const [number] = operands;
  const value = number?.kind === 'immediate' && number.value?.terms.length === 0 ? number.value.constant : undefined;
  if (pattern === undefined || (number && value === undefined)) return undefined;
  const low = Number(BigInt.asUintN(16, value ?? 0n));
  return [pattern >> 8, pattern & 0xff, low >> 8, low & 0xff];
}
