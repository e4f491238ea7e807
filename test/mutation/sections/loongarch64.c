/* Sections for LoongArch, in the manner of librseq: a copy of the descriptor stands in the code, where its address is near. */

struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long rseq_cs;
	unsigned int flags;
} __attribute__((aligned(32)));

extern struct rseq *rseq_area(void);

#define SECTION_MAY_DIFFER						\
	".pushsection __rseq_exit_point_array, \"aw\"\n\t"		\
	".dword 1f, %l[differs]\n\t"				\
	".popsection\n\t"

#define SECTION_BEGIN							\
	".pushsection __rseq_cs, \"aw\"\n\t"				\
	".balign 32\n"							\
	"9:\n\t"							\
	".word 0x0, 0x0\n\t"						\
	".dword 1f, (2f - 1f), 4f\n\t"					\
	".popsection\n\t"						\
	".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"			\
	".dword 9b\n\t"							\
	".popsection\n\t"						\
	"la.local $r4, 3f\n\t"						\
	"st.d $r4, %[rseq_cs]\n"					\
	"1:\n\t"							\
	"ld.w $r4, %[current_cpu_id]\n\t"				\
	"bne $r4, %[cpu_id], 4f\n\t"

#define SECTION_END							\
	"2:\n\t"							\
	"b 5f\n\t"							\
	".balign 32\n"							\
	"3:\n\t"							\
	".word 0x0, 0x0\n\t"						\
	".dword 1b, (2b - 1b), 4f\n\t"					\
	".word 0x002a0010\n"						\
	"4:\n\t"							\
	"b %l[abort]\n"							\
	"5:"

#define SECTION_OPERANDS						\
	[cpu_id] "r" (cpu),						\
	[current_cpu_id] "m" (rseq_area()->cpu_id),			\
	[rseq_cs] "m" (rseq_area()->rseq_cs)

static int counter_add(long *v, long count, int cpu)
{
	__asm__ goto (
		SECTION_BEGIN
		"ld.d $r4, %[v]\n\t"
		"add.d $r4, $r4, %[count]\n\t"
		"st.d $r4, %[v]\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [count] "r" (count)
		: "$r4", "memory"
		: abort);
	return 0;
abort:
	return -1;
}

static int compare_store(long *v, long expect, long newv, int cpu)
{
	__asm__ goto (
		SECTION_MAY_DIFFER
		SECTION_BEGIN
		"ld.d $r4, %[v]\n\t"
		"bne $r4, %[expect], %l[differs]\n\t"
		"st.d %[newv], %[v]\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [expect] "r" (expect), [newv] "r" (newv)
		: "$r4", "memory"
		: abort, differs);
	return 0;
abort:
	return -1;
differs:
	return 1;
}

static int compare_store_store(long *v, long expect, long *v2, long newv2, long newv, int cpu)
{
	__asm__ goto (
		SECTION_MAY_DIFFER
		SECTION_BEGIN
		"ld.d $r4, %[v]\n\t"
		"bne $r4, %[expect], %l[differs]\n\t"
		"st.d %[newv2], %[v2]\n\t"
		"st.d %[newv], %[v]\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2), [newv2] "r" (newv2), [newv] "r" (newv)
		: "$r4", "memory"
		: abort, differs);
	return 0;
abort:
	return -1;
differs:
	return 1;
}
