/* Tests of good/counter.c: `rseq test samples/tests/counter.c` aborts its section at every instruction, and no count is lost. */
#include <rseq_test.h>

#include "../good/counter.c"

#define ROUNDS 10000

static struct percpu_counter counters[CPU_SETSIZE];

static void count(void *unused, int thread)
{
	(void)unused, (void)thread;
	for (int i = 0; i < rseq_rounds(ROUNDS); i++)
		counter_inc(counters);
}

RSEQ_TEST(no_count_is_lost)
{
	long sum = 0;

	rseq_parallel(count, NULL);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		sum += counters[cpu].value;
	rseq_expect_equal(sum, rseq_thread_count() * rseq_rounds(ROUNDS));
}
