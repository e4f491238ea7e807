/*
 * What becomes of a thread that is interrupted with a mistake in its section. A timer interrupts; the blocking system call interrupts itself.
 * The ids are those of server/src/analysis/abi/behaviour.ts.
 */
#include "selfcheck.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KERNEL_ADDRESS 0xffff800000001000
#define SLEEPS 5

/* What is about to be run; at first everything is right. */
struct attempt {
	struct descriptor descriptor;
	uint64_t pointer;
	uint32_t area_flags;
	long call;
	bool sleeps;
};

struct mistake {
	const char *id;
	void (*make)(struct attempt *attempt, uint64_t value);
	bool outside; /* the pointer is left behind, and the thread is elsewhere */
	int count;
	uint64_t values[5];
};

/* One that is tried with one of its values. */
struct chosen {
	const struct mistake *mistake;
	uint64_t value;
};

enum { ABORTS = 10, GOES_ON };

static void other_signature(struct attempt *attempt, uint64_t value)
{
	(void)value;
	attempt->descriptor.abort_ip = (uintptr_t)section_abort_unsigned;
}

static void version(struct attempt *attempt, uint64_t value)
{
	attempt->descriptor.version = (uint32_t)value;
}

static void descriptor_flags(struct attempt *attempt, uint64_t value)
{
	attempt->descriptor.flags = (uint32_t)value;
}

static void area_flags(struct attempt *attempt, uint64_t value)
{
	attempt->area_flags = (uint32_t)value;
}

/* The section is longer than it should be: its abort handler, with the right signature, lies inside. */
static void abort_inside(struct attempt *attempt, uint64_t value)
{
	(void)value;
	attempt->descriptor.post_commit_offset = (uintptr_t)section_abort_unsigned - (uintptr_t)section_start;
}

static void misaligned(struct attempt *attempt, uint64_t value)
{
	static char room[2 * sizeof(struct descriptor)] __attribute__((aligned(sizeof(struct descriptor))));

	memcpy(room + value, &attempt->descriptor, sizeof attempt->descriptor);
	attempt->pointer = (uintptr_t)room + value;
}

static void unmapped(struct attempt *attempt, uint64_t value)
{
	void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)value;
	munmap(page, 4096);
	attempt->pointer = (uintptr_t)page;
}

static void pointer(struct attempt *attempt, uint64_t value)
{
	attempt->pointer = value;
}

static void high_bits(struct attempt *attempt, uint64_t value)
{
	attempt->pointer |= value;
}

static void offset(struct attempt *attempt, uint64_t value)
{
	attempt->descriptor.post_commit_offset = value;
}

static void start(struct attempt *attempt, uint64_t value)
{
	attempt->descriptor.start_ip = value;
}

static void abort_address(struct attempt *attempt, uint64_t value)
{
	attempt->descriptor.abort_ip = value;
}

static void system_call(struct attempt *attempt, uint64_t value)
{
	attempt->call = (long)value;
	attempt->sleeps = value == SYS_nanosleep;
}

static const struct mistake mistakes[] = {
	{ "signature-mismatch", other_signature, false, 1, { 0 } },
	{ "version", version, false, 1, { 1 } },
	{ "descriptor-flags", descriptor_flags, false, 5, { 1, 2, 4, 7, 8 } },
	{ "area-flags", area_flags, false, 2, { 1, 8 } },
	{ "abort-inside", abort_inside, false, 1, { 0 } },
	{ "misaligned", misaligned, false, 2, { 1, 8 } },
	{ "unmapped", unmapped, false, 1, { 0 } },
	{ "never-armed", pointer, false, 1, { 0 } },
	{ "empty", offset, false, 1, { 0 } },
	{ "overflow", offset, false, 1, { UINT64_MAX } },
	{ "start-in-kernel", start, false, 1, { KERNEL_ADDRESS } },
	{ "abort-in-kernel", abort_address, false, 2, { 0, KERNEL_ADDRESS } },
	{ "system-call", system_call, false, 1, { SYS_getpid } },
	{ "blocking-system-call", system_call, false, 1, { SYS_nanosleep } },
	{ "high-bits", high_bits, false, 2, { 1ULL << 63, 0xffff8ULL << 44 } },
	{ "outside-signature", other_signature, true, 1, { 0 } },
	{ "outside-version", version, true, 1, { 1 } },
	{ "outside-abort-inside", abort_inside, true, 1, { 0 } },
	{ "outside-unmapped", unmapped, true, 1, { 0 } },
};

static bool run_once_more(const struct attempt *attempt, uint32_t number)
{
	static const struct timespec millisecond = { 0, 1000000 };

	return run_section(&area->rseq_cs, attempt->pointer, &meeting, attempt->call, &millisecond, number);
}

/* The sleep is the interruption. One that was let pass is enough: an abort may have been for something else. */
static int run_asleep(const struct attempt *attempt)
{
	for (uint32_t number = 1; number <= SLEEPS; number++) {
		meeting.leave = number;
		if (!run_once_more(attempt, number))
			return GOES_ON;
	}
	return ABORTS;
}

static int run_case(const void *argument)
{
	const struct chosen *chosen = argument;
	struct attempt attempt = { .descriptor = good_descriptor(), .call = NO_CALL };

	attempt.pointer = (uintptr_t)&attempt.descriptor;
	chosen->mistake->make(&attempt, chosen->value);
	if (attempt.sleeps)
		return run_asleep(&attempt);
	if (!interrupt_by_timer())
		return 0;
	area->flags = attempt.area_flags;
	if (!chosen->mistake->outside)
		return run_once_more(&attempt, 1) ? ABORTS : GOES_ON;
	area->rseq_cs = attempt.pointer;
	__atomic_store_n(&meeting.inside, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&meeting.leave, __ATOMIC_SEQ_CST) != 1)
		;
	return GOES_ON;
}

/* In the words of behaviour.ts; false: nobody knows, and the finding says why. */
static bool ended_as(int status, char text[32])
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == ABORTS)
		strcpy(text, "aborts");
	else if (WIFEXITED(status) && WEXITSTATUS(status) == GOES_ON)
		strcpy(text, "goes on");
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV)
		strcpy(text, "SIGSEGV");
	else
		ending(status, text);
	return status != NO_CHILD && status != HUNG;
}

static void check_case(const struct mistake *mistake)
{
	char all[128] = "", text[32];

	for (int i = 0; i < mistake->count; i++) {
		struct chosen chosen = { mistake, mistake->values[i] };
		int status = in_child(run_case, &chosen);

		if (!ended_as(status, text)) {
			const char *reason = status == HUNG ? "nothing interrupted the section in time" : finding->reason;

			printf("{\"event\":\"case\",\"id\":\"%s\",\"outcome\":\"not measured\",\"reason\":\"%s\"}\n", mistake->id,
			       reason);
			return;
		}
		/* Values of one kind that end differently: each of the outcomes. */
		if (!strstr(all, text))
			snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", all[0] ? " or " : "", text);
	}
	printf("{\"event\":\"case\",\"id\":\"%s\",\"outcome\":\"%s\"}\n", mistake->id, all);
}

void check_cases(void)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
		check_case(&mistakes[i]);
}
