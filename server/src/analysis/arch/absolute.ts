import type { AbsoluteAddressing } from './architecture';
import type { Operand } from './instruction';

/** Absolute by the relocation operator on the symbol, as in `lui a0, %hi(symbol)`. */
export function absoluteByModifier(modifiers: RegExp, breaksLink: boolean): AbsoluteAddressing {
  return { breaksLink, isAbsolute: (_, operands) => operands.some((operand) => modifiers.test(modifierOf(operand))) };
}

/** Absolute by the mnemonic, or else by the relocation operator. */
export function absoluteByMnemonic(mnemonics: RegExp, modifiers: RegExp, breaksLink: boolean): AbsoluteAddressing {
  return {
    breaksLink,
    isAbsolute: (mnemonic, operands) =>
      mnemonics.test(mnemonic) || operands.some((operand) => modifiers.test(modifierOf(operand))),
  };
}

function modifierOf(operand: Operand): string {
  if (operand.kind === 'symbol') return operand.modifier ?? '';
  return operand.kind === 'memory' ? (operand.address.modifier ?? '') : '';
}
