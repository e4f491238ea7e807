import { soleSymbol } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, makeEffect, parseForms } from '../roles';
import { withTraits } from '../traits';
import { lowerFlow } from './flow';
import { lowerMemory } from './memory';
import { dataMnemonics, hints } from './mnemonics';
import { aarch64Traits } from './traits';

/** What an AArch64 instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerAarch64(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  const effect =
    lowerFlow(mnemonic, operands) ??
    literalAddress(mnemonic, operands) ??
    withTraits(
      aarch64Traits,
      lowerMemory(mnemonic, operands, conventions) ?? lowerData(mnemonic, operands),
      mnemonic,
      operands,
    );
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['xzr']) };
const table: FormTable = parseForms(dataMnemonics);

function lowerData(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'hint') return hint(operands);
  // dc zva and its kin write memory, of a size that the processor chooses.
  if (mnemonic === 'dc' && !/^(c|i)/.test(wordOf(operands[0]))) return undefined;
  const forms = table.get(mnemonic);
  const effect = forms && applyForms(forms, withoutShift(operands), conventions, () => undefined);
  if (!effect) return undefined;
  const bytes = encodingOf(mnemonic, operands);
  return { ...effect, ...(bytes && { trailingBytes: bytes }), ...systemFlags(mnemonic, operands, effect) };
}

function hint(operands: readonly Operand[]): Effect | undefined {
  const [number] = operands;
  if (number?.kind !== 'immediate' || number.value?.terms.length !== 0 || operands.length !== 1) return undefined;
  const name = hints.get(number.value.constant);
  return name === undefined ? makeEffect({ kind: 'nop' }) : lowerData(name, []);
}

/** Drops the shift or extension of the last register: `lsl #3`, `uxtw`; it has been read with its operand. */
function withoutShift(operands: readonly Operand[]): readonly Operand[] {
  const at = operands.findIndex(
    (operand) => operand.kind === 'word' && /^(lsl|lsr|asr|ror|msl|[su]xt[bhwx])\b/i.test(operand.text),
  );
  return at > 0 && at >= operands.length - 2 ? operands.slice(0, at) : operands;
}

/** `ldr x0, =value` puts a constant into a register, by way of a literal pool or not. */
function literalAddress(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [register, value] = operands;
  if (mnemonic !== 'ldr' || operands.length !== 2 || register?.kind !== 'register') return undefined;
  const literal = value?.kind === 'immediate' || (value?.kind === 'symbol' && value.modifier === '=');
  return literal ? makeEffect({ writes: [register.register] }) : undefined;
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.find((operand) => operand.kind !== 'register');
  if (source?.kind === 'memory') {
    const { modifier, displacement } = source.address;
    return mnemonic === 'ldr' && modifier?.toLowerCase() === 'got_lo12' ? soleSymbol(displacement) : undefined;
  }
  if (source?.kind === 'immediate') return mnemonic === 'ldr' ? soleSymbol(source.value) : undefined;
  if (source?.kind !== 'symbol' || source.addend !== 0n) return undefined;
  const accepted = addressModifiers[mnemonic];
  return accepted?.test(source.modifier ?? '') ? source.symbol : undefined;
}

/** Relocation operators with which an instruction yields (part of) a symbol's own address. Source: ELF for AArch64, 5.7. */
const addressModifiers: Readonly<Record<string, RegExp>> = {
  adr: /^$/,
  adrp: /^(pg_hi21(_nc)?)?$/,
  add: /^lo12$/i,
  ldr: /^=$/,
  movz: /^(abs|prel)_g/i,
  movn: /^(abs|prel)_g/i,
  movk: /^(abs|prel)_g/i,
};

/** Whole encodings of the traps, in code order: 16 bits of their number in a fixed pattern (DDI 0487, C6.2). */
function encodingOf(mnemonic: string, operands: readonly Operand[]): number[] | undefined {
  const pattern = { brk: 0xd4200000n, hlt: 0xd4400000n }[mnemonic];
  const shift = pattern === undefined ? 0n : 5n;
  const [number] = operands;
  if (pattern === undefined && mnemonic !== 'udf') return undefined;
  if (number?.kind !== 'immediate' || number.value?.terms.length !== 0) return undefined;
  const word = (pattern ?? 0n) | (BigInt.asUintN(16, number.value.constant) << shift);
  return [0n, 8n, 16n, 24n].map((byte) => Number((word >> byte) & 0xffn));
}

/** The condition flags as a system register. */
function systemFlags(mnemonic: string, operands: readonly Operand[], effect: Effect): Partial<Effect> {
  if (mnemonic === 'mrs' && wordOf(operands[1]) === 'nzcv') return { reads: [...effect.reads, 'flags'] };
  if (mnemonic === 'msr' && wordOf(operands[0]) === 'nzcv') return { writes: [...effect.writes, 'flags'] };
  return {};
}

/** A name that is neither register nor label to the instruction, however the parser took it. */
function wordOf(operand: Operand | undefined): string {
  if (operand?.kind === 'word') return operand.text.toLowerCase();
  return operand?.kind === 'symbol' ? operand.symbol.name.toLowerCase() : '';
}
