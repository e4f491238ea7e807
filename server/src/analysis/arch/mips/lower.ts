import { soleSymbol, symbolAddress } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { lowerFlow } from './flow';
import { dataMnemonics, memoryMnemonics, pairMemoryMnemonics, wideMemoryMnemonics, wideMnemonics } from './mnemonics';
import { mipsTraits } from './traits';

/** What tells one kind of MIPS from another here. */
export interface MipsVariant {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
}

/** What a MIPS instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerMips(
  variant: MipsVariant,
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  const effect =
    lowerFlow(mnemonic, operands) ??
    withTraits(
      traits[variant.bits],
      lowerMemory(variant, mnemonic, operands) ?? lowerData(variant, mnemonic, operands),
      mnemonic,
      operands,
    );
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const traits = { 32: mipsTraits(32), 64: mipsTraits(64) };
const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['$0']) };
const data: Readonly<Record<32 | 64, FormTable>> = {
  32: parseForms(dataMnemonics),
  64: parseForms({ ...dataMnemonics, ...wideMnemonics }),
};
const memory: Readonly<Record<32 | 64, FormTable>> = {
  32: parseForms({ ...memoryMnemonics, ...pairMemoryMnemonics }),
  64: parseForms({ ...memoryMnemonics, ...wideMemoryMnemonics }),
};

function lowerData(variant: MipsVariant, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = data[variant.bits].get(mnemonic);
  const effect = forms && applyForms(forms, operands, conventions, () => undefined);
  const bytes = effect && mnemonic === 'break' ? encodingOf(variant, operands) : undefined;
  return effect && bytes ? { ...effect, trailingBytes: bytes } : effect;
}

function lowerMemory(variant: MipsVariant, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = memory[variant.bits].get(mnemonic);
  if (!forms) return undefined;
  const isPair = variant.bits === 32 && mnemonic in pairMemoryMnemonics;
  // Tables of addresses have entries of one word.
  if (isPair && operands.some((operand) => operand.kind === 'memory' && operand.address.modifier !== undefined))
    return undefined;
  const registers = isPair ? withNextRegister(operands) : operands;
  return applyForms(forms, registers.map(absoluteAddress), conventions, () => undefined);
}

/** `sd $4, 0($6)` stores $4 and $5; of a register that the compiler picks, only that one is known. */
function withNextRegister([first, ...others]: readonly Operand[]): readonly Operand[] {
  if (first?.kind !== 'register') return first ? [first, ...others] : [];
  const number = /^\$(\d+)$/.exec(first.register)?.[1];
  const next = number === undefined ? first : { ...first, register: `$${Number(number) + 1}` };
  return [first, next, ...others];
}

/** A symbol where a load or store wants memory; that the assembler may need `$at` for it is its own affair. */
function absoluteAddress(operand: Operand): Operand {
  if (operand.kind !== 'symbol') return operand;
  const address = symbolAddress(operand.symbol, operand.addend, operand.modifier);
  return { kind: 'memory', address, writeBack: false, indirect: false };
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  const accepted = addressModifiers[mnemonic];
  if (!accepted) return undefined;
  if (source?.kind === 'memory')
    return accepted.test(source.address.modifier ?? '') ? soleSymbol(source.address.displacement) : undefined;
  if (source?.kind === 'immediate') return accepted.test('') ? soleSymbol(source.value) : undefined;
  return source?.kind === 'symbol' && source.addend === 0n && accepted.test(source.modifier ?? '')
    ? source.symbol
    : undefined;
}

/** Relocation operators with which an instruction yields (part of) a symbol's own address. Source: MIPS ELF psABI supplements. */
const addressModifiers: Readonly<Record<string, RegExp>> = {
  la: /^$/,
  dla: /^$/,
  lui: /^(hi|highest)$/,
  addiu: /^(lo|got_ofst|gp_rel)$/,
  daddiu: /^(lo|higher|hi|got_ofst|gp_rel)$/,
  // The address itself, or its page, comes out of the global offset table.
  lw: /^got(_disp|_page)?$/,
  ld: /^got(_disp|_page)?$/,
};

/**
 * The encoding of `break first, second`: 10 bits each in a fixed pattern. GNU as puts the one number that most breaks have into the
 * upper half (volume II, "BREAK"; opcodes/mips-opc.c).
 */
function encodingOf(variant: MipsVariant, operands: readonly Operand[]): readonly number[] | undefined {
  const numbers = operands.map((operand) =>
    operand.kind === 'immediate' && operand.value?.terms.length === 0 ? operand.value.constant : undefined,
  );
  const [first = 0n, second = 0n] = numbers;
  if (numbers.includes(undefined) || first < 0n || first > 1023n || second < 0n || second > 1023n) return undefined;
  const word = 0x0000000dn | (first << 16n) | (second << 6n);
  const bytes = [0n, 8n, 16n, 24n].map((byte) => Number((word >> byte) & 0xffn));
  return variant.endian === 'little' ? bytes : bytes.reverse();
}
