import type { Locations } from './locations';
import { isDereference, isInput } from './locations';
import type { Paths, Point } from './paths';
import type { InstructionItem, Item, OperandInfo, Program } from './program';

/** An output that is written while an input is still needed that may be in the same register. */
export interface EarlyWrite {
  readonly output: OperandInfo;
  readonly writer: InstructionItem;
  readonly input: OperandInfo;
  readonly reader: InstructionItem;
}

/**
 * GCC manual, "Modifiers": without `&` an output may share its register with an input, or with the address of an operand in memory,
 * because the inputs are taken to be consumed before outputs are produced. A handler that begins again needs them once more.
 */
export function earlyWritesOf(locations: Locations, paths: Paths): readonly EarlyWrite[] {
  const { operands, items } = locations.program;
  return operands.flatMap((output) => {
    if (!canShare(output, operands)) return [];
    const location = locations.of(`operand:${output.index}`);
    const inputs = operands.filter((input) => maySharePlace(locations, output, input));
    for (const writer of items) {
      if (writer.kind !== 'instruction' || inputs.length === 0) continue;
      if (!writer.instruction.effect.writes.some((name) => locations.of(name) === location)) continue;
      const found = firstReader(locations, paths, writer, inputs);
      if (found) return [{ output, writer, ...found }];
    }
    return [];
  });
}

function canShare({ output, kind, constraint, index }: OperandInfo, operands: readonly OperandInfo[]): boolean {
  return (
    output &&
    kind === 'register' &&
    !/[&+]|@cc/.test(constraint) &&
    // Its register already has an input, which others share only if their values are the same.
    !operands.some(({ tied }) => tied === index)
  );
}

function maySharePlace(locations: Locations, output: OperandInfo, input: OperandInfo): boolean {
  if (input.kind === 'memory') return output.banks.includes(general) && isDereference(input);
  if (!isInput(input) || input.kind === 'constant' || isNumber(input)) return false;
  if (!input.banks.some((bank) => output.banks.includes(bank))) return false;
  const [inputPlace, outputPlace] = [locations.of(`operand:${input.index}`), locations.of(`operand:${output.index}`)];
  return !(isFixed(output) && isFixed(input)) && inputPlace !== outputPlace;
}

const general = 'general';

function isFixed({ registers }: OperandInfo): boolean {
  return registers.length > 0;
}

function isNumber({ expression }: OperandInfo): boolean {
  return /^[-~(\s]*\d/.test(expression);
}

function firstReader(
  locations: Locations,
  paths: Paths,
  writer: InstructionItem,
  inputs: readonly OperandInfo[],
): { readonly input: OperandInfo; readonly reader: InstructionItem } | undefined {
  const seen = new Set<number>();
  const work: Item[] = stepsBehind(paths, writer);
  for (let item = work.pop(); item; item = work.pop()) {
    if (seen.has(item.index)) continue;
    seen.add(item.index);
    if (item.kind === 'instruction') {
      const reader = item;
      const input = inputs.find((candidate) => reads(locations, reader, candidate));
      if (input) return { input, reader };
    }
    for (const { to } of paths.next(pointAt(item))) work.push(to.item);
  }
  return undefined;
}

/** An abort in front of the writer finds the register as it was. */
function stepsBehind(paths: Paths, item: Item): Item[] {
  return paths
    .next(pointAt(item))
    .filter(({ byAbort }) => !byAbort)
    .map(({ to }) => to.item);
}

function pointAt(item: Item): Point {
  return { item, aborted: false };
}

function reads(locations: Locations, item: InstructionItem, input: OperandInfo): boolean {
  if (input.kind === 'memory') return addresses(locations.program, item, input);
  const place = locations.of(`operand:${input.index}`);
  return item.instruction.effect.reads.some((name) => locations.of(name) === place);
}

function addresses(program: Program, { instruction }: InstructionItem, { expression }: OperandInfo): boolean {
  return instruction.operands.some(
    (operand) =>
      operand.kind === 'memory' &&
      operand.address.operand !== undefined &&
      program.operands[operand.address.operand.index]?.expression === expression,
  );
}
