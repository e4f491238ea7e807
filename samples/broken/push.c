/* Pushes a node for aarch64. Now and then a node is pushed twice and the list bites its tail. */
#include "../percpu.h"

int list_push(struct percpu_list *lists, struct rseq *rseq, int cpu, struct node *node)
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
		"ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne 4f\n\t"
		"ldr x15, [%[head]]\n\t"
		"str x15, [%[node]]\n\t"
		"str %[node], [%[head]]\n\t"
		"b 5f\n"
	//       ^^^^ error: instruction-after-commit
		"2:\n\t"
		".inst 0xd428bc00\n"
		"4:\n\t"
		"b %l[aborted]\n"
		"5:"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [head] "r" (&lists[cpu].head), [node] "r" (node)
		: "x15", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return -1;
}
