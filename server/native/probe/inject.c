/* What is done to a thread that reaches a point, by scenario, and how the other threads are kept out of the way meanwhile. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define STOP_MS 1000          /* for a thread that was told to stop */
#define INTRUDER_MS 1000      /* for an intruder to get through a section */
#define INTRUDER_CPU 5000000L /* nanoseconds of a processor after which it counts as blocked */
#define AHEAD_MS 200          /* for a victim to run on alone */
#define AHEAD_CPU 2000000L
#define LONGEST_SECTION 4096  /* steps */

struct injection injection;

void arm(struct point *point)
{
	if (point->armed)
		return;
	point->armed = true;
	poke(run.bias + point->address, break_bytes, BREAK_SIZE);
}

void disarm(struct point *point)
{
	if (!point->armed)
		return;
	point->armed = false;
	poke(run.bias + point->address, point->original, BREAK_SIZE);
}

/* Takes all breakpoints out of the text while one thread runs alone, and puts them back. */
static void show_breakpoints(bool shown)
{
	for (int i = 0; i < point_count; i++)
		if (points[i].armed)
			poke(run.bias + points[i].address, shown ? break_bytes : points[i].original, BREAK_SIZE);
}

static void keep(struct thread *thread, int status)
{
	thread->has_pending = true;
	thread->pending = status;
}

/* Lets a thread go on with what is left of its last stop. */
static void release(struct thread *thread)
{
	if (thread->state == GONE)
		return;
	if (thread->has_pending) {
		thread->has_pending = false;
		handle_stop(thread, thread->pending);
	} else {
		resume(thread, 0);
	}
}

static void note_end(struct thread *thread, int status)
{
	thread->state = GONE;
	if (thread->tid != run.leader)
		return;
	run.finished = true;
	run.status = status;
}

static void stop_others(pid_t self)
{
	for (int i = 0; i < thread_count; i++) {
		struct thread *other = &threads[i];
		int status;

		if (other->state != RUNNING || other->tid == self)
			continue;
		ptrace(PTRACE_INTERRUPT, other->tid, 0, 0);
		if (!wait_for(other->tid, &status, STOP_MS))
			continue;
		if (!WIFSTOPPED(status)) {
			note_end(other, status);
			continue;
		}
		other->state = STOPPED;
		/* It will come to the breakpoint again. */
		if (is_break(other->tid, status) && point_at(get_pc(other->tid) - BREAK_ADVANCE))
			set_pc(other->tid, get_pc(other->tid) - BREAK_ADVANCE);
		else if (status >> 16 != PTRACE_EVENT_STOP)
			keep(other, status);
	}
}

static void resume_others(pid_t self)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state == STOPPED && threads[i].tid != self)
			release(&threads[i]);
}

/* Lets everybody who is not stopped run for a while. */
static void serve_others(double duration)
{
	double end = seconds() + duration;
	struct thread *thread;
	int status;

	while (seconds() < end && !run.finished)
		if (next_event(&thread, &status) > 0)
			handle_stop(thread, status);
		else
			sched_yield();
}

/* Runs a stopped thread alone until it is at `address`; false if it does not get there. */
static bool run_to(struct thread *thread, uint64_t address, int milliseconds)
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

static bool step(struct thread *thread, int *status)
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
static pid_t intrude(pid_t self, const struct section *section, int cpu)
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
static pid_t intrude_sooner_or_later(pid_t self, const struct section *section, int cpu)
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
static void run_ahead(struct thread *thread)
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

/*
 * Resumes a thread inside its section for one step, with a breakpoint at the abort handler: does the kernel send it there? Gives the
 * signal that the thread is to get, or -1 if it is gone.
 */
static int prove_abort(struct thread *thread, struct point *point)
{
	uint64_t handler = run.bias + sections[point->section].abort;
	uint8_t original[BREAK_SIZE];
	int status;
	bool alive;

	if (!peek(handler, original, BREAK_SIZE))
		return 0;
	poke(handler, break_bytes, BREAK_SIZE);
	alive = step(thread, &status);
	poke(handler, original, BREAK_SIZE);
	if (!alive) {
		point->rejected = true;
		return -1;
	}
	if (is_break(thread->tid, status) && get_pc(thread->tid) == handler + BREAK_ADVANCE) {
		point->aborted++;
		set_pc(thread->tid, handler);
		return 0;
	}
	if (WSTOPSIG(status) == SIGSEGV)
		point->rejected = true;
	return status >> 16 || WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
}

static const struct section *intruded(const struct point *point)
{
	return injection.intruder_section ? injection.intruder_section : &sections[point->section];
}

/*
 * The thread has read its cpu number and stands before the section. It is moved to another processor, runs to the target and is held
 * there without an abort, as a processor is held that its hypervisor takes away; another thread commits on the old one. Only
 * the section's own compare can save it. It stays pinned until it has left: moving it would abort it.
 */
static void stale(struct thread *thread, int old_cpu)
{
	struct point *target = injection.target;
	const struct section *own = &sections[target->section];
	cpu_set_t before;
	int status;

	stop_others(thread->tid);
	for (int attempt = 0; attempt < 8 && !run.finished; attempt++) {
		int ready = 0;

		for (int i = 0; i < thread_count; i++)
			ready += threads[i].state == STOPPED && threads[i].tid != thread->tid &&
				 !is_in_system_call(threads[i].tid);
		if (ready)
			break;
		resume_others(thread->tid);
		serve_others(200e-6);
		stop_others(thread->tid);
	}
	sched_getaffinity(thread->tid, sizeof before, &before);
	pin(thread->tid, another_cpu(old_cpu));
	show_breakpoints(false);
	if (run_to(thread, run.bias + target->address, INTRUDER_MS)) {
		target->hits++;
		forget_section(thread->tid);
		target->intruder = intrude(thread->tid, intruded(target), old_cpu);
		for (int steps = 0; steps < LONGEST_SECTION; steps++) {
			uint64_t place = get_pc(thread->tid) - run.bias;

			if (place < own->start || place >= own->end || !step(thread, &status))
				break;
		}
	}
	show_breakpoints(true);
	if (thread->state != GONE)
		sched_setaffinity(thread->tid, sizeof before, &before);
	if (target->intruder && thread->state != GONE)
		run_ahead(thread);
	resume_others(thread->tid);
	release(thread);
}

/* The thread runs alone to where it was aborted, if it tries again, and is aborted there once more. */
static int abort_again(struct thread *thread, struct point *point)
{
	int signal = 0;

	stop_others(thread->tid);
	if (run_to(thread, run.bias + point->address, AHEAD_MS)) {
		point->hits++;
		signal = prove_abort(thread, point);
	}
	resume_others(thread->tid);
	return signal;
}

/* In the scenarios in which the thread itself is stopped at the point. */
static void hold(struct thread *thread, struct point *point, int cpu)
{
	bool is_moved = injection.scenario == MIGRATE, is_intruded = injection.scenario == INTRUDER;
	cpu_set_t before;
	int signal = 0;

	sched_getaffinity(thread->tid, sizeof before, &before);
	if (is_moved)
		pin(thread->tid, another_cpu(cpu));
	if (is_intruded) {
		stop_others(thread->tid);
		pin(thread->tid, cpu);
		point->intruder = intrude_sooner_or_later(thread->tid, intruded(point), cpu);
	}
	if (point->position == INSIDE) {
		signal = prove_abort(thread, point);
	} else if (is_intruded && point->position == BEFORE) {
		/* Not stepped: a step that ends at start_ip is itself a stop inside, which would hide what goes wrong without one. */
		show_breakpoints(false);
		run_to(thread, run.bias + sections[point->section].end, 100);
		show_breakpoints(true);
	}
	if ((is_moved || is_intruded) && thread->state != GONE)
		sched_setaffinity(thread->tid, sizeof before, &before);
	if (injection.scenario == REPEAT && point->aborted && signal == 0)
		signal = abort_again(thread, point);
	if (point->intruder && thread->state != GONE && !thread->has_pending && signal == 0)
		run_ahead(thread);
	if (is_intruded)
		resume_others(thread->tid);
	if (thread->state == GONE)
		return;
	if (thread->has_pending || signal == 0)
		release(thread);
	else
		resume(thread, signal);
}

static void reach(struct thread *thread, struct point *point)
{
	int cpu = cpu_of(thread->tid);

	point->hits++;
	disarm(point);
	if (cpu < 0)
		point->unregistered = true;
	if (injection.scenario == STALE && cpu >= 0)
		stale(thread, cpu);
	else if (injection.scenario == STALE)
		resume(thread, 0);
	else
		hold(thread, point, cpu);
}

/* A copy of the program, with our breakpoints in it and nobody to serve them. */
static void let_go(pid_t tid)
{
	char name[64];
	int memory;

	snprintf(name, sizeof name, "/proc/%d/mem", tid);
	memory = open(name, O_RDWR | O_CLOEXEC);
	for (int i = 0; memory >= 0 && i < point_count; i++)
		if (points[i].armed && pwrite(memory, points[i].original, BREAK_SIZE,
					      (off_t)(run.bias + points[i].address)) != (ssize_t)BREAK_SIZE)
			break;
	close(memory);
	ptrace(PTRACE_DETACH, tid, 0, 0);
}

static bool is_own_thread(pid_t tid)
{
	char name[64];

	snprintf(name, sizeof name, "/proc/%d/task/%d", run.leader, tid);
	return access(name, F_OK) == 0;
}

static void handle_event(struct thread *thread, int event)
{
	if (event == PTRACE_EVENT_EXEC && thread->tid == run.leader) {
		/* Another program: nothing of the plan is in it. */
		run.executed = true;
		for (int i = 0; i < point_count; i++)
			points[i].armed = false;
	}
	if (event == PTRACE_EVENT_STOP && !is_own_thread(thread->tid)) {
		thread->state = GONE;
		let_go(thread->tid);
		return;
	}
	/* The child that was let go had our memory until now. */
	if (event == PTRACE_EVENT_VFORK_DONE)
		show_breakpoints(true);
	resume(thread, 0);
}

/* Does what a stop asks for and lets the thread run on. */
void handle_stop(struct thread *thread, int status)
{
	struct point *point;
	uint64_t address;

	thread->state = STOPPED;
	if (!WIFSTOPPED(status)) {
		note_end(thread, status);
		return;
	}
	if (status >> 16) {
		handle_event(thread, status >> 16);
		return;
	}
	if (!is_break(thread->tid, status)) {
		if (WSTOPSIG(status) == SIGSEGV && injection.target)
			injection.target->rejected = true;
		resume(thread, WSTOPSIG(status));
		return;
	}
	address = get_pc(thread->tid) - BREAK_ADVANCE;
	point = point_at(address);
	if (point && point->armed) {
		set_pc(thread->tid, address);
		reach(thread, point);
		return;
	}
	for (int i = 0; i < section_count && !point; i++) {
		if (run.bias + sections[i].abort != address)
			continue;
		/* A natural abort of another thread while an abort was being proved. */
		set_pc(thread->tid, address);
		resume(thread, 0);
		return;
	}
	if (!point) {
		resume(thread, SIGTRAP);
		return;
	}
	/* Already taken out: written again, because an emulator may still have the breakpoint translated. */
	poke(address, point->original, BREAK_SIZE);
	set_pc(thread->tid, address);
	resume(thread, 0);
}
