/**
 * A small critical section for x86-64 in which only the descriptor's flags are wrong: one finding, `descriptor-flags`, at
 * `flagsText`. `prefix` is put before it.
 */
export function brokenCounter(prefix = ''): string {
  return prefix + BROKEN_COUNTER;
}

/** The same without the mistake. */
export function goodCounter(): string {
  return BROKEN_COUNTER.replace('.long 0, 0x2', '.long 0, 0x0');
}

const BROKEN_COUNTER = String.raw`struct rseq;
int counter_inc(long *counter, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3:\n\t"
		".long 0, 0x2\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, 8(%[rseq])\n"
		"1:\n\t"
		"cmpl %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4:\n\t"
		"jmp %l[aborted]\n\t"
		".popsection"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [counter] "r" (counter)
		: "rax", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return -1;
}
`;
