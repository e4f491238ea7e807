import type { MemoryAccess } from '../arch/instruction';
import { areaRelation } from './area';
import type { Locations } from './locations';
import type { Paths } from './paths';
import type { InstructionItem, OperandInfo, Program } from './program';
import { isArmed } from './section';

/**
 * The first store that the compiler is not told of. `rseq_cs` does not count, which no C code reads, nor does the stack. Where an
 * output is not used by the text, it stands for what the text reaches through pointers.
 */
export function undeclaredStoreOf(locations: Locations, paths: Paths): InstructionItem | undefined {
  const { program } = locations;
  if (locations.hasMemoryClobber) return undefined;
  const outputs = program.operands.filter(({ output, kind }) => output && kind !== 'register');
  if (!outputs.every((operand) => isUsed(program, operand))) return undefined;
  for (const item of paths.executed()) {
    if (item.kind !== 'instruction' || isArming(paths, item)) continue;
    const { accesses } = item.instruction.effect;
    const undeclared = accesses.some((access) => access.mode !== 'read' && !isDeclared(program, item, access, outputs));
    if (undeclared) return item;
  }
  return undefined;
}

function isDeclared(
  program: Program,
  item: InstructionItem,
  access: MemoryAccess,
  outputs: readonly OperandInfo[],
): boolean {
  const { operand, base } = access.address;
  if (base === program.architecture.registerUse.stackPointer) return true;
  if (areaRelation(program, item, access) === 'descriptor-pointer') return true;
  if (!operand) return false;
  const written = program.operands[operand.index];
  return !written || outputs.some(({ expression }) => expression === written.expression);
}

function isArming({ sections }: Paths, { index }: InstructionItem): boolean {
  return sections.some(({ facts: { arming } }) => {
    return arming.known && isArmed(arming.value) && arming.value.store.index === index;
  });
}

/** Does an instruction name the operand, or another one with the same expression? */
function isUsed(program: Program, { expression, kind }: OperandInfo): boolean {
  // What it is, nobody can tell from the text.
  if (kind !== 'memory') return false;
  return program.items.some(
    (item) =>
      item.kind === 'instruction' &&
      item.instruction.operands.some(
        (operand) =>
          operand.kind === 'memory' &&
          operand.address.operand !== undefined &&
          program.operands[operand.address.operand.index]?.expression === expression,
      ),
  );
}
