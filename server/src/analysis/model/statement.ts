import { type LeakedState, leakedStatesOf } from './assemblerState';
import { type ContractFactValues, contractFactsOf } from './contractFacts';
import { allUnknown, type Fact, known, unknown } from './fact';
import { type NameFactValues, nameFactsOf } from './names';
import { type OperandFactValues, operandFactsOf } from './operandFacts';
import type { Program, StatementInfo } from './program';
import type { CriticalSection } from './section';
import { type GroupVerdict, groupOf } from './sectionGroup';
import { type BalanceVerdict, balanceOf, isUnbalanced } from './template';

/** Every fact that a rule about the C side of an asm statement can ask for. */
export interface StatementFactValues extends NameFactValues, ContractFactValues, OperandFactValues {
  /** Qualifiers, clobbers, labels and the function around; unknown if a part of the statement could not be read. */
  readonly statement: StatementInfo;
  readonly leakedStates: readonly LeakedState[];
  readonly balance: BalanceVerdict;
  readonly group: GroupVerdict;
}

export type StatementFactName = keyof StatementFactValues;
export type StatementFacts = { readonly [K in StatementFactName]: Fact<StatementFactValues[K]> };

/** An asm statement that holds descriptors or arms a section. */
export interface CriticalStatement {
  readonly program: Program;
  readonly sections: readonly CriticalSection[];
  readonly facts: StatementFacts;
}

/** What is known of the C side of a program; `withhold` as for sections. undefined in a `.S` file, which has none. */
export function buildStatement(
  program: Program,
  sections: readonly CriticalSection[],
  withhold?: string,
): CriticalStatement | undefined {
  if (!program.statement) return undefined;
  const facts = deriveFacts(program, sections);
  return { program, sections, facts: withhold ? { ...facts, ...withheld(facts, withhold) } : facts };
}

/** Of a statement that ends in another section than it began in nothing more is said. */
function deriveFacts(program: Program, sections: readonly CriticalSection[]): StatementFacts {
  const balance = balanceOf(program);
  const statement = program.statement && program.operandsKnown ? known(program.statement) : unknown('condition');
  const facts: StatementFacts = {
    statement,
    ...nameFactsOf(program, sections),
    balance,
    group: groupOf(program),
    ...operandFactsOf(program, sections),
    leakedStates: leakedStatesOf(program),
    ...contractFactsOf(program, sections, statement),
  };
  return isUnbalanced(program) ? { ...allUnknown(facts, 'layout'), balance } : facts;
}

function withheld(facts: StatementFacts, name: string): Partial<Record<StatementFactName, Fact<never>>> {
  return Object.hasOwn(facts, name) ? { [name]: unknown('absent') } : {};
}
