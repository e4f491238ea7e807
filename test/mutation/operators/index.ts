import { abortOperators } from './abort';
import { bodyOperators } from './body';
import { descriptorOperators } from './descriptor';
import { nameOperators } from './names';
import { operandOperators } from './operands';
import type { MutationOperator } from './operator';

/** Every way to break a section, one file a group of rules. */
export const operators: readonly MutationOperator[] = [
  ...descriptorOperators,
  ...abortOperators,
  ...bodyOperators,
  ...nameOperators,
  ...operandOperators,
];
