/* For a debugger: the program is run to a point, stopped there as a whole, and let go of, so that another tracer can attach. */
#include "probe.h"

#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

static bool is_held;

/* The thread has come to the point: breakpoints go, SIGSTOP comes, and nobody traces it any more. */
void let_stopped(struct thread *thread, struct point *point)
{
	stop_others(thread->tid);
	disarm(point);
	thread->state = STOPPED;
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state == STOPPED)
			ptrace(PTRACE_DETACH, threads[i].tid, 0, (long)SIGSTOP);
	run.finished = is_held = true;
	printf("{\"event\":\"held\",\"pid\":%d,\"thread\":%d}\n", run.leader, thread->tid);
	fflush(stdout);
}

/* Waits until the program, which is our child still, has ended under whoever debugs it. It dies with us. */
void hold(const struct options *options, struct point *point)
{
	struct thread *thread;
	int status;

	injection.is_for_debugger = true;
	point->armed = true;
	if (!start_program(options->program))
		die("%s: cannot be run", options->program[0]);
	while (!run.finished)
		if (next_event(&thread, &status) > 0)
			handle_stop(thread, status);
	if (!is_held)
		die("the program ended without coming to this instruction");
	while (waitpid(run.leader, &status, 0) == run.leader && !WIFEXITED(status) && !WIFSIGNALED(status))
		;
}
