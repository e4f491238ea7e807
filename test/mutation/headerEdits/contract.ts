import { type HeaderEdit, oneFunction } from './headerEdit';

const keyword = { at: '__asm__', line: '__asm__ __volatile__ goto (', ...oneFunction };

/** Mistakes in operands and clobbers. */
export const contractEdits: readonly HeaderEdit[] = [
  {
    rule: 'memory-clobber-missing',
    from: ': "memory", "cc", "rax"\n',
    to: ': "cc", "rax"\n',
    ...keyword,
  },
  {
    rule: 'register-clobber-missing',
    from: ': "memory", "cc", "rax", "rbx"\n',
    to: ': "memory", "cc", "rax"\n',
    ...keyword,
  },
  {
    rule: 'input-operand-modified',
    from: String.raw`		/* teardown */
		"movq %[rseq_scratch2], %[len]\n\t"
`,
    to: `		/* teardown */
`,
    at: 'dec %[len]',
    line: String.raw`"dec %[len]\n\t" \ `.trim(),
    ...oneFunction,
  },
  {
    rule: 'abort-handler-clobbers',
    from: String.raw`		RSEQ_ASM_DEFINE_ABORT(4,
			"movq %[rseq_scratch2], %[len]\n\t"
`,
    to: `		RSEQ_ASM_DEFINE_ABORT(4,
`,
    at: '4',
    line: 'RSEQ_ASM_DEFINE_ABORT(4,',
    ...oneFunction,
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
  },
];
