import { defineStatementRule } from './rule';

/** Only what the list can be held against: a reference that the template makes. */
export default defineStatementRule({
  id: 'goto-label-unlisted',
  severity: 'error',
  summary: 'the asm jumps to a C label that is not in its list of labels',
  why: `The compiler learns from the last list of an \`asm goto\` where the statement may go on. A label that is only in the template is unknown to it: GCC refuses
\`%l[name]\`, and with a label that is reached by its symbol name the code there is compiled as if nobody came from here, so that variables are
taken from registers which hold something else.`,
  fix: `Put the label into the list behind the clobbers.`,
  mends: 'often',
  evidence: [
    'GCC manual, "Goto Labels": a reference must be to a label in GotoLabels',
    'measured: GCC 12 stops with "undefined named operand"',
  ],
  bad: [
    {
      title: 'the way out for a moved thread',
      isRefused: true,
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz %l[moved]\n\t"
	//           ^^^^^^^^^ error: goto-label-unlisted
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
moved:
	return 1;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the label of the handler was renamed',
      isRefused: true,
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[retry]\n"
	//                   ^^^^^^^^^ error: goto-label-unlisted
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
retry:
	return 1;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'both labels are listed',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[moved]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz %l[moved]\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted, moved);
	return 0;
moved:
	return 1;
aborted:
	return -1;
}
`,
    },
    {
      title: 'by number, behind the operands',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l3\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['unlistedLabels', 'statement'],
  check({ unlistedLabels, statement: { newLabel, isGoto } }) {
    return unlistedLabels.map(({ name, place }) => ({
      place,
      message: `\`${name}\` is not in the list of labels of the asm statement, so the compiler does not know that control comes there; add it behind the clobbers`,
      fixes:
        isGoto && newLabel && /^[A-Za-z_]/.test(name)
          ? [
              {
                title: `Add \`${name}\` to the labels`,
                place,
                changes: [{ kind: 'insert-text', at: newLabel.at, text: `${newLabel.before}${name}` }],
              },
            ]
          : [],
    }));
  },
});
