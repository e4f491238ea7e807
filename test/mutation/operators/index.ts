import { abortOperators } from './abort';
import { armingOperators } from './arming';
import { bodyOperators } from './body';
import { contractOperators } from './contract';
import { descriptorOperators } from './descriptor';
import { flowOperators } from './flow';
import { nameOperators } from './names';
import { operandOperators } from './operands';
import { tableOperators } from './table';
import type { MutationOperator } from './operator';
import { storeOperators } from './stores';

/** Every way to break a section, one file a group of rules. */
export const operators: readonly MutationOperator[] = [
  ...descriptorOperators,
  ...abortOperators,
  ...contractOperators,
  ...armingOperators,
  ...bodyOperators,
  ...nameOperators,
  ...flowOperators,
  ...storeOperators,
  ...operandOperators,
  ...tableOperators,
];
