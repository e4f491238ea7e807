/* Counts into a histogram per cpu for aarch64. Rarely, and only on busy machines, a count gets lost. */
#include "../percpu.h"

int histogram_count(struct percpu_counter *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3:\n\t"
		".word 0, 0\n\t"
		".xword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".xword 3b\n\t"
		".popsection\n\t"
		"adrp x15, 3b\n\t"
		"add x15, x15, :lo12:3b\n\t"
		"str x15, [%[rseq], #8]\n"
		"1:\n\t"
	//       ^^ error: cpu-compare-missing
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"2:\n\t"
		"b 5f\n\t"
		".inst 0xd428bc00\n"
		"4:\n\t"
		"b %l[aborted]\n"
		"5:"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [counter] "r" (&counters[cpu].value)
		: "x15", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return -1;
}
