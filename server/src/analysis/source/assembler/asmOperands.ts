import type { Architecture } from '../../arch/architecture';
import type { AsmOperandRef } from '../../arch/instruction';
import type { OperandInfo } from '../../model/program';

/** An operand of the asm statement with what its constraint admits. */
export interface BoundOperand {
  readonly info: OperandInfo;
  readonly ref: AsmOperandRef;
}

/** Looks up `%[name]`, `%w[name]`, `%0` in the operands of a statement. */
export interface OperandTable {
  readonly operands: readonly BoundOperand[];
  find(reference: string): { readonly operand: BoundOperand; readonly modifier: string } | undefined;
}

const referenceParts = /^%([A-Za-z]?)(?:\[(\w+)\]|(\d+))$/;

export function operandTable(operands: readonly BoundOperand[]): OperandTable {
  return {
    operands,
    find(reference) {
      const match = referenceParts.exec(reference);
      if (!match) return undefined;
      const [, modifier = '', name, index] = match;
      const operand =
        name === undefined ? operands[Number(index)] : operands.find((candidate) => candidate.info.name === name);
      return operand && { operand, modifier };
    },
  };
}

/** The register name under which the analysis follows the value of an asm operand. */
export function registerOf(operand: BoundOperand): string {
  return `operand:${operand.ref.index}`;
}

/** Bytes of the register that a reference prints, where modifier and architecture tell. */
export function widthOf(architecture: Architecture, modifier: string): number | undefined {
  return architecture.modifierWidths[modifier];
}

/**
 * Sorts a constraint into what the compiler may put there (GCC manual, "Simple Constraints" and "Machine Constraints"). Letters
 * that are not known to be memory or constants are registers; `ownMemory` are the architecture's names for kinds of memory.
 */
export function constraintKind(constraint: string, ownMemory: readonly string[] = []): AsmOperandRef['kind'] {
  const all = constraint
    .replace(/[=+&%*#?!^$\s]|@cc\w+/g, '')
    .split(',')
    .join('');
  const letters = ownMemory.reduce((rest, name) => rest.replaceAll(name, ''), all);
  if (/^\d+$/.test(letters)) return 'register';
  const memory = letters !== all || /[moV<>QU]/.test(letters) || /Z[CSTRQ]?/.test(letters);
  const constant = /^[nisEFIJKLMNOPeG]+$/.test(letters);
  if (/[gX]/.test(letters)) return 'register-or-memory';
  if (constant && !memory) return 'constant';
  const register = /[a-lpqrtuvwxyzADRSY]/.test(letters.replace(/[moVnis]/g, ''));
  if (memory) return register ? 'register-or-memory' : 'memory';
  return 'register';
}
