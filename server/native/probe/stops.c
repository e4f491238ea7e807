/* Stops of threads: what each asks for, and how the other threads are held meanwhile. */
#include "probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define GATE_MS 200 /* for somebody to come to where a thread waits to be intruded upon */
#define LOOK_MS 1   /* between looks whether all sleep */

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
void show_breakpoints(bool shown)
{
	for (int i = 0; i < point_count; i++)
		if (points[i].armed)
			poke(run.bias + points[i].address, shown ? break_bytes : points[i].original, BREAK_SIZE);
	show_count(shown);
}

void keep(struct thread *thread, int status)
{
	thread->has_pending = true;
	thread->pending = status;
}

/* Lets a thread go on with what is left of its last stop. */
void release(struct thread *thread)
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

void note_end(struct thread *thread, int status)
{
	thread->state = GONE;
	if (thread->tid != run.leader)
		return;
	run.finished = true;
	run.status = status;
}

static bool is_at_gate(struct thread *thread, int status)
{
	return is_break(thread->tid, status) && get_pc(thread->tid) - BREAK_ADVANCE == run.gate;
}

void stop_others(pid_t self)
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
		if (is_break(other->tid, status) && (point_at(get_pc(other->tid) - BREAK_ADVANCE) || is_at_gate(other, status)))
			set_pc(other->tid, get_pc(other->tid) - BREAK_ADVANCE);
		else if (status >> 16 != PTRACE_EVENT_STOP)
			keep(other, status);
	}
}

void resume_others(pid_t self)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state == STOPPED && threads[i].tid != self)
			release(&threads[i]);
}

static bool are_others_asleep(pid_t self)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state == RUNNING && threads[i].tid != self && !is_asleep(threads[i].tid))
			return false;
	return true;
}

static bool is_anybody_at(pid_t self, uint64_t address)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].state == STOPPED && threads[i].tid != self && get_pc(threads[i].tid) == address)
			return true;
	return false;
}

/*
 * Lets the others, who are stopped, run until one of them comes to that address, and stops them again. Without a breakpoint there they would be
 * through and gone in the time it takes to look. Nobody comes when all are asleep and stay so.
 */
void await_at_gate(pid_t self, uint64_t address)
{
	double end = seconds() + GATE_MS * 1e-3, look = seconds() + LOOK_MS * 1e-3;
	int asleep = 0;

	if (is_anybody_at(self, address) || !peek(address, run.under_gate, BREAK_SIZE))
		return;
	run.gate = address;
	poke(address, break_bytes, BREAK_SIZE);
	resume_others(self);
	while (!run.finished && seconds() < end && asleep < 3) {
		struct thread *thread;
		int status, got = next_event(&thread, &status);

		if (got < 0)
			break;
		if (got > 0 && is_at_gate(thread, status)) {
			set_pc(thread->tid, address);
			thread->state = STOPPED;
			break;
		}
		if (got > 0) {
			asleep = 0;
			handle_stop(thread, status);
		} else if (seconds() > look) {
			asleep = are_others_asleep(self) ? asleep + 1 : 0;
			look = seconds() + LOOK_MS * 1e-3;
		} else {
			sched_yield();
		}
	}
	stop_others(self);
	if (!run.executed)
		poke(address, run.under_gate, BREAK_SIZE);
	run.gate = 0;
}

/* A copy of the program, with our breakpoints in it and nobody to serve them. */
static void let_go(pid_t tid)
{
	const uint8_t *bytes;
	uint64_t counted;
	char name[64];
	int memory;

	snprintf(name, sizeof name, "/proc/%d/mem", tid);
	memory = open(name, O_RDWR | O_CLOEXEC);
	for (int i = 0; memory >= 0 && i < point_count; i++)
		if (points[i].armed && pwrite(memory, points[i].original, BREAK_SIZE,
					      (off_t)(run.bias + points[i].address)) != (ssize_t)BREAK_SIZE)
			break;
	if (memory >= 0 && run.gate && pwrite(memory, run.under_gate, BREAK_SIZE, (off_t)run.gate) < 0)
		kill(tid, SIGKILL);
	if (memory >= 0 && is_counted_at(&counted, &bytes) && pwrite(memory, bytes, BREAK_SIZE, (off_t)counted) < 0)
		kill(tid, SIGKILL);
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
	if (count_pass(thread, address))
		return;
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
