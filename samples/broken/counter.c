/* A counter per cpu that works in every test. The first time that a thread is preempted in it, the process dies. */
#include "../percpu.h"

int counter_inc(struct percpu_counter *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3:\n\t"
		".long 0, 0\n\t"
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
		"4:\n\t"
	//       ^^ error: abort-signature-missing
		"jmp %l[aborted]\n\t"
		".popsection"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [counter] "r" (&counters[cpu].value)
		: "rax", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return -1;
}
