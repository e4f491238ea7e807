import { makeAddress } from '../address';
import type { Address, Effect, Operand } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { floatMemoryMnemonics, memoryMnemonics, scalarVectorMemoryMnemonics, vectorMemoryMnemonics } from './mnemonics';
import { asRegister, type Bank, registerOf } from './registers';

const tables: readonly (readonly [Bank, FormTable])[] = [
  ['r', parseForms(memoryMnemonics)],
  ['f', parseForms(floatMemoryMnemonics)],
  ['v', parseForms(vectorMemoryMnemonics)],
  ['vs', parseForms(scalarVectorMemoryMnemonics)],
];

/** What a load or store does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerMemory(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  for (const [bank, table] of tables) {
    const forms = table.get(mnemonic);
    const [transferred, ...address] = operands;
    const memory = forms && addressOperand(mnemonic, address);
    if (!forms || !transferred || !memory) continue;
    const register = registersMoved(mnemonic, asRegister(transferred, bank));
    return applyForms(forms, [register, memory], conventions, () => undefined);
  }
  return undefined;
}

/** `8(3)`, a memory operand of the asm statement, or the two registers of `lwzx 3, 4, 5`. */
function addressOperand(mnemonic: string, operands: readonly Operand[]): Operand | undefined {
  const writeBack = /^(l|st)\w*ux?$/.test(mnemonic);
  const [first, second, hint] = operands;
  if (first?.kind === 'memory') {
    return second ? undefined : { ...first, address: withoutZero(first.address), writeBack };
  }
  // lwarx may tell what the reservation is for.
  if (operands.length > 3 || (hint && !/arx$/.test(mnemonic))) return undefined;
  const [base, index] = [registerOf(first, 'r'), registerOf(second, 'r')];
  if (base === undefined || index === undefined) return undefined;
  const address = makeAddress({ base, index, displacement: { constant: 0n, terms: [] } });
  return { kind: 'memory', address: withoutZero(address), writeBack, indirect: false };
}

/** Register 0 as a base is the number 0. */
function withoutZero(address: Address): Address {
  if (address.base !== 'r0') return address;
  const { index, displacement, modifier } = address;
  return makeAddress({
    displacement,
    ...(index === undefined ? {} : { base: index }),
    ...(modifier === undefined ? {} : { modifier }),
  });
}

/** lmw and stmw move all registers from the named one on. */
function registersMoved(mnemonic: string, operand: Operand): Operand {
  const first = operand.kind === 'register' ? /^r(\d+)$/.exec(operand.register)?.[1] : undefined;
  if (!/^(l|st)mw$/.test(mnemonic) || first === undefined) return operand;
  const from = Number(first);
  return { kind: 'list', registers: Array.from({ length: 32 - from }, (_, n) => `r${from + n}`) };
}
