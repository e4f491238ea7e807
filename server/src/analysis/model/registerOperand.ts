import type { OperandInfo, Program } from './program';

/** The operand that a register name of an instruction's effect stands for (`operand:3`); undefined: a register of the architecture. */
export function registerOperand(program: Program, register: string | undefined): OperandInfo | undefined {
  const [, index] = /^operand:(\d+)$/.exec(register ?? '') ?? [];
  return index === undefined ? undefined : program.operands[Number(index)];
}
