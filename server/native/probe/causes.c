/*
 * Does the kernel abort a section that is interrupted, whatever interrupts it? The section waits inside, so that each try is surely interrupted there;
 * what it is interrupted by is done by another thread, or is a timer.
 */
#include "selfcheck.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TRIES 10
#define SECONDS_OF_CAUSE 0.4
#define LOOK_NANOSECONDS 50000

/* include/uapi/linux/membarrier.h */
#define MEMBARRIER_RSEQ (1 << 7)
#define MEMBARRIER_REGISTER_RSEQ (1 << 8)

struct cause {
	const char *name;
	bool has_other_cpu;
	bool (*prepare)(void);
	void (*interrupt)(void); /* NULL: a timer does it */
};

static int home, other;
static pid_t victim;

static bool refuse(const char *what)
{
	snprintf(finding->reason, sizeof finding->reason, "%s: %s", what, strerror(errno));
	return false;
}

static bool move_to(pid_t tid, int cpu)
{
	cpu_set_t mask;

	CPU_ZERO(&mask);
	CPU_SET((size_t)cpu, &mask);
	return !sched_setaffinity(tid, sizeof mask, &mask) || refuse("sched_setaffinity");
}

static bool register_membarrier(void)
{
	return !syscall(SYS_membarrier, MEMBARRIER_REGISTER_RSEQ, 0, 0) || refuse("membarrier");
}

/* On the processor of the section, which can run only when the other one does not. */
static void just_run(void)
{
}

static void move_victim(void)
{
	move_to(victim, other);
}

/* Returns when every processor has seen it. */
static void make_barrier(void)
{
	if (syscall(SYS_membarrier, MEMBARRIER_RSEQ, 0, 0))
		refuse("membarrier");
}

static const struct cause causes[] = {
	{ "preemption", false, NULL, just_run },
	{ "signal", false, interrupt_by_timer, NULL },
	{ "migration", true, NULL, move_victim },
	{ "membarrier", true, register_membarrier, make_barrier },
};

/* The other thread: waits for somebody in the section, interrupts, lets go on. */
static void *interrupt_again_and_again(void *argument)
{
	const struct cause *cause = argument;

	if (!move_to(0, cause->has_other_cpu ? other : home))
		return NULL;
	for (uint32_t done = 0;;) {
		uint32_t number = __atomic_load_n(&meeting.inside, __ATOMIC_SEQ_CST);

		if (number == 0 || number == done) {
			/* Who slept is soon let run, on a busy machine too. */
			nanosleep(&(struct timespec){ 0, LOOK_NANOSECONDS }, NULL);
			continue;
		}
		__atomic_store_n(&meeting.interrupted, number, __ATOMIC_SEQ_CST);
		cause->interrupt();
		__atomic_store_n(&meeting.leave, number, __ATOMIC_SEQ_CST);
		done = number;
	}
}

/* The section, until it was interrupted often enough. What others interrupted does not count. */
static void be_interrupted(void)
{
	struct descriptor good = good_descriptor();
	double end = seconds() + SECONDS_OF_CAUSE;

	for (uint32_t number = 1; finding->tried < TRIES && seconds() < end; number++) {
		bool aborted;

		if (!move_to(0, home))
			return;
		aborted = run_section(&area->rseq_cs, (uintptr_t)&good, &meeting, NO_CALL, NULL, number);
		area->rseq_cs = 0;
		if (__atomic_load_n(&meeting.interrupted, __ATOMIC_SEQ_CST) != number)
			continue;
		while (__atomic_load_n(&meeting.leave, __ATOMIC_SEQ_CST) != number)
			sched_yield();
		if (finding->reason[0])
			return;
		finding->aborted += aborted;
		finding->tried++;
	}
}

static int check_cause(const void *argument)
{
	const struct cause *cause = argument;
	pthread_t thread;

	home = sched_getcpu();
	other = another_cpu(home);
	victim = (pid_t)syscall(SYS_gettid);
	if (cause->has_other_cpu && other == home) {
		strcpy(finding->reason, "only one processor may be used");
		return 0;
	}
	if (cause->prepare && !cause->prepare())
		return 0;
	errno = cause->interrupt ? pthread_create(&thread, NULL, interrupt_again_and_again, (void *)(uintptr_t)cause) : 0;
	if (errno)
		refuse("pthread_create");
	else
		be_interrupted();
	return 0;
}

void check_causes(void)
{
	for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
		int status = in_child(check_cause, &causes[i]);
		char text[32];

		if (status > 0)
			snprintf(finding->reason, sizeof finding->reason, "ended by %s", ending(status, text));
		else if (finding->tried == 0 && !finding->reason[0])
			strcpy(finding->reason, "nothing interrupted the section in time");
		printf("{\"event\":\"abort\",\"cause\":\"%s\",\"tried\":%d,\"aborted\":%d", causes[i].name, finding->tried,
		       finding->aborted);
		if (finding->reason[0])
			printf(",\"reason\":\"%s\"", finding->reason);
		printf("}\n");
	}
}
