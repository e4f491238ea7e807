/*
 * A counter and a log for each cpu, and everything that one can get wrong about them: -DMISTAKE=<name>. Ends with 0 if nothing was lost
 * and nothing was counted twice. x86-64.
 *
 *   counters [threads] [rounds]
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/rseq.h>
#include <unistd.h>

#define NOTHING 0
#define INDEX_BEFORE_ENTRY 1
#define COMMIT_LABEL_EARLY 2
#define NEVER_ARMED 3
#define WRONG_SIGNATURE 4
#define RETRY_WITH_OLD_VALUE 5
#define NO_CPU_COMPARE 6
#define ABORT_TAKEN_FOR_SUCCESS 7
#define LOADED_BEFORE_ARMING 8
#define CPU_NOT_READ_AGAIN 9
#define RETRY_WITHOUT_REARM 10
#define TWO_PUBLISHING_STORES 11
#define DESCRIPTOR_OF_ANOTHER 12
#define MM_CID_AGAINST_CPU_ID 13

#ifndef MISTAKE
#define MISTAKE NOTHING
#endif

#define IS(name) (MISTAKE == name)

struct cpu_data {
	long count, copy;
	long used;
	long *entries;
} __attribute__((aligned(128)));

static struct cpu_data data[CPU_SETSIZE];
static int threads = 2, rounds = 200;
static pthread_barrier_t start_line;
static int next_worker;

static struct rseq *area(void)
{
	return (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
}

static int cpu_start(void)
{
	return (int)__atomic_load_n(&area()->cpu_id_start, __ATOMIC_RELAXED);
}

#define DESCRIPTOR(name)                                                        \
	".pushsection __rseq_cs, \"aw\"\n\t"                                    \
	".balign 32\n"                                                          \
	name "3: .long 0, 0\n\t"                                                \
	".quad 1f, 2f - 1f, 4f\n\t"                                             \
	".popsection\n\t"                                                       \
	".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
#define ARM "leaq 3b(%%rip), %%rax\n\tmovq %%rax, %%fs:8(%[area])\n\t"
#if MISTAKE == MM_CID_AGAINST_CPU_ID
/* Offset 24 is mm_cid. It is 0 on cpu 0 as long as nobody uses another cpu, so that the mistake goes unnoticed there. */
#define COMPARE "cmpl %[cpu], %%fs:24(%[area])\n\tjnz 4f\n\t"
#else
#define COMPARE "cmpl %[cpu], %%fs:4(%[area])\n\tjnz 4f\n\t"
#endif
#define HANDLER(signature, way_on)                                              \
	".pushsection __rseq_failure, \"ax\"\n\t"                               \
	".byte 0x0f, 0xb9, 0x3d\n\t"                                            \
	".long " signature "\n"                                                 \
	"4: " way_on "\n\t"                                                     \
	".popsection"

/* Adds one to the counter; 1 if it was aborted. */
static __attribute__((noinline)) int count(struct cpu_data *own, int cpu)
{
	long offset = __rseq_offset;

	__asm__ __volatile__ goto(
		DESCRIPTOR("")
#if MISTAKE == RETRY_WITH_OLD_VALUE || MISTAKE == LOADED_BEFORE_ARMING
		"movq (%[count]), %%rbx\n\t"
#endif
#if MISTAKE == DESCRIPTOR_OF_ANOTHER
		"leaq descriptor_of_append(%%rip), %%rax\n\tmovq %%rax, %%fs:8(%[area])\n\t"
#elif MISTAKE != NEVER_ARMED
		ARM
#endif
		"1:\n\t"
#if MISTAKE != NO_CPU_COMPARE
		COMPARE
#endif
#if MISTAKE != LOADED_BEFORE_ARMING
		"6: movq (%[count]), %%rbx\n"
#endif
		"5: addq $1, %%rbx\n\t"
#if MISTAKE == TWO_PUBLISHING_STORES
		"movq %%rbx, (%[count])\n\t"
		"movq %%rbx, 8(%[count])\n"
		"2:\n\t"
#elif MISTAKE == COMMIT_LABEL_EARLY
		"2: movq %%rbx, (%[count])\n\t"
#else
		"movq %%rbx, (%[count])\n"
		"2:\n\t"
#endif
#if MISTAKE == WRONG_SIGNATURE
		HANDLER("0x53053054", "jmp %l[aborted]")
#elif MISTAKE == RETRY_WITH_OLD_VALUE
		HANDLER("0x53053053", ARM "jmp 5b")
#elif MISTAKE == RETRY_WITHOUT_REARM
		HANDLER("0x53053053", "jmp 6b")
#else
		HANDLER("0x53053053", "jmp %l[aborted]")
#endif
		:
		: [area] "r"(offset), [cpu] "r"(cpu), [count] "r"(&own->count)
		: "rax", "rbx", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return 1;
}

/* Writes an entry behind the last one; 1 if it was aborted. */
static __attribute__((noinline)) int append(struct cpu_data *own, long entry, int cpu)
{
	long offset = __rseq_offset;

	__asm__ __volatile__ goto(
		DESCRIPTOR("descriptor_of_append: ") ARM
		"1:\n\t" COMPARE
		"movq %[used], %%rbx\n\t"
		"movq %[entries], %%rcx\n\t"
		"leaq 1(%%rbx), %%rdx\n\t"
#if MISTAKE == INDEX_BEFORE_ENTRY
		"movq %%rdx, %[used]\n\t"
		"movq %[entry], (%%rcx, %%rbx, 8)\n"
#else
		"movq %[entry], (%%rcx, %%rbx, 8)\n\t"
		"movq %%rdx, %[used]\n"
#endif
		"2:\n\t"
		HANDLER("0x53053053", "jmp %l[aborted]")
		:
		: [area] "r"(offset), [cpu] "r"(cpu), [used] "m"(own->used), [entries] "m"(own->entries), [entry] "r"(entry)
		: "rax", "rbx", "rcx", "rdx", "memory", "cc"
		: aborted);
	return 0;
aborted:
	return 1;
}

static void *work(void *unused)
{
	long id = __atomic_fetch_add(&next_worker, 1, __ATOMIC_RELAXED);
	int cpu;

	pthread_barrier_wait(&start_line);
	for (long round = 0; round < rounds; round++) {
		do {
			cpu = cpu_start();
		} while (count(&data[cpu], cpu) && !IS(ABORT_TAKEN_FOR_SUCCESS));
		cpu = cpu_start();
		while (append(&data[cpu], id * rounds + round + 1, cpu))
			if (!IS(CPU_NOT_READ_AGAIN))
				cpu = cpu_start();
	}
	return unused;
}

int main(int argc, char **argv)
{
	long total, counted = 0, written = 0, wrong = 0;
	cpu_set_t first;
	pthread_t workers[64];
	char *seen;

	if (argc > 1)
		threads = atoi(argv[1]);
	if (argc > 2)
		rounds = atoi(argv[2]);
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (IS(MM_CID_AGAINST_CPU_ID) && sched_setaffinity(0, sizeof first, &first))
		return 2;
	total = (long)threads * rounds;
	seen = calloc((size_t)total + 1, 1);
	for (int cpu = 0; cpu < sysconf(_SC_NPROCESSORS_CONF); cpu++)
		data[cpu].entries = calloc(2 * (size_t)total + 64, sizeof(long));
	pthread_barrier_init(&start_line, NULL, (unsigned)(threads > 0 ? threads : 1));
	for (int i = 0; i < threads; i++)
		pthread_create(&workers[i], NULL, work, NULL);
	for (int i = 0; i < threads; i++)
		pthread_join(workers[i], NULL);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		counted += data[cpu].count;
		written += data[cpu].used;
		for (long i = 0; i < data[cpu].used; i++) {
			long entry = data[cpu].entries[i];

			if (entry < 1 || entry > total || seen[entry]++)
				wrong++;
		}
		if (IS(TWO_PUBLISHING_STORES) && data[cpu].copy != data[cpu].count)
			wrong++;
	}
	if (counted == total && written == total && !wrong)
		return 0;
	fprintf(stderr, "counted %ld and wrote %ld of %ld, %ld wrong\n", counted, written, total, wrong);
	return 1;
}
