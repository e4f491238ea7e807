/*
 * rseq-probe: aborts the critical sections of a program at every instruction, one fresh process for each, and says how the program
 * ended. Driven by `rseq test`, which writes the plan to standard input and reads the JSON Lines that are printed.
 *
 *   rseq-probe [--scenarios abort,migrate,...] [--timeout <ms>] [--sweep] -- <program> [arguments]
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
					       { 0 } };
	struct options options = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) > 0) {
		if (option == 's')
			choose_scenarios(&options, optarg);
		else if (option == 't')
			options.timeout = atoi(optarg);
		else if (option == 'w')
			options.sweep_only = true;
		else
			exit(2);
	}
	options.program = argv + optind;
	if (!options.program[0])
		die("usage: rseq-probe [--scenarios <list>] [--timeout <ms>] [--sweep] -- <program> [arguments]");
	return options;
}

int main(int argc, char **argv)
{
	struct options options = read_options(argc, argv);
	double begin;
	char text[32];
	int status, wanted = options.timeout;

	/* Who asked is gone: nobody reads what comes of it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	read_plan();
	if (!options.timeout)
		options.timeout = FIRST_TIMEOUT;
	begin = seconds();
	status = run_once(&options, options.timeout);
	printf("{\"event\":\"baseline\",\"ending\":\"%s\",\"executed\":%s,\"seconds\":%.6f}\n", ending(status, text),
	       run.executed ? "true" : "false", seconds() - begin);
	fflush(stdout);
	if (!is_clean(status))
		return 1;
	if (!wanted) {
		options.timeout = (int)((seconds() - begin) * 1e3 * RUNS_FOR_TIMEOUT);
		if (options.timeout < LEAST_TIMEOUT)
			options.timeout = LEAST_TIMEOUT;
	}
	sweep(&options);
	for (int i = 0; i < SCENARIOS && !options.sweep_only; i++)
		if (options.scenarios[i])
			test_scenario(&options, (enum scenario)i);
	return 0;
}
