import { defineUnusedRemarkRule } from './rule';

export default defineUnusedRemarkRule({
  id: 'suppression-unused',
  severity: 'warning',
  summary: 'a suppression suppresses nothing',
  why: `The code below has been mended, moved or was never wrong, and the comment has stayed. It claims that something is not as it seems where everything is,
and it will hide the finding on the day when somebody makes the mistake again.

It is reported only where that is certain: not if the comment stands in a group that was left out, if something of the file could not be read or the
rule could not judge what is there, if the rule is switched off, or if any target, variant or instantiation has a use for it. For a comment in
a header all source files of the run count; an editor, which reads a header through one of them, says nothing.`,
  fix: 'Remove the comment, or the name of the rule from it.',
  mends: 'often',
  evidence: ['the suppression comments of this tool: docs/configuration.md, "In the code"'],
  bad: [
    {
      title: 'the signature is there by now',
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
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		/* rseq-ignore abort-signature-missing: to do */
	//                     ^^^^^^^^^^^^^^^^^^^^^^^ warning: suppression-unused
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
      title: 'one of two names',
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
		"start_%=:\n\t" /* rseq-ignore cpu-compare-missing, call-in-section: threads are pinned */
	//                                                          ^^^^^^^^^^^^^^^ warning: suppression-unused
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
      title: 'it suppresses something',
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
		/* rseq-ignore cpu-compare-missing: every thread is pinned */
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
      title: 'an unknown instruction might be what is meant',
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
		"start_%=:\n\t"
		"vendor.count x15, %w[cpu]\n\t" /* rseq-ignore call-in-section: no call */
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
  check({ names }, { name, place, removal }) {
    const what = names.length > 1 ? 'its name' : 'the comment';
    return [
      {
        place,
        message: `\`${name}\` finds nothing on this line and the next, so there is nothing to suppress; remove ${what}, or move it to the line of the finding`,
        fixes: removal
          ? [{ title: `Remove ${what}`, place, changes: [{ kind: 'replace', place: removal, text: '' }] }]
          : [],
      },
    ];
  },
});
