/*
 * The route without ptrace: rseq_inject.c in the program itself sets the breakpoints that points are armed with; here is what starts the
 * program and waits for it.
 */
#include "probe.h"
#include "../inprocess/rseq_inject.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HIGH_DESCRIPTOR 200 /* so that the program's own have the numbers that they have without us */
#define PING_MS 1000
#define MOST_EXTENSIONS 100

static struct rseq_inject *shared;
static int shared_file;
static size_t shared_size;

/* A file beside this program, or in a folder beside its own; false: there is none that can be read. */
static bool find_beside(char *path, size_t size, const char *name)
{
	ssize_t length = readlink("/proc/self/exe", path, size);
	char *slash;

	if (length <= 0 || (size_t)length >= size)
		return false;
	path[length] = 0;
	slash = strrchr(path, '/');
	snprintf(slash + 1, size - (size_t)(slash + 1 - path), "%s", name);
	return !access(path, R_OK);
}

static void set_preload(void)
{
	char path[4096], words[8192];
	const char *others = getenv("LD_PRELOAD");

	if (!find_beside(path, sizeof path, "rseq-inject.so"))
		return;
	snprintf(words, sizeof words, "%s%s%s", path, others ? ":" : "", others ? others : "");
	setenv("LD_PRELOAD", words, 1);
}

/* From now on everything goes this way. */
void go_in_process(struct options *options)
{
	shared_size = sizeof *shared + (size_t)point_count * sizeof *shared->points;
	shared_file = memfd_create("rseq-inject", MFD_CLOEXEC);
	if (shared_file < 0 || ftruncate(shared_file, (off_t)shared_size))
		die("memfd: %s", strerror(errno));
	shared = mmap(NULL, shared_size, PROT_READ | PROT_WRITE, MAP_SHARED, shared_file, 0);
	if (shared == MAP_FAILED)
		die("mmap: %s", strerror(errno));
	signal(SIGCHLD, SIG_DFL);
	/* What the program leaves behind becomes our child, and can be ended. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	set_preload();
	options->in_process = true;
}

static void child(char **argv, int complaints, pid_t parent)
{
	char number[16];
	int null = open("/dev/null", O_RDWR), file = fcntl(shared_file, F_DUPFD, HIGH_DESCRIPTOR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	dup2(null, 0);
	dup2(null, 1);
	dup2(complaints < 0 ? null : complaints, 2);
	snprintf(number, sizeof number, "%d", file < 0 ? dup(shared_file) : file);
	setenv(RSEQ_INJECT_VARIABLE, number, 1);
	execv(argv[0], argv);
	_exit(127);
}

static void tell_plan(void)
{
	memset(shared, 0, shared_size);
	shared->version = RSEQ_INJECT_VERSION;
	shared->entry = file_entry;
	shared->is_migrating = injection.scenario == MIGRATE;
	shared->is_repeating = injection.scenario == REPEAT;
	shared->count = (uint32_t)point_count;
	for (int i = 0; i < point_count; i++) {
		shared->points[i].address = points[i].address;
		shared->points[i].abort = points[i].position == INSIDE ? sections[points[i].section].abort : 0;
		shared->points[i].armed = points[i].armed;
	}
}

static bool is_any_hit(void)
{
	bool is_armed = false;

	for (int i = 0; i < point_count; i++) {
		if (shared->points[i].hits)
			return true;
		is_armed |= points[i].armed;
	}
	return !is_armed;
}

/* Does a program that hangs leave SIGILL to us? One that does not may hang for that. */
static void ping(pid_t pid)
{
	double end = seconds() + PING_MS * 1e-3;

	if (is_any_hit() || sigqueue(pid, SIGILL, (union sigval){ .sival_int = RSEQ_INJECT_PING }))
		return;
	while (!__atomic_load_n(&shared->alive, __ATOMIC_SEQ_CST) && seconds() < end)
		nanosleep(&(struct timespec){ 0, 100000 }, NULL);
	shared->taken |= !shared->alive;
}

/* Threads as wait.c knows them, to see what time of a processor they got. */
static bool is_short_of_time(pid_t pid, double duration)
{
	char name[64];
	struct dirent *entry;
	DIR *tasks;

	snprintf(name, sizeof name, "/proc/%d/task", pid);
	tasks = opendir(name);
	run.leader = pid;
	thread_count = 0;
	while (tasks && (entry = readdir(tasks)))
		if (atoi(entry->d_name) > 0)
			thread_of(atoi(entry->d_name))->state = RUNNING;
	if (tasks)
		closedir(tasks);
	return is_starved(duration);
}

/* Ends the program, and what it has started and left; needs /proc/<pid>/task/<pid>/children for the latter. */
static void end_all(pid_t pid)
{
	char name[64];

	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	snprintf(name, sizeof name, "/proc/self/task/%d/children", getpid());
	for (;;) {
		FILE *children = fopen(name, "re");
		int left = 0, other;

		while (children && fscanf(children, "%d", &other) == 1) {
			kill(other, SIGKILL);
			waitpid(other, NULL, __WALL);
			left++;
		}
		if (children)
			fclose(children);
		if (!left)
			return;
	}
}

static int status_of(const siginfo_t *end)
{
	return end->si_code == CLD_EXITED ? W_EXITCODE(end->si_status, 0) : W_EXITCODE(0, end->si_status);
}

/* The program's wait status, or HUNG; nothing of it is left then. */
static int wait_for_end(pid_t pid, int milliseconds)
{
	double begin = seconds(), end = begin + milliseconds * 1e-3;
	int extensions = 0, status = HUNG;

	for (int turns = 0;; turns++) {
		siginfo_t info = { 0 };

		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT))
			die("waitid: %s", strerror(errno));
		if (info.si_pid) {
			status = status_of(&info);
			break;
		}
		if (seconds() > end) {
			if (extensions++ == MOST_EXTENSIONS || !is_short_of_time(pid, seconds() - begin)) {
				ping(pid);
				break;
			}
			end += milliseconds * 1e-3;
		}
		if (turns < 100)
			sched_yield();
		else
			nanosleep(&(struct timespec){ 0, 50000 }, NULL);
	}
	end_all(pid);
	return status;
}

/* Who handles the signal himself gets nothing from us, or what we do not understand. */
static void look_for_obstacles(const char *program, int status)
{
	bool is_killed = status != HUNG && WIFSIGNALED(status) && WTERMSIG(status) == SIGILL && !shared->raised;

	if (shared->failed)
		die("%s: a breakpoint cannot be written into its text: %s", program, strerror((int)shared->failed));
	if (shared->taken || (is_killed && !is_any_hit()))
		die("%s handles SIGILL itself, or blocks it, which is what sections are aborted with where ptrace is refused; "
		    "leave that out of the test", program);
}

/* The kernel ends who has a wrong descriptor before the handler hears of it. With one breakpoint it is known whose. */
static void blame(struct point *only)
{
	only->rejected = true;
	/* Reached for sure, if it was not asked for: then it is known to be. */
	if (!injection.target)
		only->hits = 1;
}

/* run_once without ptrace. */
int run_in_process(const struct options *options, int milliseconds)
{
	int status, complaints = complaints_file(), armed = 0;
	struct point *last = NULL;
	pid_t pid, parent = getpid();

	tell_plan();
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (!pid)
		child(options->program, complaints, parent);
	status = wait_for_end(pid, milliseconds);
	look_for_obstacles(options->program[0], status);
	run.executed = shared->executed;
	for (int i = 0; i < point_count; i++) {
		if (points[i].armed) {
			last = &points[i];
			armed++;
		}
		points[i].armed = false;
		points[i].hits = (int)shared->points[i].hits;
		points[i].aborted = (int)shared->points[i].aborted;
		points[i].unregistered = shared->points[i].unregistered;
	}
	if (armed == 1 && !last->hits && status != HUNG && WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV)
		blame(last);
	return status;
}

/* After the program ran well by itself: can it be tested this way at all? */
void require_injector(const char *program, const char *reason)
{
	char path[4096], source[PATH_MAX];
	bool is_found;

	if (shared->loaded == RSEQ_INJECT_VERSION)
		return;
	if (shared->loaded)
		die("ptrace is refused (%s), and %s has another version of rseq_inject.c in it; build it anew", reason, program);
	is_found = find_beside(path, sizeof path, "../server/native/inprocess/rseq_inject.c") && realpath(path, source);
	die("ptrace is refused (%s), and %s does not load rseq-inject.so, as static programs do not: link %s into the test", reason,
	    program, is_found ? source : "server/native/inprocess/rseq_inject.c");
}
