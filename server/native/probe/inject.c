/* What is done to a thread that reaches a point, by scenario. */
#include "probe.h"

#include <sys/ptrace.h>
#include <sys/wait.h>

#define AHEAD_MS 200         /* for a thread to come back to where it was aborted */
#define LONGEST_SECTION 4096 /* steps */

struct injection injection;

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

	if (!peek(handler, original, BREAK_SIZE)) {
		/* The program died meanwhile. */
		point->rejected = true;
		return -1;
	}
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
	bool is_in_circles = false;
	cpu_set_t before;
	int status, cpu = another_cpu(old_cpu);

	/* Now, not later: while the victim is held unaborted nobody may run beside it. */
	await_at_gate(thread->tid, run.bias + intruded(target)->start);
	sched_getaffinity(thread->tid, sizeof before, &before);
	pin(thread->tid, cpu);
	show_breakpoints(false);
	if (injection.rounds ? run_rounds(thread, target, injection.rounds, cpu) :
			       run_to(thread, run.bias + target->address, INTRUDER_MS)) {
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
	if (thread->state != GONE && !CPU_ISSET((size_t)cpu, &before))
		sched_setaffinity(thread->tid, sizeof before, &before);
	if (target->intruder && thread->state != GONE)
		is_in_circles = run_ahead(thread);
	/* Who tries again and again with the old number may do so for ever where the scheduler leaves him. */
	if (!is_in_circles && thread->state != GONE)
		sched_setaffinity(thread->tid, sizeof before, &before);
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
static void hold_at(struct thread *thread, struct point *point, int cpu)
{
	bool is_moved = injection.scenario == MIGRATE, is_intruded = injection.scenario == INTRUDER;
	cpu_set_t before;
	int signal = 0;

	sched_getaffinity(thread->tid, sizeof before, &before);
	if (is_moved)
		pin(thread->tid, another_cpu(cpu));
	if (is_intruded) {
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

/* The thread stands before its section and is to be stopped in a later round of a loop in it. */
static void approach(struct thread *thread, int cpu)
{
	struct point *target = injection.target;

	if (!run_rounds(thread, target, injection.rounds, cpu)) {
		resume_others(thread->tid);
		release(thread);
		return;
	}
	target->hits++;
	if (injection.scenario != INTRUDER)
		resume_others(thread->tid);
	hold_at(thread, target, cpu);
}

void reach(struct thread *thread, struct point *point)
{
	int cpu = cpu_of(thread->tid);
	bool is_in_front = point == injection.stop && point != injection.target;
	double begin = seconds();

	if (injection.is_watched) {
		watch_section(thread, point);
		return;
	}
	if (injection.is_for_debugger) {
		let_stopped(thread, point);
		return;
	}
	point->hits++;
	/* Before the breakpoint goes: somebody who runs meanwhile would be through all his rounds and gone. */
	if (injection.scenario == INTRUDER || is_in_front)
		stop_others(thread->tid);
	disarm(point);
	if (cpu < 0)
		point->unregistered = true;
	if (is_in_front && cpu < 0) {
		resume_others(thread->tid);
		resume(thread, 0);
	} else if (!is_in_front) {
		hold_at(thread, point, cpu);
	} else if (injection.scenario == STALE) {
		stale(thread, cpu);
	} else {
		approach(thread, cpu);
	}
	run.held += seconds() - begin;
}
