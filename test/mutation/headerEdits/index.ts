import { armingEdits } from './arming';
import { contractEdits } from './contract';
import { coreEdits } from './core';
import { operandEdits } from './operands';
import { storeEdits } from './stores';
import { tableEdits } from './table';
import type { HeaderEdit } from './headerEdit';

/** Every edit of the kernel's header, one file a group of rules. */
export const headerEdits: readonly HeaderEdit[] = [
  ...armingEdits,
  ...contractEdits,
  ...coreEdits,
  ...operandEdits,
  ...storeEdits,
  ...tableEdits,
];
