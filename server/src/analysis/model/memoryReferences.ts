import type { MemoryDemand } from '../arch/architecture';
import type { InstructionItem, OperandInfo, Program } from './program';
import { isInstruction, textOf } from './walk';

/** An instruction with a memory operand that can turn out as an address which the instruction does not have. */
export interface MemoryReference {
  readonly instruction: InstructionItem;
  readonly operand: OperandInfo;
  readonly demand: MemoryDemand;
}

/** Constraints that admit addresses of every form: `m`, also beside others. */
const anyAddress = /m(?!<>)/;

/** References to operands of the constraint `m` by instructions that do not take every address. */
export function unfitReferencesOf(program: Program): readonly MemoryReference[] {
  const { architecture } = program;
  return program.items.filter(isInstruction).flatMap((item): MemoryReference[] => {
    const written = textOf(program, item.place);
    const demand = architecture.memoryDemand?.(item.instruction.mnemonic);
    if (!demand) return [];
    const operand = item.instruction.effect.accesses
      .map(({ address }) => address.operand && program.operands[address.operand.index])
      .find((info) => info !== undefined && admitsAny(info));
    if (!operand) return [];
    const [mnemonic = ''] = written.split(/\s/, 1);
    const isMet = demand.kind === 'modifiers' && mnemonic.includes(`%${demand.needed}`);
    return isMet ? [] : [{ instruction: item, operand, demand }];
  });
}

function admitsAny({ constraint }: OperandInfo): boolean {
  return anyAddress.test(constraint);
}
