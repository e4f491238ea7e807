import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import { type EarlyWrite, earlyWritesOf } from './earlyWrites';
import { Locations } from './locations';
import { Paths } from './paths';
import type { InstructionItem, OperandInfo, Program, StatementInfo } from './program';
import {
  type ChangedInput,
  type ChangedRegister,
  type ChangedCondition,
  changedConditionsOf,
  changedInputsOf,
  changedRegistersOf,
} from './registerContract';
import { type SpoiledRestart, spoiledRestartsOf } from './restarts';
import type { CriticalSection } from './section';
import { undeclaredStoreOf } from './memoryContract';
import { type OpenVeneer, openVeneersOf } from './veneers';

/** Whether a statement does what its operands and clobbers tell the compiler: stage "operands". */
export interface ContractFactValues {
  /** Outputs that are all there is of the statement for the C code around it, and none of them is read. */
  readonly outputs: { readonly operands: readonly OperandInfo[]; readonly areUnread: boolean };
  /** A store that neither an output nor the clobber "memory" announces. */
  readonly undeclaredStore: InstructionItem | undefined;
  readonly changedConditions: readonly ChangedCondition[];
  readonly changedRegisters: readonly ChangedRegister[];
  readonly changedInputs: readonly ChangedInput[];
  readonly spoiledRestarts: readonly SpoiledRestart[];
  readonly earlyWrites: readonly EarlyWrite[];
  readonly openVeneers: readonly OpenVeneer[];
}

/** `statement`: unknown if a part of the C side could not be read. */
export function contractFactsOf(
  program: Program,
  sections: readonly CriticalSection[],
  statement: Fact<StatementInfo>,
): FactsOf<ContractFactValues> {
  // At file scope there is no code around that could suffer; of a naked function the compiler makes none.
  const contract = mapFact(statement, (info) =>
    info.function && !info.function.isNaked ? known(info) : unknown('absent'),
  );
  const extended = mapFact(contract, (info) => (info.isBasic ? unknown('absent') : known(info)));
  const paths = new Paths(program, sections);
  const readable = handsOverControl(paths) ? unknown('flow') : extended;
  const locations = mapFact(readable, (info) => {
    const found = new Locations(program, info);
    return found.isComplete ? known(found) : unknown('operand');
  });
  const inputs = mapFact(locations, (where) => known(changedInputsOf(where, paths)));
  return {
    outputs: mapFact(extended, () => known(outputsOf(program))),
    undeclaredStore: mapFact(locations, (where) => known(undeclaredStoreOf(where, paths))),
    changedConditions: mapFact(locations, (where) => known(changedConditionsOf(where, paths))),
    changedRegisters: mapFact(locations, (where) => known(changedRegistersOf(where, paths))),
    changedInputs: inputs,
    spoiledRestarts: mapFact(locations, (where) =>
      mapFact(inputs, (changed) => known(spoiledRestartsOf(where, paths, changed))),
    ),
    earlyWrites: mapFact(locations, (where) => known(earlyWritesOf(where, paths))),
    openVeneers: mapFact(locations, (where) => known(openVeneersOf(where, paths))),
  };
}

/** A callee or the kernel may change anything; that mistake has rules of its own. */
function handsOverControl(paths: Paths): boolean {
  return paths.program.items.some((item) => {
    if (item.kind !== 'instruction' || !/^(call|syscall)$/.test(item.instruction.effect.flow.kind)) return false;
    return paths.isInside(item) || !paths.abortsKnown;
  });
}

function outputsOf({ operands }: Program): ContractFactValues['outputs'] {
  const outputs = operands.filter(({ output }) => output);
  return { operands: outputs, areUnread: outputs.every(({ isUnread }) => isUnread) };
}
