import type { StateDirective } from '../architecture';

/** Compilers write AT&T syntax unless they are asked for the other. */
export const x86StateDirectives: readonly StateDirective[] = [
  { changes: /^\.intel_syntax\b/, restores: /^\.att_syntax\b/, restore: '.att_syntax' },
];
