/** The sample that the editor tests open: one mistake that has a quick fix. Paths are below `samples/`. */
export const mistake = {
  file: 'broken/counter.c',
  rule: 'abort-signature-missing',
  fix: 'Insert the signature before `4`',
} as const;
