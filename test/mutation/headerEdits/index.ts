import { contractEdits } from './contract';
import { coreEdits } from './core';
import type { HeaderEdit } from './headerEdit';

/** Every edit of the kernel's header, one file a group of rules. */
export const headerEdits: readonly HeaderEdit[] = [...coreEdits, ...contractEdits];
