/* What this machine lets us do: trace, abort, move a thread to another processor. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define OF_MEMORY 128 /* added to an errno: of /proc/<pid>/mem, not of ptrace */

/* May we trace a child, and write into its text? 0, or an errno. */
static int try_to_trace(void)
{
	pid_t self = getpid(), child = fork();
	int error = 0, file, status;
	char name[64], byte;
	off_t text = (off_t)(uintptr_t)try_to_trace;

	if (child < 0)
		return 0; /* said where it matters */
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == self)
			pause();
		_exit(0);
	}
	snprintf(name, sizeof name, "/proc/%d/mem", child);
	if (ptrace(PTRACE_SEIZE, child, 0, 0)) {
		error = errno;
	} else {
		file = open(name, O_RDWR | O_CLOEXEC);
		if (file < 0 || pread(file, &byte, 1, text) != 1 || pwrite(file, &byte, 1, text) != 1)
			error = errno + OF_MEMORY;
	}
	kill(child, SIGKILL);
	waitpid(child, &status, __WALL);
	return error;
}

/* Why no child of ours can be traced, in words; NULL: it can. */
const char *why_not_trace(void)
{
	static char reason[96];
	pid_t child = fork();
	int status, error;

	/* In a child: some filters kill who calls ptrace(2). */
	if (!child)
		_exit(try_to_trace());
	if (child < 0 || waitpid(child, &status, 0) != child)
		return NULL;
	if (WIFSIGNALED(status))
		return "who calls it is killed";
	error = WEXITSTATUS(status);
	snprintf(reason, sizeof reason, "%s%s", error > OF_MEMORY ? "/proc/<pid>/mem: " : "",
		 strerror(error > OF_MEMORY ? error - OF_MEMORY : error));
	return error ? reason : NULL;
}

/* Why the kernel aborts nothing, in words; NULL: it does. It has rseq(2) if it finds something to object to in this call. */
const char *why_no_rseq(void)
{
	static char reason[96];

	if (!syscall(SYS_rseq, NULL, 0, 0, 0) || errno == EINVAL)
		return NULL;
	if (errno == ENOSYS)
		return "this kernel has no rseq(2), or a filter hides it; nothing can be aborted";
	snprintf(reason, sizeof reason, "rseq(2) is refused here (%s); nothing can be aborted", strerror(errno));
	return reason;
}

/* Why a scenario cannot be made, in words; NULL: it can. */
const char *why_not_scenario(const struct options *options, enum scenario scenario)
{
	static char reason[96];
	cpu_set_t mask;

	if (options->in_process && (scenario == INTRUDER || scenario == STALE))
		return "it needs ptrace";
	if ((scenario == MIGRATE || scenario == STALE) && another_cpu(-1) == another_cpu(another_cpu(-1)))
		return "only one processor may be used";
	if (scenario == ABORT || scenario == REPEAT || sched_getaffinity(0, sizeof mask, &mask) ||
	    !sched_setaffinity(0, sizeof mask, &mask))
		return NULL;
	snprintf(reason, sizeof reason, "no thread can be moved to another processor (sched_setaffinity: %s)", strerror(errno));
	return reason;
}
