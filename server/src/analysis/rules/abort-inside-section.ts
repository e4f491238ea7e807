import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** abort_ip == start_ip + post_commit_offset is legal: the range is half open. */
export default defineSectionRule({
  id: 'abort-inside-section',
  severity: 'error',
  summary: 'the abort handler is inside the section that it aborts',
  why: `\`abort_ip\` must lie outside the range from \`start_ip\` to \`start_ip + post_commit_offset\`. Kernels up to 6.18 refuse such a descriptor and
kill the process with SIGSEGV, even when the thread is preempted outside the section. Kernels since 6.19 check nothing and go there: the handler then
runs in the middle of the section with \`rseq_cs\` cleared, so the rest of the section runs unprotected or aborts for ever.`,
  fix: `Move the handler out of line: behind the post-commit label and a jump, or into a section of its own such as \`__rseq_failure\`. A handler that begins
exactly at the post-commit label is allowed.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h: abort_ip "must be set to an address outside of the [start_ip, start_ip + post_commit_offset) range"',
    'Linux kernel/rseq.c, rseq_get_rseq_cs() (4.18 to 6.18): -EINVAL, which ends in SIGSEGV',
    'measured: SIGSEGV on Linux 6.1, 6.12 and 6.18; the handler runs on 6.19 to 7.3',
  ],
  bad: [
    {
      title: 'the handler stands before the commit',
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
		"movq (%[counter]), %%rax\n\t"
		"jmp 5f\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n"
	//       ^^ error: abort-inside-section
		"5: addq $1, %%rax\n\t"
		"movq %%rax, (%[counter])\n"
		"2:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the post-commit label is behind the handler',
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
		"str x15, [%[counter]]\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
	//       ^^^^^^^^^ error: abort-inside-section
		"post_%=:\n"
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
  good: [
    {
      title: 'the handler begins where the section ends',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .long 0, 0\n\t"
		".quad start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad desc_%=; .popsection\n\t"
		"leaq desc_%=(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"start_%=: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz abort_%=\n\t"
		"incq (%[counter])\n"
		"post_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"abort_%=: jmp %l[aborted]\n\t"
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
      title: 'the handler in front of the section',
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
		"b begin_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"begin_%=: adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['start', 'postCommit', 'abort', 'abortPosition'],
  check({ start, postCommit, abort, abortPosition }, section) {
    if (!abortPosition.inside) return [];
    return [
      {
        place: abort.label.place,
        message: `abort handler \`${nameOf(section.program, abort.label)}\` is inside the section that it aborts; the kernel kills the process or runs the handler unprotected; move it behind \`${nameOf(section.program, postCommit.label)}\` or out of line`,
        related: [
          { message: 'the section starts here', place: start.label.place },
          { message: 'the section ends here', place: postCommit.label.place },
        ],
      },
    ];
  },
});
