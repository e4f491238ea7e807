import { makeAddress, soleSymbol, symbolAddress } from '../address';
import type { Address, Effect, Operand, SymbolRef } from '../instruction';
import {
  type Form,
  type FormTable,
  type OperandConventions,
  type Role,
  applyForms,
  makeEffect,
  parseForms,
} from '../roles';
import { withTraits } from '../traits';
import { lowerFlow } from './flow';
import { dataMnemonics, floatMnemonics, memoryMnemonics } from './mnemonics';
import { lowerPair } from './pairs';
import { asRegister } from './registers';
import { lowerStorage } from './storage';
import { s390Traits } from './traits';

/** What a z/Architecture instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerS390(
  mnemonic: string,
  written: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  const operands = written.map((operand) => withoutZero(operand));
  const indexed = operands.map((operand) => withIndex(operand));
  const effect =
    lowerFlow(mnemonic, indexed) ??
    trap(mnemonic, indexed) ??
    withTraits(
      s390Traits,
      lowerStorage(mnemonic, operands, conventions) ??
        lowerPair(mnemonic, indexed, conventions) ??
        lowerData(mnemonic, indexed),
      mnemonic,
      operands,
    );
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set() };

const tables: readonly (readonly [string, FormTable])[] = [
  ['r', parseForms({ ...dataMnemonics, ...memoryMnemonics })],
  ['f', parseForms(floatMnemonics)],
];

/** Register 0 as base or index is none. */
function withoutZero(operand: Operand): Operand {
  if (operand.kind !== 'memory') return operand;
  const { base, index } = operand.address;
  if (base !== 'r0' && index !== 'r0') return operand;
  return {
    ...operand,
    address: addressOf(operand.address, base === 'r0' ? undefined : base, index === 'r0' ? undefined : index),
  };
}

/** `8(2,%r1)`: only the instructions on two places take the number for a length, all others for a register. */
function withIndex(operand: Operand): Operand {
  if (operand.kind !== 'memory' || operand.address.length === undefined) return operand;
  const { length, base } = operand.address;
  return { ...operand, address: addressOf(operand.address, base, length === 0n ? undefined : `r${length}`) };
}

function addressOf(address: Address, base: string | undefined, index: string | undefined): Address {
  const { displacement, modifier, operand } = address;
  return makeAddress({
    displacement,
    ...(base === undefined ? {} : { base }),
    ...(index === undefined ? {} : { index }),
    ...(modifier === undefined ? {} : { modifier }),
    ...(operand === undefined ? {} : { operand }),
  });
}

function lowerData(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const { stem, operands: all } = withMask(mnemonic, operands);
  for (const [bank, table] of tables) {
    const forms = table.get(stem);
    const effect = forms && firstThatFits(forms, stem, all, bank);
    if (effect) return clearsRegister(stem, all) ? { ...effect, reads: [] } : effect;
  }
  return undefined;
}

/** `locgrne %r1, %r2` is `locgr %r1, %r2, 6`: a condition in the name stands for the mask. */
function withMask(mnemonic: string, operands: readonly Operand[]): { stem: string; operands: readonly Operand[] } {
  const [, stem] = conditional.exec(mnemonic) ?? [];
  if (stem === undefined) return { stem: mnemonic, operands };
  return { stem, operands: [...operands, { kind: 'immediate', value: { constant: 0n, terms: [] } }] };
}

const conditional =
  /^(loc(?:g|fh)?r?|loc[gh]?hi|stoc(?:g|fh)?|selg?r)(?:o|h|nle|l|nhe|lh|ne|e|nlh|he|nl|le|nh|no|z|nz|p|np|m|nm)$/;

function firstThatFits(
  forms: readonly Form[],
  mnemonic: string,
  operands: readonly Operand[],
  bank: string,
): Effect | undefined {
  for (const form of forms) {
    const read = operands.map((operand, at) => inRole(operand, form.roles[at], bankOf(mnemonic, at, bank)));
    const effect = applyForms([form], read, conventions, () => undefined);
    if (effect) return effect;
  }
  return undefined;
}

/** A plain number is a register, an address or a constant, as the instruction wants. */
function inRole(operand: Operand, role: Role | undefined, bank: string): Operand {
  if (role === 'r' || role === 'w' || role === 'u') return asRegister(operand, bank);
  if (role === 'a' || role?.startsWith('m')) {
    if (operand.kind === 'immediate') return memory(makeAddress({ displacement: operand.value }));
    if (operand.kind === 'symbol') return memory(symbolAddress(operand.symbol, operand.addend, operand.modifier));
  }
  return operand;
}

function memory(address: Address): Operand {
  return { kind: 'memory', address, writeBack: false, indirect: false };
}

/** The file that a number means in the moves between files. */
function bankOf(mnemonic: string, position: number, bank: string): string {
  return fileMoves[mnemonic]?.[position] ?? bank;
}

const fileMoves: Readonly<Record<string, readonly string[]>> = {
  lgdr: ['r', 'f'],
  ldgr: ['f', 'r'],
  ear: ['r', 'a'],
  sar: ['a', 'r'],
  cpya: ['a', 'a'],
};

/** `xr %r1, %r1` gives zero whatever was in the register, or in the half of it that the instruction is about. */
function clearsRegister(mnemonic: string, operands: readonly Operand[]): boolean {
  const [first, second] = operands.map((operand) => asRegister(operand, 'r'));
  if (!/^(xg?r|sg?r|slg?r)$/.test(mnemonic) || first?.kind !== 'register') return false;
  return second?.kind === 'register' && second.register === first.register;
}

/** The symbol whose address the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  if (source?.kind === 'symbol') {
    if (source.addend !== 0n) return undefined;
    const modifier = source.modifier?.toLowerCase();
    const takes = mnemonic === 'larl' ? modifier === undefined : mnemonic === 'lgrl' && modifier === 'gotent';
    return takes ? source.symbol : undefined;
  }
  const inTable =
    /^lg?$/.test(mnemonic) && source?.kind === 'memory' && source.address.modifier?.toLowerCase() === 'got';
  return inTable ? soleSymbol(source.address.displacement) : undefined;
}

/** `trap4 4095`, which Linux answers with a signal. */
function trap(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'trap2')
    return operands.length === 0 ? makeEffect({ kind: 'trap', flow: { kind: 'trap' } }) : undefined;
  const [where] = operands;
  if (mnemonic !== 'trap4' || operands.length !== 1) return undefined;
  const address = where?.kind === 'immediate' ? makeAddress({ displacement: where.value }) : undefined;
  const { base, displacement } = address ?? (where?.kind === 'memory' ? where.address : {});
  const number = base === undefined ? '0' : /^r(\d+)$/.exec(base)?.[1];
  if (where?.kind !== 'immediate' && where?.kind !== 'memory') return undefined;
  const effect = { kind: 'trap', reads: base === undefined ? [] : [base], flow: { kind: 'trap' } } as const;
  if (displacement?.terms.length !== 0 || number === undefined) return makeEffect(effect);
  const low = Number(displacement.constant);
  return makeEffect({ ...effect, trailingBytes: [0xb2, 0xff, (Number(number) << 4) | (low >> 8), low & 0xff] });
}
