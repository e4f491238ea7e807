import type { OperandInfo, Program } from './program';
import type { ScalarType } from './operandMeaning';
import { isInstruction } from './walk';

/** An operand that is added to the thread pointer and of whose register only the lower part is the offset. */
export interface NarrowOffset {
  readonly operand: OperandInfo;
  readonly type: ScalarType;
  /** Bytes that the address takes. */
  readonly needed: number;
}

/** Operands that an instruction adds to the thread pointer although their type, if it is known, has too few bits. */
export function narrowOffsetsOf(program: Program): readonly NarrowOffset[] {
  const { threadSegments, addressBytes, pointerBytes } = program.architecture;
  const needed = addressBytes ?? pointerBytes;
  const used = new Set<string | undefined>();
  for (const item of program.items.filter(isInstruction)) {
    for (const { address } of item.instruction.effect.accesses) {
      if (!threadSegments.includes(address.segment ?? '')) continue;
      used.add(address.base).add(address.index);
    }
  }
  return program.operands.flatMap((operand) => {
    const { type } = operand.meaning;
    const isNarrow = type !== undefined && type.bytes < needed && used.has(`operand:${operand.index}`);
    return isNarrow ? [{ operand, type, needed }] : [];
  });
}
