/* A list of free nodes per cpu for aarch64. Push and pop race with nothing but their own thread being interrupted. */
#include "../percpu.h"

/* Pushes `node`. Returns 0, or -1 if the thread was interrupted or is on another cpu by now. */
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
		/* The node is nobody else's yet, so writing to it before the commit does no harm. */
		"ldr x15, [%[head]]\n\t"
		"str x15, [%[node]]\n\t"
		"str %[node], [%[head]]\n"
		"2:\n\t"
		"b 5f\n\t"
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

/* Pops a node into `*popped`. Returns 0, 1 if the list is empty, or -1 if the thread was interrupted or moved. */
int list_pop(struct percpu_list *lists, struct rseq *rseq, int cpu, struct node **popped)
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
		/* A debugger that steps over the section stops at its other ways out. */
		".pushsection __rseq_exit_point_array, \"aw\"\n\t"
		".xword 1f, %l[empty]\n\t"
		".popsection\n\t"
		"adrp x15, 3b\n\t"
		"add x15, x15, :lo12:3b\n\t"
		"str x15, [%[rseq], #8]\n"
		"1:\n\t"
		"ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne 4f\n\t"
		"ldr x15, [%[head]]\n\t"
		"cbz x15, %l[empty]\n\t"
		"str x15, [%[popped]]\n\t"
		"ldr x15, [x15]\n\t"
		"str x15, [%[head]]\n"
		"2:\n\t"
		"b 5f\n\t"
		".inst 0xd428bc00\n"
		"4:\n\t"
		"b %l[aborted]\n"
		"5:"
		:
		: [rseq] "r" (rseq), [cpu] "r" (cpu), [head] "r" (&lists[cpu].head), [popped] "r" (popped)
		: "x15", "memory", "cc"
		: aborted, empty);
	return 0;
empty:
	return 1;
aborted:
	return -1;
}
