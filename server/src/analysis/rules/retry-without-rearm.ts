import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** A may-analysis: any way from the abort handler into the range counts, whatever its condition. */
export default defineSectionRule({
  id: 'retry-without-rearm',
  severity: 'error',
  summary: 'after an abort the section is entered again without being armed',
  why: `When the kernel aborts a section it sets \`rseq_cs\` to NULL. A retry that jumps to the start label, or further in, therefore runs the section as
ordinary code: the second attempt is not protected. It takes two preemptions close together to lose an update, so tests hardly
ever see it: 3 million increments on each of 6 threads lost nothing.`,
  fix: 'Let the retry begin before the store to `rseq_cs`, or leave to C and call the section again. Read the cpu number again as well.',
  evidence: [
    'Linux kernel/rseq.c, clear_rseq_cs() before the instruction pointer is changed; include/linux/rseq_entry.h since 6.19',
    'measured on Linux 6.18: the second attempt runs unprotected',
  ],
  bad: [
    {
      title: 'back to the start label',
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
		"4: jmp 1b\n\t"
	//          ^^^^^^ error: retry-without-rearm
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
      title: 'a few instructions later',
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
		"abort_%=:\n\t"
		"yield\n\t"
		"b start_%=\n"
	//       ^^^^^^^^^^ error: retry-without-rearm
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
      title: 'back to before the store',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int *tries)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n"
		"6: leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: movl %%fs:0(%[rseq]), %%eax\n\t"
		"incq (%[counters], %%rax, 8)\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: decl %[tries]\n\t"
		"jnz 6b\n\t"
		"jmp %l[aborted]\n\t"
		".popsection"
		: : [tries] "m" (*tries), [rseq] "r" (rseq), [counters] "r" (counters)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the C code tries again',
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
		"abort_%=: b %l[aborted]\n"
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
  needs: ['abort', 'abortPath', 'start'],
  check({ abort, abortPath, start }, section) {
    if (abortPath.kind !== 'enters') return [];
    const where = abortPath.atStart ? 'enters' : 'jumps into the middle of';
    return [
      {
        place: abortPath.branch,
        message: `the way back from abort handler \`${nameOf(section.program, abort.label)}\` ${where} the section without storing the descriptor; the kernel cleared rseq_cs, so the retry runs unprotected; go back to before the store`,
        related: [
          { message: 'the section starts here', place: start.label.place },
          { message: 'the abort handler', place: abort.label.place },
        ],
      },
    ];
  },
});
