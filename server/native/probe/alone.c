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
 * Has a thread run a section to its commit on that processor, twice: its first pass may have read the number of the processor it was on
 * before. False if it did not get there; `has_spun` if it ran all the time, as it does where the victim holds a lock.
 */
static bool commit(struct thread *thread, const struct section *section, int cpu, bool *has_spun)
{
	bool committed = false;
	cpu_set_t before;
	int status;

	sched_getaffinity(thread->tid, sizeof before, &before);
	pin(thread->tid, cpu);
	for (int pass = 0; pass < 2; pass++) {
		if (!run_to(thread, run.bias + section->end, INTRUDER_MS)) {
			*has_spun |= thread->state != GONE && !thread->has_pending && !is_in_system_call(thread->tid);
			break;
		}
		committed = true;
		if (!step(thread, &status))
			break;
	}
	if (thread->state != GONE)
		sched_setaffinity(thread->tid, sizeof before, &before);
	return committed;
}

/* Has somebody commit on that processor while the rest stands still; 0: nobody can. Who waits at the gate is asked first. */
pid_t intrude(pid_t self, const struct section *section, int cpu)
{
	bool has_spun = false;

	for (int at_gate = 1; at_gate >= 0; at_gate--) {
		for (int i = 0; i < thread_count; i++) {
			struct thread *other = &threads[i];

			if (other->state != STOPPED || other->tid == self || other->has_pending || is_in_system_call(other->tid) ||
			    (get_pc(other->tid) == run.bias + section->start) != at_gate)
				continue;
			if (commit(other, section, cpu, &has_spun))
				return other->tid;
			if (has_spun)
				break;
		}
		if (has_spun)
			break;
	}
	injection.spun = has_spun ? injection.spun + 1 : 0;
	return 0;
}

/* The victim stands where it can be intruded upon, and so does the one who is to do it. */
pid_t intrude_sooner_or_later(pid_t self, const struct section *section, int cpu)
{
	pid_t who;

	await_at_gate(self, run.bias + section->start);
	show_breakpoints(false);
	who = intrude(self, section, cpu);
	show_breakpoints(true);
	return who;
}

/*
 * The victim runs on while the intruder stands still behind its commit: what it spoiled shows before the intruder repairs it. True if it still
 * ran when it had enough.
 */
bool run_ahead(struct thread *thread)
{
	int signal = 0;

	for (int stops = 0; stops < 64; stops++) {
		int status, got;

		ptrace(PTRACE_CONT, thread->tid, 0, (long)signal);
		signal = 0;
		got = wait_while_runnable(thread->tid, &status, AHEAD_MS, AHEAD_CPU);
		if (got == 0) {
			bool is_running = !is_asleep(thread->tid);

			ptrace(PTRACE_INTERRUPT, thread->tid, 0, 0);
			if (wait_for(thread->tid, &status, STOP_MS) && (!WIFSTOPPED(status) || !(status >> 16)))
				keep(thread, status);
			return is_running;
		}
		if (got < 0 || !WIFSTOPPED(status) || !(status >> 16)) {
			if (got < 0)
				note_end(thread, 0);
			else
				keep(thread, status);
			return false;
		}
	}
	return false;
}
