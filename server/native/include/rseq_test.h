/*
 * rseq_test.h: small tests of restartable sequences, for `rseq test` and for every other day. Needs a libc and POSIX threads, nothing else.
 *
 *	#include <rseq_test.h>
 *
 *	static void count(void *unused, int thread)
 *	{
 *		for (int i = 0; i < rseq_rounds(100000); i++)
 *			counter_increment();
 *	}
 *
 *	RSEQ_TEST(no_count_is_lost)
 *	{
 *		rseq_parallel(count, NULL);
 *		rseq_expect_equal(counter_sum(), rseq_rounds(100000) * rseq_thread_count());
 *	}
 *
 * Every file with tests makes a program: without arguments it runs all of them, with names those. It ends with 0 if every expectation
 * holds, with 1 if one does not, with 2 if a test could not be run. `rseq test` runs it again and again, and aborts the sections that it
 * runs at every instruction; see docs/testing.md.
 *
 * Settings, to be defined before this file is included:
 *	RSEQ_TEST_THREAD_BEGIN()	run at the beginning of every thread, such as a registration with an old libc
 *	RSEQ_TEST_THREAD_END()		run at the end of every thread
 *	RSEQ_TEST_NO_MAIN		the program has a main of its own, which calls rseq_test_main(argc, argv)
 */
#ifndef RSEQ_TEST_H
#define RSEQ_TEST_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef CPU_SET
#error "include rseq_test.h before other headers, or compile with -D_GNU_SOURCE: it needs sched_setaffinity"
#endif

#ifndef RSEQ_TEST_THREAD_BEGIN
#define RSEQ_TEST_THREAD_BEGIN() ((void)0)
#endif
#ifndef RSEQ_TEST_THREAD_END
#define RSEQ_TEST_THREAD_END() ((void)0)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One of each in a program, however many of its files include this. */
#define RSEQ_TEST_SHARED_ __attribute__((weak))
#define RSEQ_TEST_UNUSED_ __attribute__((unused))

struct rseq_test_ {
	const char *name;
	void (*run)(void);
	struct rseq_test_ *next;
};

RSEQ_TEST_SHARED_ struct rseq_test_ *rseq_tests_;
RSEQ_TEST_SHARED_ int rseq_failures_;

RSEQ_TEST_SHARED_ void rseq_test_add_(struct rseq_test_ *test);
void rseq_test_add_(struct rseq_test_ *test)
{
	struct rseq_test_ **end = &rseq_tests_;

	while (*end)
		end = &(*end)->next;
	*end = test;
}

#define RSEQ_TEST_REGISTER_(id, test_name)                                                     \
	static void rseq_run_##id(void);                                                       \
	static void __attribute__((constructor)) rseq_register_##id(void)                      \
	{                                                                                      \
		static struct rseq_test_ test = { test_name, rseq_run_##id, NULL };            \
		rseq_test_add_(&test);                                                         \
	}

/* RSEQ_TEST(name) { ... } */
#define RSEQ_TEST(name)                                                                        \
	RSEQ_TEST_REGISTER_(name, #name)                                                       \
	static void rseq_run_##name(void)

/* RSEQ_FIXTURE(name) { members }; what tests start from. It is all zero before its set-up runs. */
#define RSEQ_FIXTURE(name) struct rseq_fixture_##name

/* RSEQ_FIXTURE_SETUP(name) { ... self->member ... }, before each of its tests; every fixture has one. */
#define RSEQ_FIXTURE_SETUP(name)                                                               \
	static void rseq_setup_##name(RSEQ_TEST_UNUSED_ struct rseq_fixture_##name *self)

/* RSEQ_FIXTURE_TEARDOWN(name) { ... }, after each of its tests; every fixture has one. */
#define RSEQ_FIXTURE_TEARDOWN(name)                                                            \
	static void rseq_teardown_##name(RSEQ_TEST_UNUSED_ struct rseq_fixture_##name *self)

/* RSEQ_TEST_F(fixture, name) { ... self->member ... } */
#define RSEQ_TEST_F(fixture, name)                                                             \
	RSEQ_TEST_REGISTER_(fixture##_##name, #fixture "." #name)                              \
	static void rseq_body_##fixture##_##name(struct rseq_fixture_##fixture *self);         \
	static void rseq_run_##fixture##_##name(void)                                          \
	{                                                                                      \
		static struct rseq_fixture_##fixture self;                                     \
		rseq_setup_##fixture(&self);                                                   \
		rseq_body_##fixture##_##name(&self);                                           \
		rseq_teardown_##fixture(&self);                                                \
	}                                                                                      \
	static void rseq_body_##fixture##_##name(                                              \
		RSEQ_TEST_UNUSED_ struct rseq_fixture_##fixture *self)

/* What does not hold is said on standard error and fails the test, which goes on. In any thread. */
#define rseq_expect(condition)                                                                 \
	((condition) ? (void)0 : rseq_fail_(__FILE__, __LINE__, #condition))

/* Compares integers; both values are said. */
#define rseq_expect_equal(actual, expected)                                                    \
	rseq_compare_(__FILE__, __LINE__, #actual " == " #expected, (long long)(actual),       \
		      (long long)(expected))

RSEQ_TEST_UNUSED_ static void rseq_fail_(const char *file, int line, const char *what)
{
	__atomic_fetch_add(&rseq_failures_, 1, __ATOMIC_RELAXED);
	fprintf(stderr, "%s:%d: expected %s\n", file, line, what);
}

RSEQ_TEST_UNUSED_ static void rseq_compare_(const char *file, int line, const char *what, long long actual,
					    long long expected)
{
	if (actual == expected)
		return;
	__atomic_fetch_add(&rseq_failures_, 1, __ATOMIC_RELAXED);
	fprintf(stderr, "%s:%d: expected %s, got %lld and %lld\n", file, line, what, actual, expected);
}

#define RSEQ_MOST_PROBED_CPUS 2
#define RSEQ_MOST_PROBED_ROUNDS 200

/* Whether `rseq test` runs this: a few hundred times, each of them to be short. */
RSEQ_TEST_UNUSED_ static int rseq_is_probed(void)
{
	return getenv("RSEQ_PROBE") != NULL;
}

/* How often to do something: so often by itself, less often under `rseq test`. */
RSEQ_TEST_UNUSED_ static int rseq_rounds(int wanted)
{
	return rseq_is_probed() && wanted > RSEQ_MOST_PROBED_ROUNDS ? RSEQ_MOST_PROBED_ROUNDS : wanted;
}

/* Those that this process may use; under `rseq test` no more than two. */
RSEQ_TEST_UNUSED_ static int rseq_cpu_count(void)
{
	cpu_set_t allowed;
	int count;

	if (sched_getaffinity(0, sizeof allowed, &allowed))
		return 1;
	count = CPU_COUNT(&allowed);
	return rseq_is_probed() && count > RSEQ_MOST_PROBED_CPUS ? RSEQ_MOST_PROBED_CPUS : count;
}

/* How many threads rseq_parallel() starts: one for each processor, at least two. */
RSEQ_TEST_UNUSED_ static int rseq_thread_count(void)
{
	return rseq_cpu_count() < 2 ? 2 : rseq_cpu_count();
}

struct rseq_crew_ {
	void (*body)(void *argument, int thread);
	void *argument;
	pthread_barrier_t start;
};

struct rseq_worker_ {
	struct rseq_crew_ *crew;
	pthread_t thread;
	int index;
	int cpu; /* -1: any */
};

RSEQ_TEST_UNUSED_ static void *rseq_work_(void *pointer)
{
	struct rseq_worker_ *worker = (struct rseq_worker_ *)pointer;

	if (worker->cpu >= 0) {
		cpu_set_t only;

		CPU_ZERO(&only);
		CPU_SET(worker->cpu, &only);
		sched_setaffinity(0, sizeof only, &only);
	}
	RSEQ_TEST_THREAD_BEGIN();
	pthread_barrier_wait(&worker->crew->start);
	worker->crew->body(worker->crew->argument, worker->index);
	RSEQ_TEST_THREAD_END();
	return NULL;
}

/* per_cpu 0: they go where the scheduler sends them. */
RSEQ_TEST_UNUSED_ static void rseq_start_(int count, int per_cpu, void (*body)(void *, int), void *argument)
{
	struct rseq_worker_ *workers = (struct rseq_worker_ *)calloc((size_t)count, sizeof *workers);
	struct rseq_crew_ crew;
	cpu_set_t allowed;
	int cpu = -1;

	crew.body = body;
	crew.argument = argument;
	pthread_barrier_init(&crew.start, NULL, (unsigned)count);
	sched_getaffinity(0, sizeof allowed, &allowed);
	for (int i = 0; i < count; i++) {
		if (per_cpu && i % per_cpu == 0)
			while (!CPU_ISSET(++cpu, &allowed))
				;
		if (workers) {
			workers[i].crew = &crew;
			workers[i].index = i;
			workers[i].cpu = cpu;
		}
		if (!workers || pthread_create(&workers[i].thread, NULL, rseq_work_, &workers[i])) {
			fprintf(stderr, "rseq_test.h: thread %d of %d cannot be started; use fewer\n", i + 1, count);
			exit(2);
		}
	}
	for (int i = 0; i < count; i++)
		pthread_join(workers[i].thread, NULL);
	pthread_barrier_destroy(&crew.start);
	free(workers);
}

/*
 * Runs body(argument, 0), body(argument, 1), ... in rseq_thread_count() threads, which go where the scheduler sends them, and waits for
 * all. They start together.
 */
RSEQ_TEST_UNUSED_ static void rseq_parallel(void (*body)(void *argument, int thread), void *argument)
{
	rseq_start_(rseq_thread_count(), 0, body, argument);
}

/* The same with so many threads for each of rseq_cpu_count() processors, which stay there: per_cpu * rseq_cpu_count() of them. */
RSEQ_TEST_UNUSED_ static void rseq_parallel_per_cpu(int per_cpu, void (*body)(void *argument, int thread), void *argument)
{
	rseq_start_(per_cpu * rseq_cpu_count(), per_cpu, body, argument);
}

RSEQ_TEST_UNUSED_ static int rseq_run_named_(const char *name)
{
	int found = 0;

	for (struct rseq_test_ *test = rseq_tests_; test; test = test->next) {
		int before = rseq_failures_;

		if (name && strcmp(name, test->name) != 0)
			continue;
		found = 1;
		test->run();
		printf("%s %s\n", rseq_failures_ == before ? "passed" : "FAILED", test->name);
		fflush(stdout);
	}
	return found;
}

RSEQ_TEST_UNUSED_ static int rseq_test_main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (struct rseq_test_ *test = rseq_tests_; test; test = test->next)
			puts(test->name);
		return 0;
	}
	RSEQ_TEST_THREAD_BEGIN();
	if (argc < 2)
		rseq_run_named_(NULL);
	for (int i = 1; i < argc; i++) {
		if (!rseq_run_named_(argv[i])) {
			fprintf(stderr, "%s: there is no test %s; --list says which there are\n", argv[0], argv[i]);
			return 2;
		}
	}
	RSEQ_TEST_THREAD_END();
	return rseq_failures_ ? 1 : 0;
}

#ifndef RSEQ_TEST_NO_MAIN
RSEQ_TEST_SHARED_ int main(int argc, char **argv);
int main(int argc, char **argv)
{
	return rseq_test_main(argc, argv);
}
#endif

#ifdef __cplusplus
}
#endif

#endif
