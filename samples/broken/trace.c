/* Stamps the trace buffer of the cpu for x86_64. Since Linux 6.19 stamps appear in the buffer of another cpu. */
#include "../percpu.h"

int trace_stamp(struct percpu_counter *stamps, struct rseq *rseq, int cpu)
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
		/* gettid() */
		"movl $186, %%eax\n\t"
		"syscall\n\t"
	//       ^^^^^^^ error: syscall-in-section
		"movq %%rax, (%[stamp])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4:\n\t"
		"jmp %l[aborted]\n\t"
		".popsection"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [stamp] "r" (&stamps[cpu].value)
		: "rax", "rcx", "r11", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return -1;
}
