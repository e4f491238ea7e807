import type { CpuValue } from './operandMeaning';

/** What a field of the area numbers. `cpu_id_start` is `cpu_id` wherever a section gets as far as to compare them. */
export function familyOf(field: string): 'cpu' | 'node' | 'concurrency' | 'other' {
  switch (field) {
    case 'cpu_id_start':
    case 'cpu_id':
      return 'cpu';
    case 'node_id':
      return 'node';
    case 'mm_cid':
      return 'concurrency';
    default:
      return 'other';
  }
}

/** Is data chosen by another number than `compared`, which a section compares with `field`? */
export function chosenByAnother(by: CpuValue, compared: CpuValue | undefined, field: string | undefined): boolean {
  const family = familyOf(by.field);
  // All cpus of a node share its data.
  if (family === 'node' || field === undefined) return false;
  if (family !== familyOf(field)) return true;
  return by.root !== undefined && compared?.root !== undefined && by.root !== compared.root;
}
