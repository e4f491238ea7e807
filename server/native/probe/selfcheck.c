/*
 * rseq-probe --self-check: what this kernel does with sections that are interrupted, right ones and wrong ones. Each is tried in a child
 * of its own, because many are killed for it. No program is needed, and no privilege. One JSON object a line; README.md names them.
 */
#include "selfcheck.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECONDS_OF_ALL 2.5
#define SECONDS_OF_CHILD 0.6
#define TIMER_MICROSECONDS 1000

/* glibc since 2.35. Weak, so that this is linked with any libc. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

volatile struct area *area;
struct meeting meeting;
struct finding *finding;

static struct area own __attribute__((aligned(64)));
static double end_of_all;

/* A thread has one area: libc's, or one of ours where libc registers none. false: none can be had, which was said. */
static bool find_area(void)
{
	char *thread;

	if (&__rseq_size && &__rseq_offset && __rseq_size > 0) {
		THREAD_POINTER(thread);
		area = (volatile struct area *)(thread + __rseq_offset);
		printf("{\"event\":\"area\",\"registered\":\"libc\"}\n");
		return true;
	}
	area = &own;
	if (!syscall(SYS_rseq, &own, sizeof own, 0, RSEQ_SIGNATURE)) {
		printf("{\"event\":\"area\",\"registered\":\"own\"}\n");
		return true;
	}
	printf("{\"event\":\"unavailable\",\"reason\":\"rseq(2): %s%s\"}\n", strerror(errno),
	       errno == ENOSYS ? "; the kernel has none, or a filter keeps it from us" : "");
	return false;
}

struct descriptor good_descriptor(void)
{
	return (struct descriptor){ .start_ip = (uintptr_t)section_start,
				    .post_commit_offset = (uintptr_t)section_end - (uintptr_t)section_start,
				    .abort_ip = (uintptr_t)section_abort };
}

static void on_timer(int signal)
{
	uint32_t number = __atomic_load_n(&meeting.inside, __ATOMIC_SEQ_CST);

	(void)signal;
	if (number == 0)
		return;
	__atomic_store_n(&meeting.interrupted, number, __ATOMIC_SEQ_CST);
	__atomic_store_n(&meeting.leave, number, __ATOMIC_SEQ_CST);
}

/* From now on a signal comes every millisecond, and lets go on who is in a section when it comes. */
bool interrupt_by_timer(void)
{
	struct itimerval often = { { 0, TIMER_MICROSECONDS }, { 0, TIMER_MICROSECONDS } };
	struct sigaction action = { .sa_handler = on_timer, .sa_flags = SA_RESTART };

	return !sigaction(SIGALRM, &action, NULL) && !setitimer(ITIMER_REAL, &often, NULL);
}

/* Waits for a child; who does not end is killed. */
static int wait_until(pid_t child, double end)
{
	sigset_t children;
	int status;

	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	while (waitpid(child, &status, WNOHANG) == 0) {
		double left = end - seconds();
		struct timespec limit = { (time_t)left, (long)((left - (double)(time_t)left) * 1e9) };

		if (left > 0) {
			sigtimedwait(&children, NULL, &limit);
			continue;
		}
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		return HUNG;
	}
	return status;
}

/* Does something in a process of its own and gives its wait status. */
int in_child(int (*work)(const void *argument), const void *argument)
{
	double end = seconds() + SECONDS_OF_CHILD;
	pid_t child, parent = getpid();
	sigset_t none;

	memset(finding, 0, sizeof *finding);
	if (seconds() > end_of_all) {
		snprintf(finding->reason, sizeof finding->reason, "the checks before it took all the time there is");
		return NO_CHILD;
	}
	fflush(stdout);
	child = fork();
	if (child < 0) {
		snprintf(finding->reason, sizeof finding->reason, "fork: %s", strerror(errno));
		return NO_CHILD;
	}
	if (child > 0)
		return wait_until(child, end < end_of_all ? end : end_of_all);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It is meant to be killed: that is worth no core file. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGSEGV, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	_exit(getppid() == parent ? work(argument) : 0);
}

int self_check(void)
{
	sigset_t children;

	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_BLOCK, &children, NULL);
	finding = mmap(NULL, sizeof *finding, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (finding == MAP_FAILED)
		die("self-check: no memory: %s", strerror(errno));
	end_of_all = seconds() + SECONDS_OF_ALL;
	if (!find_area())
		return 0;
	check_causes();
	check_cases();
	return 0;
}
