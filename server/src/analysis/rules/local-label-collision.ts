import { defineStatementRule } from './rule';

/** Only numbers that a descriptor or the arming instruction refers to: pairs of helper labels are everyday. */
export default defineStatementRule({
  id: 'local-label-collision',
  severity: 'warning',
  summary: 'a numeric label that the descriptor refers to is defined twice in one asm statement',
  why: `\`2f\` means the next \`2:\` that follows, whichever that is. When a helper macro in the middle of a section brings a label with a number that the
descriptor uses as well, the section ends at the helper's label, or an abort goes there, and nothing complains. Whether it is the right one today depends
on the order of the text.`,
  fix: `Give one of them another number. librseq keeps 1 to 4 and 9 for descriptors and takes three digits in helper macros.`,
  evidence: ['GNU as manual, "Local Labels"', 'librseq and the kernel selftests: 222 and 333 in the memcpy helpers'],
  bad: [
    {
      title: 'the label of a loop has the number of the end',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
	//                 ^^^^^^^ warning: local-label-collision
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"testq $1, (%[counter])\n\t"
		"jz 2f\n\t"
		"nop\n"
		"2: incq (%[counter])\n"
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
      title: 'a label of the way out has the number of the handler',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
	//                          ^^ warning: local-label-collision
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 5f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4:\n"
		"5: beqz zero, 4f\n"
		"4: j %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'numbers of its own for what is inside',
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
		"testq $1, (%[counter])\n\t"
		"jz 222f\n\t"
		"nop\n"
		"222: incq (%[counter])\n"
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
      title: 'numbers of its own for the way out',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 5f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4:\n"
		"5: beqz zero, 7f\n"
		"7: j %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['labelCollisions'],
  check({ labelCollisions }) {
    return labelCollisions.map(({ number, use, bound, other }) => ({
      place: use,
      message: `\`${number}:\` is defined twice in this asm statement, so what this refers to depends on the order of the text; give one of them another number`,
      related: [
        { message: 'this one is meant as it stands', place: bound.place },
        { message: 'the other one', place: other.place },
      ],
    }));
  },
});
