/*
 * rseq-probe: aborts the critical sections of a program at every instruction, one fresh process for each, and says how the program
 * ended. Driven by `rseq test`, which writes the plan to standard input and reads the JSON Lines that are printed.
 *
 *   rseq-probe [--scenarios abort,migrate,...] [--timeout <ms>] [--sweep] [--pass <n>] [--loop <n>] [--in-process] -- <program> [arguments]
 *   rseq-probe --hold <point> -- <program> [arguments]
 *   rseq-probe --remove-later <folder>
 *   rseq-probe --self-check
 */
#include "probe.h"

#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define FIRST_TIMEOUT 10000 /* milliseconds, before it is known how long the program takes */
#define LEAST_TIMEOUT 300
#define LEAST_SPIN 150 /* of a processor's time for one thread */
#define RUNS_FOR_TIMEOUT 20

double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("rseq-probe: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(2);
}

static void choose_scenarios(struct options *options, char *list)
{
	for (char *word = strtok(list, ","); word; word = strtok(NULL, ",")) {
		bool known = false;

		for (int i = 0; i < SCENARIOS; i++)
			if (!strcmp(word, scenario_names[i]))
				options->scenarios[i] = known = true;
		if (!known)
			die("%s: no scenario", word);
	}
}

static struct options read_options(int argc, char **argv)
{
	static const struct option names[] = { { "scenarios", required_argument, NULL, 's' },
					       { "timeout", required_argument, NULL, 't' },
					       { "sweep", no_argument, NULL, 'w' },
					       { "pass", required_argument, NULL, 'p' },
					       { "loop", required_argument, NULL, 'l' },
					       { "in-process", no_argument, NULL, 'i' },
					       { "version", no_argument, NULL, 'v' },
					       { "hold", required_argument, NULL, 'h' },
					       { "remove-later", required_argument, NULL, 'r' },
					       { "self-check", no_argument, NULL, 'c' },
					       { 0 } };
	struct options options = { .pass = 1, .loop = 1, .hold = -1 };
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) > 0) {
		if (option == 's')
			choose_scenarios(&options, optarg);
		else if (option == 't')
			options.timeout = atoi(optarg);
		else if (option == 'p')
			options.pass = atoi(optarg);
		else if (option == 'l')
			options.loop = atoi(optarg);
		else if (option == 'v') {
			puts("rseq-probe, plan 1");
			exit(0);
		} else if (option == 'h')
			options.hold = atoi(optarg);
		else if (option == 'i')
			options.in_process = true;
		else if (option == 'w')
			options.sweep_only = true;
		else if (option == 'r')
			options.leftovers = optarg;
		else if (option == 'c')
			options.self_check = true;
		else
			exit(2);
	}
	options.program = argv + optind;
	if (!options.program[0] && !options.leftovers && !options.self_check)
		die("usage: rseq-probe [--scenarios <list>] [--timeout <ms>] [--sweep] -- <program> [arguments]");
	return options;
}

int main(int argc, char **argv)
{
	struct options options = read_options(argc, argv);
	double begin;
	const char *obstacle;
	char text[32], complaint[256];
	int status, wanted = options.timeout;

	if (options.leftovers) {
		remove_later(options.leftovers);
		return 0;
	}
	/* Who asked is gone: nobody reads what comes of it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (options.self_check)
		return self_check();
	read_plan();
	if (options.hold >= 0) {
		if (options.hold >= point_count)
			die("the plan has no point %d", options.hold);
		hold(&options, &points[options.hold]);
		return 0;
	}
	obstacle = why_no_rseq();
	if (obstacle) {
		printf("{\"event\":\"unavailable\",\"reason\":\"%s\"}\n", obstacle);
		return 0;
	}
	obstacle = options.in_process ? "it was asked for" : why_not_trace();
	if (obstacle) {
		if (options.pass > 1 || options.loop > 1)
			die("--pass and --loop need ptrace, which is refused here (%s)", obstacle);
		printf("{\"event\":\"route\",\"route\":\"in-process\",\"reason\":\"%s\"}\n", obstacle);
		go_in_process(&options);
	}
	if (!options.timeout)
		options.timeout = FIRST_TIMEOUT;
	begin = seconds();
	status = run_once(&options, options.timeout);
	printf("{\"event\":\"baseline\",\"ending\":\"%s\",\"executed\":%s,\"seconds\":%.6f", ending(status, text),
	       run.executed ? "true" : "false", seconds() - begin);
	last_complaint(complaint, sizeof complaint);
	print_complaint(complaint);
	puts("}");
	fflush(stdout);
	if (!is_clean(status))
		return 1;
	if (options.in_process && !run.executed)
		require_injector(options.program[0], obstacle);
	if (!wanted) {
		double took = seconds() - begin;

		/* A program that may hang may also have been about to. */
		for (int i = 0; i < 2 && took * 1e3 * RUNS_FOR_TIMEOUT > LEAST_TIMEOUT; i++) {
			begin = seconds();
			if (is_clean(run_once(&options, options.timeout)) && seconds() - begin < took)
				took = seconds() - begin;
		}
		options.timeout = options.spin = (int)(took * 1e3 * RUNS_FOR_TIMEOUT);
		if (options.timeout < LEAST_TIMEOUT)
			options.timeout = LEAST_TIMEOUT;
		if (options.spin < LEAST_SPIN)
			options.spin = LEAST_SPIN;
	}
	sweep(&options);
	if (!options.sweep_only && !options.in_process)
		watch_stores(&options);
	for (int i = 0; i < SCENARIOS && !options.sweep_only; i++)
		if (options.scenarios[i])
			test_scenario(&options, (enum scenario)i);
	return 0;
}
