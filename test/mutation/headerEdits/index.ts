import { armingEdits } from './arming';
import { contractEdits } from './contract';
import { coreEdits } from './core';
import { operandEdits } from './operands';
import type { HeaderEdit } from './headerEdit';
import { tableEdits } from './table';

/** Every edit of the kernel's header, one file a group of rules. */
export const headerEdits: readonly HeaderEdit[] = [...armingEdits, ...coreEdits, ...operandEdits, ...tableEdits];
import { storeEdits } from './stores';

/** Every edit of the kernel's header, one file a group of rules. */
export const headerEdits: readonly HeaderEdit[] = [...coreEdits, ...storeEdits];
export const headerEdits: readonly HeaderEdit[] = [...coreEdits, ...contractEdits];
