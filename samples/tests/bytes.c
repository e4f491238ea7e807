/* A test of broken/bytes.c, which loses updates about once in ten million: this finds it in a second and says at which instruction. */
#include <rseq_test.h>

#include "../broken/bytes.c"

#define ROUNDS 10000

RSEQ_FIXTURE(traffic)
{
	struct percpu_counter counters[CPU_SETSIZE];
};

RSEQ_FIXTURE_SETUP(traffic)
{
	rseq_expect(rseq_area()->cpu_id < CPU_SETSIZE);
}

RSEQ_FIXTURE_TEARDOWN(traffic)
{
}

static void send(void *argument, int thread)
{
	RSEQ_FIXTURE(traffic) *traffic = argument;

	(void)thread;
	for (int i = 0; i < rseq_rounds(ROUNDS); i++)
		while (bytes_add(traffic->counters, rseq_area(), rseq_area()->cpu_id_start, 100))
			;
}

RSEQ_TEST_F(traffic, no_byte_is_lost)
{
	long sum = 0;

	rseq_parallel(send, self);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		sum += self->counters[cpu].value;
	rseq_expect_equal(sum, 100L * rseq_thread_count() * rseq_rounds(ROUNDS));
}
