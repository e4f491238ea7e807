/*
 * Which pass of a section, and which round of a loop in it, a thread is stopped in: those of --pass and --loop, the first otherwise. Breakpoints
 * in a section abort it, so passes are counted where they end; rounds are run while the kernel knows nothing of the section.
 */
#include "probe.h"

#include <signal.h>
#include <sys/wait.h>

#define APPROACH_MS 1000 /* for a thread to come from the front of a section to a point in it */
#define LONGEST_ROUND 100000 /* steps */

static uint64_t end_of_pass; /* in the running program; 0: nothing is counted */
static uint8_t original[BREAK_SIZE];
static int passes_left;

/* The program was just started. The point is armed once the section has been run to its commit so often. */
void count_passes(const struct section *section, int passes)
{
	passes_left = passes;
	end_of_pass = passes ? run.bias + section->end : 0;
	if (end_of_pass && !peek(end_of_pass, original, BREAK_SIZE))
		end_of_pass = 0;
	show_count(true);
}

/* The breakpoint that counts, in or out of the text. */
void show_count(bool shown)
{
	if (end_of_pass)
		poke(end_of_pass, shown ? break_bytes : original, BREAK_SIZE);
}

/* Takes it out of a copy of the program's memory. */
bool is_counted_at(uint64_t *address, const uint8_t **bytes)
{
	*address = end_of_pass;
	*bytes = original;
	return end_of_pass != 0;
}

/* A thread stopped at a breakpoint: was it this one? */
bool count_pass(struct thread *thread, uint64_t address)
{
	int status;

	if (!end_of_pass || address != end_of_pass)
		return false;
	set_pc(thread->tid, address);
	show_count(false);
	if (--passes_left == 0) {
		end_of_pass = 0;
		arm(injection.stop);
		resume(thread, 0);
		return true;
	}
	if (step(thread, &status)) {
		show_count(true);
		if (status >> 16 || WSTOPSIG(status) != SIGTRAP)
			keep(thread, status);
		release(thread);
	}
	return true;
}

/*
 * Runs a thread that stands before its section to a point in it, and on to where it comes there again, so many times. The others stand still,
 * and have since it came here: what the kernel is not told of must not have been disturbed. False if it does not come, with the thread
 * somewhere behind.
 */
bool run_rounds(struct thread *thread, const struct point *point, int rounds, int cpu)
{
	const struct section *own = &sections[point->section];
	uint64_t descriptor, place = 0;
	cpu_set_t before;
	bool arrived;

	sched_getaffinity(thread->tid, sizeof before, &before);
	pin(thread->tid, cpu);
	show_breakpoints(false);
	arrived = run_to(thread, run.bias + point->address, APPROACH_MS);
	descriptor = forget_section(thread->tid);
	for (int round = 0; arrived && round < rounds; round++) {
		int status, steps = 0;

		/* Step by step: once it has left, it is in another pass. */
		do {
			arrived = step(thread, &status) && steps++ < LONGEST_ROUND;
			place = get_pc(thread->tid) - run.bias;
			if (thread->state != GONE && (status >> 16 || WSTOPSIG(status) != SIGTRAP)) {
				arrived = false;
				if (!(status >> 16))
					keep(thread, status);
			}
		} while (arrived && place != point->address && place >= own->start && place < own->end);
		arrived = arrived && place == point->address;
	}
	show_breakpoints(true);
	if (thread->state == GONE)
		return false;
	sched_setaffinity(thread->tid, sizeof before, &before);
	if (arrived || (place >= own->start && place < own->end))
		remember_section(thread->tid, descriptor);
	return arrived;
}
