/* One thread that runs while the others stand still. */
#include "probe.h"

#include <sys/ptrace.h>
#include <sys/wait.h>

#define INTRUDER_CPU 5000000L /* nanoseconds of a processor after which it counts as blocked */
#define AHEAD_MS 200          /* for a victim to run on alone */
#define AHEAD_CPU 2000000L

/* Runs a stopped thread alone until it is at `address`; false if it does not get there. */
bool run_to(struct thread *thread, uint64_t address, int milliseconds)
{
	double end = seconds() + milliseconds * 1e-3;
	uint8_t original[BREAK_SIZE];
	bool arrived = false;
	int signal = 0;

	if (!peek(address, original, BREAK_SIZE))
		return false;
	poke(address, break_bytes, BREAK_SIZE);
	for (;;) {
		int status, left = (int)((end - seconds()) * 1e3) + 1, got;

		ptrace(PTRACE_CONT, thread->tid, 0, (long)signal);
		signal = 0;
		got = wait_while_runnable(thread->tid, &status, left, INTRUDER_CPU);
		if (got == 0) {
			ptrace(PTRACE_INTERRUPT, thread->tid, 0, 0);
			if (!wait_for(thread->tid, &status, STOP_MS))
				break;
			if (is_break(thread->tid, status)) {
				set_pc(thread->tid, get_pc(thread->tid) - BREAK_ADVANCE);
				arrived = get_pc(thread->tid) == address;
			} else if (WIFSTOPPED(status) && !(status >> 16)) {
				keep(thread, status);
			}
			break;
		}
		if (got < 0 || !WIFSTOPPED(status)) {
			note_end(thread, got < 0 ? 0 : status);
			break;
		}
		if (is_break(thread->tid, status)) {
			set_pc(thread->tid, get_pc(thread->tid) - BREAK_ADVANCE);
			arrived = get_pc(thread->tid) == address;
			break;
		}
		if (!(status >> 16))
			signal = WSTOPSIG(status);
		if (seconds() > end) {
			if (signal)
				keep(thread, status);
			break;
		}
	}
	poke(address, original, BREAK_SIZE);
	return arrived;
}

bool step(struct thread *thread, int *status)
{
	ptrace(PTRACE_SINGLESTEP, thread->tid, 0, 0);
	if (wait_for(thread->tid, status, -1) && WIFSTOPPED(*status))
		return true;
	note_end(thread, *status);
	return false;
}

/*
 * Has another thread run a section to its commit on that processor, twice: its first pass may have read the number of the processor
 * it was on before. First those that run by themselves, then those that are in a system call. 0: nobody can.
 */
pid_t intrude(pid_t self, const struct section *section, int cpu)
{
	for (int in_call = 0; in_call < 2; in_call++) {
		for (int i = 0; i < thread_count; i++) {
			struct thread *other = &threads[i];
			cpu_set_t before;
			pid_t who = 0;
			int status;

			if (other->state != STOPPED || other->tid == self || other->has_pending ||
			    is_in_system_call(other->tid) != in_call)
				continue;
			sched_getaffinity(other->tid, sizeof before, &before);
			pin(other->tid, cpu);
			for (int pass = 0; pass < 2 && run_to(other, run.bias + section->end, INTRUDER_MS); pass++) {
				who = other->tid;
				if (!step(other, &status))
					break;
			}
			if (other->state != GONE)
				sched_setaffinity(other->tid, sizeof before, &before);
			if (who)
				return who;
		}
	}
	return 0;
}

/* Where nobody can just now, the others are given a little time to get where they can. */
pid_t intrude_sooner_or_later(pid_t self, const struct section *section, int cpu)
{
	for (int attempt = 0; attempt < 8 && !run.finished; attempt++) {
		pid_t who;

		show_breakpoints(false);
		who = intrude(self, section, cpu);
		show_breakpoints(true);
		if (who)
			return who;
		resume_others(self);
		serve_others(200e-6);
		stop_others(self);
	}
	return 0;
}

/* The victim runs on while the intruder stands still behind its commit: what it spoiled shows before the intruder repairs it. */
void run_ahead(struct thread *thread)
{
	int signal = 0;

	for (int stops = 0; stops < 64; stops++) {
		int status, got;

		ptrace(PTRACE_CONT, thread->tid, 0, (long)signal);
		signal = 0;
		got = wait_while_runnable(thread->tid, &status, AHEAD_MS, AHEAD_CPU);
		if (got == 0) {
			ptrace(PTRACE_INTERRUPT, thread->tid, 0, 0);
			if (wait_for(thread->tid, &status, STOP_MS) && (!WIFSTOPPED(status) || !(status >> 16)))
				keep(thread, status);
			return;
		}
		if (got < 0 || !WIFSTOPPED(status) || !(status >> 16)) {
			if (got < 0)
				note_end(thread, 0);
			else
				keep(thread, status);
			return;
		}
	}
}
