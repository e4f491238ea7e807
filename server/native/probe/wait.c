/* Ways to wait for threads, and what /proc says about one that does not stop. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* One of our breakpoints, not the program's own SIGTRAP. */
bool is_break(pid_t tid, int status)
{
	siginfo_t info;

	return WIFSTOPPED(status) && status >> 8 == SIGTRAP && !ptrace(PTRACE_GETSIGINFO, tid, 0, &info) &&
	       info.si_code == BREAK_CODE;
}

static void nap(long nanoseconds)
{
	nanosleep(&(struct timespec){ 0, nanoseconds }, NULL);
}

static int read_file_of(pid_t tid, const char *name, char *text, int size)
{
	char path[96];
	int file, count;

	snprintf(path, sizeof path, "/proc/%d/task/%d/%s", run.leader, tid, name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return 0;
	count = (int)read(file, text, (size_t)size - 1);
	close(file);
	text[count > 0 ? count : 0] = 0;
	return count > 0 ? count : 0;
}

/* As /proc has it: S sleeps, D too, Z has ended; X: there is none. */
static char state_of(pid_t tid)
{
	char text[512], *end;

	end = read_file_of(tid, "stat", text, sizeof text) ? strrchr(text, ')') : NULL;
	return end ? end[2] : 'X';
}

bool is_asleep(pid_t tid)
{
	return strchr("SDZX", state_of(tid)) != NULL;
}

/*
 * Waits for one thread; false if nothing came in that time, or nothing can: a first thread that has ended says so only when all others have.
 * Negative: as long as it takes.
 */
bool wait_for(pid_t tid, int *status, int milliseconds)
{
	double end = seconds() + milliseconds * 1e-3;

	if (milliseconds < 0)
		return waitpid(tid, status, __WALL) == tid;
	for (int turns = 0;; turns++) {
		pid_t got = waitpid(tid, status, __WALL | WNOHANG);

		if (got == tid)
			return true;
		if (got < 0 || seconds() > end)
			return false;
		if (turns < 50)
			sched_yield();
		else
			nap(20000);
		if (turns % 50 == 49 && strchr("ZX", state_of(tid)))
			return waitpid(tid, status, __WALL | WNOHANG) == tid;
	}
}

/* Nanoseconds of a processor that a thread has used. */
static long cpu_time_of(pid_t tid)
{
	char text[128];

	return read_file_of(tid, "schedstat", text, sizeof text) ? atol(text) : 0;
}

/* One thread has had that many seconds of a processor: it runs in circles, however slow the machine is. */
bool has_used(double duration)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state != GONE && cpu_time_of(threads[i].tid) * 1e-9 > duration)
			return true;
	return false;
}

/* Some thread could run and none got much of a processor: the machine is slow, not the program. */
bool is_starved(double duration)
{
	bool could_run = false;

	for (int i = 0; i < thread_count; i++) {
		if (threads[i].state == GONE)
			continue;
		if (cpu_time_of(threads[i].tid) * 1e-9 > duration / 4)
			return false;
		could_run |= !is_asleep(threads[i].tid);
	}
	return could_run;
}

/*
 * Waits for a thread that may be blocked: 1 if it stopped, 0 if it slept for 2 ms or used up that much time of a processor, -1 if it
 * is gone. Wall time alone would tell a slow machine from a blocked thread by luck.
 */
int wait_while_runnable(pid_t tid, int *status, int milliseconds, long cpu_nanoseconds)
{
	double end = seconds() + milliseconds * 1e-3;
	long before = cpu_time_of(tid);
	int asleep = 0;

	for (int turns = 0;; turns++) {
		pid_t got = waitpid(tid, status, __WALL | WNOHANG);

		if (got == tid)
			return 1;
		if (got < 0)
			return -1;
		if (seconds() > end)
			return 0;
		if (turns < 20) {
			sched_yield();
			continue;
		}
		nap(100000);
		asleep = is_asleep(tid) ? asleep + 1 : 0;
		if (asleep > 15 || (turns % 10 == 0 && cpu_time_of(tid) - before > cpu_nanoseconds))
			return 0;
	}
}

/* Of a stopped thread: it would not run on by itself, or not at once. */
bool is_in_system_call(pid_t tid)
{
	char text[128];

	return read_file_of(tid, "syscall", text, sizeof text) && strncmp(text, "-1", 2) && strncmp(text, "running", 7);
}

/* The next stop of any thread: 1; 0 if there is none just now; -1 if nobody is left. */
int next_event(struct thread **thread, int *status)
{
	pid_t tid = waitpid(-1, status, __WALL | WNOHANG);

	if (tid > 0)
		*thread = thread_of(tid);
	return tid > 0 ? 1 : tid < 0 && errno != EINTR ? -1 : 0;
}
