/*
 * Stores of a section in front of its commit, which others can see although the section may still be aborted: a thread is taken through each section
 * step by step, and the memory that the plan says an instruction writes is compared.
 */
#include "probe.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define MOST_PASSES 100 /* until each store was made once: a first pass often finds nothing to do */
#define APPROACH_MS 1000
#define LONGEST_SECTION 100000 /* steps */
#define WIDEST 64              /* bytes of one store */
#define AREA 128 /* what a struct rseq may have become */

struct store {
	int point;
	char base[8], index[8];
	long scale, displacement;
	int width;
	bool told;
};

static struct store *stores;
static int store_count;
static int passes; /* of the section that is watched */

/* A line of the plan: store <point> <base or -> <index or -> <scale> <displacement> <width>, registers as the kernel's struct has them. */
bool read_store(const char *line)
{
	struct store store = { 0 };

	if (sscanf(line, "store %d %7s %7s %ld %ld %d", &store.point, store.base, store.index, &store.scale,
		   &store.displacement, &store.width) != 6 ||
	    store.point < 0 || store.point >= point_count || store.width < 1 || store.width > WIDEST)
		return false;
	stores = realloc(stores, (size_t)(store_count + 1) * sizeof *stores);
	if (!stores)
		die("no memory for the plan");
	stores[store_count++] = store;
	return true;
}

#if defined(__x86_64__)
static const struct {
	const char *name;
	size_t offset;
} registers_by_name[] = {
#define REGISTER(name) { #name, offsetof(struct user_regs_struct, name) }
	REGISTER(rax), REGISTER(rbx), REGISTER(rcx), REGISTER(rdx), REGISTER(rsi), REGISTER(rdi), REGISTER(rbp), REGISTER(rsp),
	REGISTER(r8),  REGISTER(r9),  REGISTER(r10), REGISTER(r11), REGISTER(r12), REGISTER(r13), REGISTER(r14), REGISTER(r15),
#undef REGISTER
};

static bool value_of(const char *name, const struct user_regs_struct *registers, uint64_t next, uint64_t *value)
{
	*value = 0;
	if (!strcmp(name, "-"))
		return true;
	if (!strcmp(name, "rip")) {
		*value = next;
		return true;
	}
	for (size_t i = 0; i < sizeof registers_by_name / sizeof *registers_by_name; i++) {
		if (strcmp(name, registers_by_name[i].name))
			continue;
		memcpy(value, (const char *)registers + registers_by_name[i].offset, sizeof *value);
		return true;
	}
	return false;
}

#define STACK_POINTER(registers) ((registers).rsp)
#else
static bool value_of(const char *name, const struct user_regs_struct *registers, uint64_t next, uint64_t *value)
{
	(void)name, (void)registers, (void)next, (void)value;
	return false;
}

#define STACK_POINTER(registers) ((registers).sp)
#endif

/* Is it in the mapping that the stack pointer is in? */
static bool is_on_stack(uint64_t address, uint64_t stack_pointer)
{
	unsigned long long from, to;
	char name[64], line[512];
	bool found = false;
	FILE *maps;

	snprintf(name, sizeof name, "/proc/%d/maps", run.leader);
	maps = fopen(name, "r");
	while (maps && !found && fgets(line, sizeof line, maps))
		if (sscanf(line, "%llx-%llx", &from, &to) == 2 && stack_pointer >= from && stack_pointer < to)
			found = address >= from && address < to;
	if (maps)
		fclose(maps);
	return found;
}

/* Where a store goes; 0: nowhere that others look. */
static uint64_t place_of(const struct store *store, pid_t tid)
{
	uint64_t base, index, address, area = area_of(tid);
	struct user_regs_struct registers;
	uint64_t next = store->point + 1 < point_count ? run.bias + points[store->point + 1].address : 0;

	if (!get_registers(tid, &registers) || !value_of(store->base, &registers, next, &base) ||
	    !value_of(store->index, &registers, next, &index))
		return 0;
	address = base + index * (uint64_t)store->scale + (uint64_t)store->displacement;
	if (address - area < AREA || is_on_stack(address, STACK_POINTER(registers)))
		return 0;
	return address;
}

static void print_bytes(const char *name, const uint8_t *bytes, int count)
{
	printf(",\"%s\":\"", name);
	for (int i = 0; i < count; i++)
		printf("%02x", bytes[i]);
	putchar('"');
}

/* One step of a thread that stands at a point; says what the point's stores changed, unless the step was the commit. */
static bool watched_step(struct thread *thread, const struct section *section, const struct point *point)
{
	uint8_t before[WIDEST], after[WIDEST];
	struct store *store = NULL;
	uint64_t address = 0;
	int status;

	for (int i = 0; i < store_count && point && !address; i++) {
		store = &stores[i];
		if (&points[store->point] != point || store->told)
			continue;
		address = place_of(store, thread->tid);
		/* Its own stack, every time. */
		store->told = !address;
	}
	if (address && !peek(address, before, store->width))
		address = 0;
	if (!step(thread, &status))
		return false;
	if (status >> 16 || WSTOPSIG(status) != SIGTRAP) {
		if (!(status >> 16))
			keep(thread, status);
		return false;
	}
	if (!address || !peek(address, after, store->width))
		return true;
	store->told = true;
	if (get_pc(thread->tid) != run.bias + section->end) {
		printf("{\"event\":\"store\",\"point\":%d,\"address\":\"0x%llx\"", store->point, (unsigned long long)address);
		print_bytes("before", before, store->width);
		print_bytes("after", after, store->width);
		puts("}");
		fflush(stdout);
	}
	return true;
}

static bool is_anything_left(int section)
{
	for (int i = 0; i < store_count; i++)
		if (points[stores[i].point].section == section && !stores[i].told)
			return true;
	return false;
}

/* A thread stands in front of the section. The others stand still while it goes through, so nothing that the kernel is not told of disturbs it. */
void watch_section(struct thread *thread, struct point *front)
{
	const struct section *section = &sections[front->section];
	int cpu = cpu_of(thread->tid);
	uint64_t descriptor = 0, place;
	cpu_set_t before;
	int steps = 0;

	stop_others(thread->tid);
	disarm(front);
	sched_getaffinity(thread->tid, sizeof before, &before);
	pin(thread->tid, cpu < 0 ? another_cpu(-1) : cpu);
	show_breakpoints(false);
	if (run_to(thread, run.bias + section->start, APPROACH_MS)) {
		/* At its start it may be set already, or be set by the first instructions of the section itself. */
		do {
			uint64_t found = forget_section(thread->tid);

			descriptor = found ? found : descriptor;
			place = get_pc(thread->tid) - run.bias;
		} while (place >= section->start && place < section->end && steps++ < LONGEST_SECTION &&
			 watched_step(thread, section, point_at(run.bias + place)));
	}
	show_breakpoints(true);
	if (thread->state != GONE) {
		place = get_pc(thread->tid) - run.bias;
		if (descriptor && place >= section->start && place < section->end)
			remember_section(thread->tid, descriptor);
		sched_setaffinity(thread->tid, sizeof before, &before);
	}
	if (++passes < MOST_PASSES && is_anything_left(front->section))
		arm(front);
	resume_others(thread->tid);
	release(thread);
}

/* A run for each section that is reached and has stores. */
void watch_stores(const struct options *options)
{
	for (int i = 0; i < section_count; i++) {
		struct point *first = NULL, *front;
		bool has_stores = false;

		for (int j = 0; j < point_count; j++)
			if (points[j].section == i && points[j].position == INSIDE && points[j].reached && !first)
				first = &points[j];
		for (int j = 0; j < store_count; j++)
			has_stores |= points[stores[j].point].section == i && points[stores[j].point].position == INSIDE;
		front = first && has_stores ? point_before(first) : NULL;
		if (!front)
			continue;
		clear_points();
		passes = 0;
		injection = (struct injection){ .is_watched = true };
		front->armed = true;
		run_once(options, options->timeout);
	}
	injection = (struct injection){ 0 };
}
