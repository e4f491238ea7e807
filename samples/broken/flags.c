/* Asks not to be restarted by signals, as old examples do. Linux 6.1 to 6.18 kill the process, later ones do not listen. */
#include "../percpu.h"

int counter_inc(struct percpu_counter *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"descriptor_%=:\n\t"
		/* version, RSEQ_CS_FLAG_NO_RESTART_ON_SIGNAL */
		".long 0, 0x2\n\t"
	//                ^^^ error: descriptor-flags
		".quad start_%=, committed_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad descriptor_%=\n\t"
		".popsection\n\t"
		"leaq descriptor_%=(%%rip), %%rax\n\t"
		"movq %%rax, 8(%[rseq])\n"
		"start_%=:\n\t"
		"cmpl %[cpu], 4(%[rseq])\n\t"
		"jnz abort_%=\n\t"
		"incq (%[counter])\n"
		"committed_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"abort_%=:\n\t"
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
