/* A counter per cpu for x86_64: counting costs one increment, without a lock prefix, as long as nobody interrupts it. */
#include "../percpu.h"

/* Adds one to the counter of `cpu`. Returns 0, or -1 if the thread was interrupted or is on another cpu by now. */
static int counter_try_inc(struct percpu_counter *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		/* The descriptor: where the section starts, how long it is, where to go when it is aborted. */
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3:\n\t"
		".long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		/* From this store on, the kernel knows. */
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, 8(%[rseq])\n"
		"1:\n\t"
		/* Still on the cpu that the caller asked for? */
		"cmpl %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		/* The commit is the last instruction: either it happened or nothing did. */
		"incq (%[counter])\n"
		"2:\n\t"
		/* The kernel comes here only if these four bytes stand in front. */
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4:\n\t"
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

void counter_inc(struct percpu_counter *counters)
{
	struct rseq *rseq = rseq_area();

	while (counter_try_inc(counters, rseq, *(volatile unsigned int *)&rseq->cpu_id_start))
		;
}
