/** The sample that the editor tests open: one mistake that has a quick fix. Paths are below `samples/`. */
export const mistake = {
  file: 'broken/x.c',
  rule: 'syscall-in-section',
  fix: 'Remove the system call',
} as const;
