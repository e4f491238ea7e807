import { branchLine, type HeaderEdit, oncePerMacro, oneFunction } from './headerEdit';

const afterCheck = { macros: ['RSEQ_ASM_CMP_CPU_ID'], ...oncePerMacro };
const compareFails = String.raw`"jnz %l[cmpfail]\n\t"`;

/** Mistakes on the way from the start of a section to its commit. */
export const storeEdits: readonly HeaderEdit[] = [
  {
    rule: 'stack-change-in-section',
    from: branchLine,
    to: String.raw`${branchLine} "pushq $0\n\t"`,
    at: 'pushq $0',
    line: String.raw`${branchLine} "pushq $0\n\t"`,
    ...afterCheck,
  },
  {
    rule: 'indirect-branch-in-section',
    from: branchLine,
    to: String.raw`${branchLine} "jmp *%%rax\n\t"`,
    at: 'jmp *%%rax',
    line: String.raw`${branchLine} "jmp *%%rax\n\t"`,
    ...afterCheck,
  },
  {
    rule: 'unbounded-loop-in-section',
    from: branchLine,
    to: String.raw`${branchLine} "7: cmpl $0, (%%rsp)\n\t" "jne 7b\n\t"`,
    at: 'jne 7b',
    line: String.raw`${branchLine} "7: cmpl $0, (%%rsp)\n\t" "jne 7b\n\t"`,
    ...afterCheck,
  },
  {
    rule: 'exit-point-undeclared',
    from: 'RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[cmpfail])\n',
    to: '\n',
    at: 'jnz %l[cmpfail]',
    line: compareFails,
    ...oneFunction,
  },
  {
    rule: 'read-modify-write-before-commit',
    from: 'movq %[newv2], %[v2]',
    to: 'addq %[newv2], %[v2]',
    at: 'addq %[newv2], %[v2]',
    line: String.raw`"addq %[newv2], %[v2]\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'multiple-commits',
    from: String.raw`"movq %[newv], %[v]\n\t"`,
    to: String.raw`"movq %[expect], %[v]\n\t"
		"movq %[newv], %[v]\n\t"`,
    at: 'movq %[expect], %[v]',
    line: String.raw`"movq %[expect], %[v]\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'speculative-store-visible',
    from: String.raw`"cmpq %[v2], %[expect2]\n\t"
		${compareFails}`,
    to: String.raw`"cmpq %[v2], %[expect2]\n\t"
		${compareFails}
		"movq %[newv], %[v2]\n\t"`,
    at: 'movq %[newv], %[v2]',
    line: String.raw`"movq %[newv], %[v2]\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'exit-after-store',
    from: String.raw`"cmpq %%rbx, %[expectnot]\n\t"`,
    to: String.raw`"movq %%rbx, %[load]\n\t"
		"cmpq %%rbx, %[expectnot]\n\t"`,
    at: 'je %l[cmpfail]',
    line: String.raw`"je %l[cmpfail]\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'commit-not-last',
    from: 'addq %[count], %[v]',
    to: 'cmpq %[count], %[v]',
    at: 'cmpq %[count], %[v]',
    line: String.raw`"cmpq %[count], %[v]\n\t"`,
    ...oneFunction,
  },
];
