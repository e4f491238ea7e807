import { defineRemarkRule } from './rule';

export default defineRemarkRule({
  id: 'suppression-without-reason',
  severity: 'warning',
  summary: 'a suppression does not say why',
  why: `A suppression says that the code is right although the rule cannot see it. The next reader has to know by what: the area is registered with another
signature, the threads are pinned, the binary never runs on such a kernel. Without that nobody can tell when it stops being true, and the finding
that it hides is as good as never made.`,
  fix: 'Write the reason behind the name: `rseq-ignore <rule>: <reason>`. If there is none, take the comment away and mend what is found.',
  evidence: ['the suppression comments of this tool: docs/configuration.md, "In the code"'],
  bad: [
    {
      title: 'only the name',
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
		"1: incq (%[counter])\n" // rseq-ignore cpu-compare-missing
	//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: suppression-without-reason
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'nothing behind the colon',
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
		"start_%=:\n\t" /* rseq-ignore cpu-compare-missing: */
	//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: suppression-without-reason
		"ldr x15, [%[counters], %w[cpu], sxtw #3]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counters], %w[cpu], sxtw #3]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counters] "r" (counters)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'a reason',
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
		// rseq-ignore cpu-compare-missing: every thread is pinned to the cpu that it passes
		"1: incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a reason over two lines',
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
		"start_%=:\n\t" /* rseq-ignore cpu-compare-missing: counters are per thread,
				   cpu is only its number */
		"ldr x15, [%[counters], %w[cpu], sxtw #3]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counters], %w[cpu], sxtw #3]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counters] "r" (counters)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  check({ place, names, hasReason }) {
    if (hasReason || names.length === 0) return [];
    return [
      {
        place,
        message:
          'this suppresses findings and does not say why; write a colon and the reason for which the code is right behind the name of the rule',
      },
    ];
  },
});
