import { soleSymbol, symbolAddress } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { lowerFlow } from './flow';
import { atomicMnemonics, dataMnemonics, memoryMnemonics, wideMemoryMnemonics, wideMnemonics } from './mnemonics';
import { riscvTraits } from './traits';

/** Bits of an integer register. */
export type Xlen = 32 | 64;

/** What a RISC-V instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerRiscv(
  xlen: Xlen,
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0 || throughOwnTable(mnemonic, operands)) return undefined;
  const effect =
    lowerFlow(mnemonic, operands) ??
    withTraits(
      riscvTraits,
      lowerMemory(xlen, mnemonic, operands) ?? lowerData(xlen, mnemonic, operands),
      mnemonic,
      operands,
    );
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['zero']) };
const data: Readonly<Record<Xlen, FormTable>> = {
  32: parseForms(dataMnemonics),
  64: parseForms({ ...dataMnemonics, ...wideMnemonics }),
};
const memory: Readonly<Record<Xlen, FormTable>> = {
  32: parseForms(memoryMnemonics),
  64: parseForms({ ...memoryMnemonics, ...wideMemoryMnemonics }),
};
const atomics: FormTable = parseForms(atomicMnemonics);
const atomicWidths: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, d: 8 };

function lowerData(xlen: Xlen, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = data[xlen].get(mnemonic);
  const effect = forms && applyForms(forms, operands, conventions, () => undefined);
  if (!effect) return undefined;
  const signature = identityWrite(mnemonic, operands);
  return signature ? { ...effect, kind: 'trap', flow: { kind: 'trap' }, trailingBytes: signature } : effect;
}

function lowerMemory(xlen: Xlen, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = memory[xlen].get(mnemonic);
  if (forms) return applyForms(forms, withAddress(operands), conventions, () => undefined);
  const [, operation = '', size = ''] = /^([a-z]+)\.([bhwd])(?:\.(?:aq|rl|aqrl))?$/.exec(mnemonic) ?? [];
  const atomic = atomics.get(operation);
  const width = atomicWidths[size];
  // Wider than a register: pairs of registers, compare-and-swap only.
  if (!atomic || width === undefined || width * 8 > xlen) return undefined;
  if ((operation === 'lr' || operation === 'sc') && width < 4) return undefined;
  return applyForms(atomic, operands, conventions, () => width);
}

/** In `sw a0, symbol, t0` the symbol is memory. */
function withAddress(operands: readonly Operand[]): readonly Operand[] {
  const [value, symbol, by] = operands;
  if (value?.kind !== 'register' || symbol?.kind !== 'symbol' || by?.kind !== 'register') return operands;
  const address = symbolAddress(symbol.symbol, symbol.addend, symbol.modifier);
  return [value, { kind: 'memory', address, writeBack: false, indirect: false }, ...operands.slice(2)];
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  const accepted = addressModifiers[mnemonic];
  if (!accepted) return undefined;
  if (source?.kind === 'immediate') return accepted.test('') ? soleSymbol(source.value) : undefined;
  return source?.kind === 'symbol' && source.addend === 0n && accepted.test(source.modifier ?? '')
    ? source.symbol
    : undefined;
}

/** Relocation operators with which an instruction yields (part of) a symbol's own address. Source: RISC-V ELF psABI. */
const addressModifiers: Readonly<Record<string, RegExp>> = {
  la: /^(plt)?$/,
  lla: /^$/,
  lui: /^hi$/,
  'c.lui': /^hi$/,
  auipc: /^pcrel_hi$/,
  addi: /^lo$/,
};

/** The global offset table's entry for a label of the same text: what comes out of it cannot be followed. */
function throughOwnTable(mnemonic: string, operands: readonly Operand[]): boolean {
  const source = operands.at(-1);
  return (
    mnemonic === 'auipc' &&
    source?.kind === 'symbol' &&
    source.modifier === 'got_pcrel_hi' &&
    source.symbol.kind === 'label'
  );
}

/**
 * The encoding of `csrw mhartid, zero`, in code order: that register is read-only, so no program gets past it. csrw is
 * `csrrw zero, csr, rs1` (manual, volume I, "Zicsr"; mhartid is 0xf14).
 */
function identityWrite(mnemonic: string, operands: readonly Operand[]): readonly number[] | undefined {
  const [csr, source] = mnemonic === 'csrrw' && isZero(operands[0]) ? operands.slice(1) : operands;
  if ((mnemonic !== 'csrw' && mnemonic !== 'csrrw') || !isZero(source)) return undefined;
  const isIdentity =
    csr?.kind === 'symbol'
      ? csr.symbol.name.toLowerCase() === 'mhartid'
      : csr?.kind === 'immediate' && csr.value?.terms.length === 0 && csr.value.constant === 0xf14n;
  return isIdentity ? [0x73, 0x10, 0x40, 0xf1] : undefined;
}

function isZero(operand: Operand | undefined): boolean {
  return operand?.kind === 'register' && operand.register === 'zero';
}
