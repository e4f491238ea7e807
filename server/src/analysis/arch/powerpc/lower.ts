import { soleSymbol } from '../address';
import type { Effect, Operand, SymbolRef } from '../instruction';
import { type Form, type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { lowerCondition } from './condition';
import { lowerFlow } from './flow';
import { lowerMemory } from './memory';
import { floatMnemonics, generalMnemonics, vectorMnemonics } from './mnemonics';
import { asRegister, type Bank, registerOf } from './registers';
import { powerpcTraits } from './traits';
import { lowerTrap } from './traps';

/** What a PowerPC instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerPowerpc(
  written: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
  codeEndian: 'little' | 'big',
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  // `std%U0%X0` is std, stdu, stdx or stdux, as the compiler's operand wants it.
  const mnemonic = written.replace(/^((?:l|st)\w+)(?:%[ux](?:\[\w+\]|\d+))+$/, '$1');
  const effect =
    lowerFlow(mnemonic, operands) ??
    lowerTrap(mnemonic, operands, codeEndian) ??
    withTraits(
      powerpcTraits,
      lowerMemory(mnemonic, operands, conventions) ??
        lowerCondition(mnemonic, operands) ??
        lowerData(mnemonic, operands),
      mnemonic,
      operands,
    );
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set() };

/** Tables with the file that plain numbers mean, and the condition field that a dot writes. */
const tables: readonly (readonly [Bank, string, FormTable])[] = [
  ['r', 'cr0', parseForms(generalMnemonics)],
  ['f', 'cr1', parseForms(floatMnemonics)],
  ['v', 'cr6', parseForms(vectorMnemonics)],
];

function lowerData(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  for (const [bank, field, table] of tables) {
    const exact = table.get(mnemonic);
    const plain = mnemonic.replace(/\.$/, '');
    const stem = overflowing.exec(plain)?.[1] ?? plain;
    const forms = exact ?? table.get(stem);
    const effect = forms && firstThatFits(forms, mnemonic, operands, bank);
    if (!effect) continue;
    const writes = [
      ...effect.writes,
      ...(!exact && plain !== mnemonic ? [field] : []),
      ...(!exact && stem !== plain ? ['xer'] : []),
    ];
    return { ...effect, writes, padding: effect.padding || isNop(mnemonic, operands) };
  }
  return undefined;
}

/** `addo`, which notes an overflow. */
const overflowing = /^((?:add|subf?)[ce]?|(?:add|subf)[mz]e|neg|mull[wd]|div[wd]e?u?)o$/;

function firstThatFits(
  forms: readonly Form[],
  mnemonic: string,
  operands: readonly Operand[],
  bank: Bank,
): Effect | undefined {
  for (const form of forms) {
    const registers = operands.map((operand, at) => {
      const role = form.roles[at];
      // The amount of rlwnm is in a register, that of rlwinm is not.
      if (role === 'x') return mnemonic.startsWith('rlwnm') ? asRegister(operand, bank) : operand;
      return role === 'i' || role === 'k' ? operand : asRegister(operand, bank);
    });
    const effect = applyForms([form], registers, conventions, () => undefined);
    if (!effect) continue;
    const amount = mnemonic.startsWith('rlwnm') ? registerOf(operands[2], bank) : undefined;
    const reads = amount === undefined ? effect.reads : [...effect.reads, amount];
    return { ...effect, reads: takesZero(mnemonic, operands) ? reads.filter((name) => name !== 'r0') : reads };
  }
  return undefined;
}

/** Register 0 as the second operand of an addition of a constant is the number 0. */
function takesZero(mnemonic: string, operands: readonly Operand[]): boolean {
  return /^(add|sub)is?$/.test(mnemonic) && registerOf(operands[1], 'r') === 'r0';
}

/** `ori 0, 0, 0`, of which nop is another name. */
function isNop(mnemonic: string, operands: readonly Operand[]): boolean {
  const [first, second, third] = operands;
  const isZero = third?.kind === 'immediate' && third.value?.terms.length === 0 && third.value.constant === 0n;
  return mnemonic === 'ori' && isZero && registerOf(first, 'r') === 'r0' && registerOf(second, 'r') === 'r0';
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  if (source?.kind === 'memory') {
    const { modifier = '', displacement } = source.address;
    const accepted = mnemonic === 'la' ? part : mnemonic === 'ld' || mnemonic === 'lwz' ? entry : undefined;
    return accepted?.test(modifier) ? soleSymbol(displacement) : undefined;
  }
  if (source?.kind !== 'symbol' || source.addend !== 0n) return undefined;
  return takers.has(mnemonic) && part.test(source.modifier ?? '') ? source.symbol : undefined;
}

const takers: ReadonlySet<string> = new Set(['li', 'lis', 'addi', 'addis', 'ori', 'oris', 'paddi', 'pla']);
/** A part of a symbol's own address, absolute or relative to the table of contents. Source: Power ELF V2 ABI, 3.5. */
const part = /^(h|ha|l|high|higha|higher|highera|highest|highesta|pcrel|toc|toc@(h|ha|l))$/i;
/** A word of the global offset table, which holds a symbol's address. */
const entry = /^got(@l|@pcrel)?$/i;
