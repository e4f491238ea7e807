/* The plan, on standard input: what `rseq test` found out about the program by reading it. One line each:
 *
 *   rseq-plan 1
 *   entry <address>
 *   section <start> <end> <abort> <1 if the signature in front of abort is right>
 *   point <address> <number of the section> <before|inside|after>
 *   store ...   what a point writes; stores.c
 *
 * Addresses in hexadecimal as in the file. Points come in ascending order. */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct section *sections;
int section_count;
struct point *points;
int point_count;
uint64_t file_entry;

static void *grown(void *list, int count, size_t size)
{
	if (count & (count - 1))
		return list;
	list = realloc(list, (size_t)(count ? 2 * count : 1) * size);
	if (!list)
		die("no memory for the plan");
	return list;
}

static void read_line(const char *line, int number)
{
	struct section section = { 0 };
	struct point point = { 0 };
	char position[8];
	int ok;

	if (sscanf(line, "entry %" SCNx64, &file_entry) == 1)
		return;
	if (sscanf(line, "section %" SCNx64 " %" SCNx64 " %" SCNx64 " %d", &section.start, &section.end,
		   &section.abort, &ok) == 4) {
		section.signature_ok = ok;
		sections = grown(sections, section_count, sizeof *sections);
		sections[section_count++] = section;
		return;
	}
	if (sscanf(line, "point %" SCNx64 " %d %7s", &point.address, &point.section, position) == 3 &&
	    point.section >= 0 && point.section < section_count &&
	    (!point_count || points[point_count - 1].address < point.address)) {
		point.position = !strcmp(position, "before") ? BEFORE : !strcmp(position, "inside") ? INSIDE : AFTER;
		points = grown(points, point_count, sizeof *points);
		points[point_count++] = point;
		return;
	}
	if (read_store(line))
		return;
	die("plan:%d: no line of a plan: %s", number, line);
}

void read_plan(void)
{
	char line[256];
	int number = 1;

	if (!fgets(line, sizeof line, stdin) || strcmp(line, "rseq-plan 1\n"))
		die("no plan on standard input that this probe can read; build both anew");
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = 0;
		read_line(line, ++number);
	}
	if (!section_count || !point_count)
		die("the plan has no sections");
}

/* By the address in the running program; NULL if there is none. */
struct point *point_at(uint64_t address)
{
	int low = 0, high = point_count;

	address -= run.bias;
	while (low < high) {
		int middle = (low + high) / 2;

		if (points[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < point_count && points[low].address == address ? &points[low] : NULL;
}
