/* A campaign: a run by itself, a sweep over all points, then each point in each scenario; and what a run says about its point. */
#include "probe.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define MOST_HANGS 3
#define MOST_TRIES 6 /* until a thread comes by, or an intruder */

const char *const scenario_names[SCENARIOS] = { "abort", "migrate", "intruder", "stale", "repeat" };

static void clear_points(void)
{
	for (int i = 0; i < point_count; i++) {
		points[i].armed = points[i].rejected = points[i].unregistered = false;
		points[i].hits = points[i].aborted = 0;
		points[i].intruder = 0;
	}
}

/* Runs the program once with what is armed: its wait status, or HUNG. */
int run_once(const struct options *options, int milliseconds)
{
	double end = seconds() + milliseconds * 1e-3;
	int idle = 0;

	if (!start_program(options->program, true))
		die("%s: cannot be run", options->program[0]);
	while (!run.finished) {
		struct thread *thread;
		int status, got = next_event(&thread, &status);

		if (got < 0)
			break;
		if (got > 0) {
			idle = 0;
			handle_stop(thread, status);
		} else if (++idle > 200) {
			if (seconds() > end) {
				end_program();
				return HUNG;
			}
			nanosleep(&(struct timespec){ 0, 50000 }, NULL);
		}
	}
	end_program();
	return run.status;
}

const char *ending(int status, char text[32])
{
	if (status == HUNG)
		return "hung";
	if (WIFSIGNALED(status))
		snprintf(text, 32, "signal %d", WTERMSIG(status));
	else
		snprintf(text, 32, "exit %d", WEXITSTATUS(status));
	return text;
}

bool is_clean(int status)
{
	return status != HUNG && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What a run says about its point. A program that ended well does not excuse a section that was not aborted. */
static const char *outcome_of(const struct point *point, enum scenario scenario, int status)
{
	bool owes_abort = point->position == INSIDE && scenario != STALE;

	/* In `repeat` the second stop owes an abort like the first. */
	if (owes_abort && point->aborted < point->hits && !point->rejected)
		return "unprotected";
	if (status == HUNG)
		return "hung";
	if (WIFSIGNALED(status))
		return "killed";
	if (!is_clean(status))
		return "failed";
	if (!point->hits)
		return "unreached";
	if ((scenario == INTRUDER || scenario == STALE) && !point->intruder)
		return "no-intruder";
	return owes_abort ? "aborted" : "passed";
}

static bool is_success(const char *outcome)
{
	return !strcmp(outcome, "aborted") || !strcmp(outcome, "passed");
}

static bool is_untested(const char *outcome)
{
	return !strcmp(outcome, "unreached") || !strcmp(outcome, "no-intruder");
}

/* The last instruction in front of a section at which a thread can be caught that has read its cpu number. */
static struct point *point_before(const struct point *target)
{
	struct point *last = NULL;

	for (int i = 0; i < point_count; i++)
		if (points[i].section == target->section && points[i].position == BEFORE && points[i].reached)
			last = &points[i];
	return last;
}

static int inject(const struct options *options, struct point *target, enum scenario scenario)
{
	struct point *stop = scenario == STALE ? point_before(target) : target;
	int status = 0;

	for (int tries = 0; tries < MOST_TRIES; tries++) {
		clear_points();
		injection.scenario = scenario;
		injection.target = target;
		if (stop)
			stop->armed = true;
		status = run_once(options, options->timeout);
		if (!stop || !is_untested(outcome_of(target, scenario, status)))
			break;
	}
	return status;
}

static void print_injection(const struct point *point, enum scenario scenario, const char *outcome, const char *detail)
{
	printf("{\"event\":\"injection\",\"point\":%d,\"scenario\":\"%s\",\"outcome\":\"%s\"", (int)(point - points),
	       scenario_names[scenario], outcome);
	if (injection.intruder_section)
		printf(",\"intruder\":%d", (int)(injection.intruder_section - sections));
	printf(",\"aborts\":%d,\"rejected\":%s,\"unregistered\":%s,\"ending\":\"%s\"}\n", point->aborted,
	       point->rejected ? "true" : "false", point->unregistered ? "true" : "false", detail);
	fflush(stdout);
}

/* One point in one scenario, with every reached section as the intruder's in turn: the first failure counts, else what was tested. */
static bool test_point(const struct options *options, struct point *point, enum scenario scenario)
{
	bool is_pairwise = scenario == INTRUDER || scenario == STALE;
	const char *best = NULL;
	struct point state = *point;
	struct section *best_section = NULL;
	char text[32], best_text[32] = "";

	for (int other = -1; other < (is_pairwise ? section_count : 0); other++) {
		const char *outcome;
		int status;

		if (other >= 0 && (!sections[other].reached || other == point->section))
			continue;
		injection.intruder_section = other < 0 ? NULL : &sections[other];
		status = inject(options, point, scenario);
		outcome = outcome_of(point, scenario, status);
		if (best && is_untested(outcome))
			continue;
		if (best && is_success(outcome) && is_success(best))
			continue;
		best = outcome;
		state = *point;
		best_section = injection.intruder_section;
		snprintf(best_text, sizeof best_text, "%s", ending(status, text));
		if (!is_success(best) && !is_untested(best))
			break;
	}
	injection.intruder_section = best_section;
	state.armed = false;
	*point = state;
	print_injection(point, scenario, best, best_text);
	injection.intruder_section = NULL;
	return strcmp(best, "hung") != 0;
}

void test_scenario(const struct options *options, enum scenario scenario)
{
	int hangs = 0;

	if ((scenario == MIGRATE || scenario == STALE) && another_cpu(-1) == another_cpu(another_cpu(-1))) {
		printf("{\"event\":\"skipped\",\"scenario\":\"%s\",\"reason\":\"only one processor may be used\"}\n",
		       scenario_names[scenario]);
		return;
	}
	for (int i = 0; i < point_count; i++) {
		struct point *point = &points[i];

		if (scenario == STALE && point->position != INSIDE)
			continue;
		if (!point->reached || hangs == MOST_HANGS) {
			clear_points();
			print_injection(point, scenario, point->reached ? "hung" : "unreached",
					point->reached ? "not run after three that hung" : "");
			continue;
		}
		hangs += !test_point(options, point, scenario);
	}
}

/* All points armed in one run: which of them are reached at all, in milliseconds. */
void sweep(const struct options *options)
{
	char text[32];
	int status;

	clear_points();
	injection = (struct injection){ .scenario = ABORT };
	for (int i = 0; i < point_count; i++)
		points[i].armed = true;
	status = run_once(options, options->timeout);
	printf("{\"event\":\"sweep\",\"ending\":\"%s\",\"points\":[", ending(status, text));
	for (int i = 0; i < point_count; i++) {
		/* Where the program died on the way, only a run for each point can tell. */
		points[i].reached = points[i].hits > 0 || !is_clean(status);
		if (points[i].reached && points[i].position == INSIDE)
			sections[points[i].section].reached = true;
		printf("%s[%d,%d]", i ? "," : "", points[i].hits, points[i].aborted);
	}
	printf("]}\n");
	fflush(stdout);
}
