import { type EarlyLoad, earlyLoadsOf } from './earlyLoads';
import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import { type MemoryReference, unfitReferencesOf } from './memoryReferences';
import type { Landing, OperandInfo, Program, StatementInfo } from './program';
import type { CriticalSection } from './section';
import { type NarrowOffset, narrowOffsetsOf } from './threadOffset';

/** What the operands of an asm statement are made of, and where an asm goto leads. */
export interface OperandFactValues {
  /** Outputs first, then inputs. */
  readonly operands: readonly OperandInfo[];
  /** Where an asm goto leads without the barrier that its other ways out, or others of the unit, have. */
  readonly bareLandings: readonly Landing[];
  /** Offsets from the thread pointer that are narrower than the registers an address is formed of. */
  readonly narrowOffsets: readonly NarrowOffset[];
  /** Memory operands that not every address which their constraint admits fits into their instruction. */
  readonly unfitReferences: readonly MemoryReference[];
  /** Input operands with a value that the sections replace without looking at it themselves. */
  readonly earlyLoads: readonly EarlyLoad[];
}

export function operandFactsOf(program: Program, sections: readonly CriticalSection[]): FactsOf<OperandFactValues> {
  const statement: Fact<StatementInfo> =
    program.statement && program.operandsKnown ? known(program.statement) : unknown('condition');
  return {
    operands: mapFact(statement, () => known(program.operands)),
    bareLandings: mapFact(statement, (info) => known(bareLandingsOf(info))),
    narrowOffsets: mapFact(statement, () => known(narrowOffsetsOf(program))),
    unfitReferences: mapFact(statement, () => known(unfitReferencesOf(program))),
    earlyLoads: mapFact(statement, () => earlyLoadsOf(program, sections)),
  };
}

/** Whoever never has the barrier builds with compilers that do not need it. */
function bareLandingsOf({ landings, unitHasBarriers }: StatementInfo): readonly Landing[] {
  return unitHasBarriers ? landings.filter(({ hasBarrier }) => hasBarrier === false) : [];
}
