/** The samples that the editor tests open; paths are below `samples/`. This one has a quick fix. */
export const mistake = {
  file: 'broken/counter.c',
  rule: 'abort-signature-missing',
  fix: 'Insert the signature before `4`',
} as const;

export const assemblyMistake = {
  file: 'broken/ticket.S',
  rule: 'retry-without-rearm',
} as const;

/** It reads a field that only one of the ABI profiles in `.rseq.json` has. */
export const fieldMistake = {
  file: 'broken/pool.c',
  rule: 'field-not-available',
  field: 'node_id',
} as const;
