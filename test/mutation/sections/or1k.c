/* Sections for OpenRISC, in the manner of its port of the kernel's selftests. What follows a branch is executed before it is taken. */

struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned int padding;
	unsigned int rseq_cs;
	unsigned int flags;
} __attribute__((aligned(32)));

extern struct rseq *rseq_area(void);

#define SECTION_MAY_DIFFER						\
	".pushsection __rseq_exit_point_array, \"aw\"\n\t"		\
	".long 0x0, 1f, 0x0, %l[differs]\n\t"				\
	".popsection\n\t"

#define SECTION_BEGIN							\
	".pushsection __rseq_cs, \"aw\"\n\t"				\
	".balign 32\n"							\
	"3:\n\t"							\
	".long 0x0, 0x0\n\t"						\
	".long 0x0, 1f, 0x0, (2f - 1f), 0x0, 4f\n\t"			\
	".popsection\n\t"						\
	".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"			\
	".long 0x0, 3b\n\t"						\
	".popsection\n\t"						\
	"l.movhi r31, hi(3b)\n\t"					\
	"l.ori r31, r31, lo(3b)\n\t"					\
	"l.sw %[rseq_cs], r31\n"					\
	"1:\n\t"							\
	"l.lwz r31, %[current_cpu_id]\n\t"				\
	"l.sfne r31, %[cpu_id]\n\t"					\
	"l.bf 4f\n\t"							\
	"l.nop\n\t"

#define SECTION_END							\
	"2:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".long 0x15000035\n"						\
	"4:\n\t"							\
	"l.j %l[abort]\n\t"						\
	"l.nop\n\t"							\
	".popsection"

#define SECTION_OPERANDS						\
	[cpu_id] "r" (cpu),						\
	[current_cpu_id] "m" (rseq_area()->cpu_id),			\
	[rseq_cs] "m" (rseq_area()->rseq_cs)

static int counter_add(long *v, long count, int cpu)
{
	__asm__ goto (
		SECTION_BEGIN
		"l.lwz r31, %[v]\n\t"
		"l.add r31, r31, %[count]\n\t"
		"l.sw %[v], r31\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [count] "r" (count)
		: "r31", "memory", "cc"
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
		"l.lwz r31, %[v]\n\t"
		"l.sfne r31, %[expect]\n\t"
		"l.bf %l[differs]\n\t"
		"l.nop\n\t"
		"l.sw %[v], %[newv]\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [expect] "r" (expect), [newv] "r" (newv)
		: "r31", "memory", "cc"
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
		"l.lwz r31, %[v]\n\t"
		"l.sfne r31, %[expect]\n\t"
		"l.bf %l[differs]\n\t"
		"l.nop\n\t"
		"l.sw %[v2], %[newv2]\n\t"
		"l.sw %[v], %[newv]\n"
		SECTION_END
		: : SECTION_OPERANDS, [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2), [newv2] "r" (newv2), [newv] "r" (newv)
		: "r31", "memory", "cc"
		: abort, differs);
	return 0;
abort:
	return -1;
differs:
	return 1;
}
