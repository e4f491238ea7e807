/* A campaign: a run by itself, a sweep over all points, then each point in each scenario; and what a run says about its point. */
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define MOST_EXTENSIONS 100 /* of the time for a run, on a machine that has none for it */
#define MOST_SPUN 2  /* tries in which others run and run: the next would show the same */
#define MOST_TRIES 6 /* until a thread comes by, or an intruder */

const char *const scenario_names[SCENARIOS] = { "abort", "migrate", "intruder", "stale", "repeat" };

void clear_points(void)
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
	int idle = 0, extensions = 0;

	if (options->in_process)
		return run_in_process(options, milliseconds);
	if (!start_program(options->program))
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
			double over = seconds() - run.held - end;

			if (idle % 100 == 0 && options->spin && has_used(options->spin * 1e-3 + run.held)) {
				end_program();
				return HUNG;
			}
			if (over > 0 && extensions < MOST_EXTENSIONS && is_starved(milliseconds * 1e-3 + run.held)) {
				extensions++;
				end += milliseconds * 1e-3;
			} else if (over > 0) {
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
struct point *point_before(const struct point *target)
{
	struct point *last = NULL;

	for (int i = 0; i < point_count; i++)
		if (points[i].section == target->section && points[i].position == BEFORE && points[i].reached)
			last = &points[i];
	return last;
}

static int inject(const struct options *options, struct point *target, enum scenario scenario)
{
	bool is_approached = scenario == STALE || (options->loop > 1 && target->position == INSIDE);
	struct point *stop = is_approached ? point_before(target) : target;
	int status = 0;

	injection.spun = 0;
	for (int tries = 0; tries < MOST_TRIES; tries++) {
		clear_points();
		injection.scenario = scenario;
		injection.target = target;
		injection.stop = stop;
		injection.passes = stop ? options->pass - 1 : 0;
		injection.rounds = options->loop - 1;
		if (stop && !injection.passes)
			stop->armed = true;
		status = run_once(options, options->timeout);
		if (!stop || injection.spun == MOST_SPUN || !is_untested(outcome_of(target, scenario, status)))
			break;
	}
	return status;
}

/* What the program said last, as a member of a JSON object; nothing if it said nothing. */
void print_complaint(const char *line)
{
	if (!*line)
		return;
	fputs(",\"said\":\"", stdout);
	for (; *line; line++) {
		if (*line == '"' || *line == '\\')
			printf("\\%c", *line);
		else if ((unsigned char)*line < ' ')
			printf("\\u%04x", (unsigned char)*line);
		else
			putchar(*line);
	}
	putchar('"');
}

static void print_injection(const struct point *point, enum scenario scenario, const char *outcome, const char *detail,
			    const char *complaint)
{
	printf("{\"event\":\"injection\",\"point\":%d,\"scenario\":\"%s\",\"outcome\":\"%s\"", (int)(point - points),
	       scenario_names[scenario], outcome);
	if (injection.intruder_section)
		printf(",\"intruder\":%d", (int)(injection.intruder_section - sections));
	printf(",\"aborts\":%d,\"rejected\":%s,\"unregistered\":%s,\"ending\":\"%s\"", point->aborted,
	       point->rejected ? "true" : "false", point->unregistered ? "true" : "false", detail);
	print_complaint(complaint);
	puts("}");
	fflush(stdout);
}

/* One point in one scenario, with every reached section as the intruder's in turn: the first failure counts, else what was tested. */
static bool test_point(const struct options *options, struct point *point, enum scenario scenario)
{
	bool is_pairwise = scenario == INTRUDER || scenario == STALE;
	const char *best = NULL;
	struct point state = *point;
	struct section *best_section = NULL;
	char text[32], best_text[32] = "", complaint[256] = "";

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
		if (!is_success(best) && !is_untested(best)) {
			last_complaint(complaint, sizeof complaint);
			break;
		}
	}
	injection.intruder_section = best_section;
	state.armed = false;
	*point = state;
	print_injection(point, scenario, best, best_text, complaint);
	injection.intruder_section = NULL;
	return strcmp(best, "hung") != 0;
}

void test_scenario(const struct options *options, enum scenario scenario)
{
	const char *obstacle = why_not_scenario(options, scenario);
	bool *hung = calloc((size_t)section_count + 1, sizeof *hung);

	if (obstacle) {
		printf("{\"event\":\"skipped\",\"scenario\":\"%s\",\"reason\":\"%s\"}\n", scenario_names[scenario], obstacle);
		return;
	}
	for (int i = 0; i < point_count; i++) {
		struct point *point = &points[i];

		if (scenario == STALE && point->position != INSIDE)
			continue;
		/* A hang costs as much as all other points: one for each section tells enough. */
		if (!point->reached || hung[point->section]) {
			clear_points();
			print_injection(point, scenario, "unreached", hung[point->section] ? "not run" : "", "");
			continue;
		}
		hung[point->section] = !test_point(options, point, scenario);
	}
	free(hung);
}

/* Where the program died on the way of the sweep, a run for each section tells whether it comes there, and only one for each point where. */
static void look_for(const struct options *options, int section)
{
	struct point *first = NULL;

	clear_points();
	for (int i = 0; i < point_count; i++)
		if (points[i].section == section && points[i].position == INSIDE && !first)
			first = &points[i];
	if (!first)
		return;
	first->armed = true;
	run_once(options, options->timeout);
	sections[section].reached |= first->hits > 0;
	for (int i = 0; i < point_count; i++)
		points[i].reached |= points[i].section == section && sections[section].reached;
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
	for (int i = 0; i < point_count; i++) {
		points[i].reached = points[i].hits > 0;
		sections[points[i].section].reached |= points[i].reached && points[i].position == INSIDE;
	}
	printf("{\"event\":\"sweep\",\"ending\":\"%s\",\"points\":[", ending(status, text));
	for (int i = 0; i < point_count; i++)
		printf("%s[%d,%d]", i ? "," : "", points[i].hits, points[i].aborted);
	printf("]}\n");
	fflush(stdout);
	for (int i = 0; i < section_count && !is_clean(status); i++)
		look_for(options, i);
}
