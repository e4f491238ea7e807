/*
 * Aborts critical sections from inside of their own program, where ptrace is not allowed: instructions that are none, and a handler of the
 * SIGILL that they make. The signal interrupts the section, so the kernel has sent the thread to the abort handler before the handler of the
 * signal runs; si_addr still says where it was. The probe preloads this as rseq-inject.so; link it into a static program. Without
 * RSEQ_INJECT in the environment it does nothing.
 */
#define _GNU_SOURCE
#include "rseq_inject.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
/* UDB, undefined in 64-bit mode for good. Not int3: that leaves the address behind it, which is outside if the last instruction has one byte. */
static const uint8_t break_bytes[] = { 0xd6 };
#define BREAK_CODE ILL_ILLOPN
#define PC(context) ((uintptr_t)(context)->uc_mcontext.gregs[REG_RIP])
#elif defined(__aarch64__)
/* udf #0 */
static const uint8_t break_bytes[] = { 0, 0, 0, 0 };
#define BREAK_CODE ILL_ILLOPC
#define PC(context) ((uintptr_t)(context)->uc_mcontext.pc)
#else
#error "rseq_inject.c knows x86_64 and aarch64"
#endif

#define BREAK_SIZE (sizeof break_bytes)
#define MOST_STRANGERS 1000 /* who come by while one thread is waited for to come again */

/* What a process has by itself: a forked child has a copy of the text, with what is in it. */
struct breakpoint {
	uintptr_t address, abort;
	int hits_left, strangers;
	pid_t thread; /* the first who came */
	uint8_t original[BREAK_SIZE];
};

static struct rseq_inject *shared;
static struct breakpoint *breakpoints;
static cpu_set_t allowed;

static void write_text(uintptr_t address, const uint8_t *bytes)
{
	memcpy((void *)address, bytes, BREAK_SIZE);
	__builtin___clear_cache((char *)address, (char *)address + BREAK_SIZE);
}

/* To another processor, and free again: it stays there until somebody moves it. */
static void migrate(void)
{
	cpu_set_t before, other = allowed;
	int here = sched_getcpu();

	if (here >= 0)
		CPU_CLR((size_t)here, &other);
	if (!sched_getaffinity(0, sizeof before, &before) && !sched_setaffinity(0, sizeof other, &other))
		sched_setaffinity(0, sizeof before, &before);
}

/* The kernel looks at its own addresses, which it refuses, only of a thread that has no struct rseq yet. */
static int is_unregistered(void)
{
	return syscall(SYS_rseq, -4096UL, 32, 0, 0) && errno != EINVAL;
}

static struct breakpoint *breakpoint_at(uintptr_t address)
{
	uint32_t low = 0, high = shared->count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (breakpoints[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < shared->count && breakpoints[low].address == address ? &breakpoints[low] : NULL;
}

/* Counts the thread in, unless it is not the one who is meant. Is it to go on without the breakpoint? */
static int reach(struct breakpoint *one, int aborted)
{
	struct rseq_inject_point *point = &shared->points[one - breakpoints];
	pid_t self = (pid_t)syscall(SYS_gettid), nobody = 0;

	if (!__atomic_compare_exchange_n(&one->thread, &nobody, self, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) && nobody != self)
		return !aborted || __atomic_add_fetch(&one->strangers, 1, __ATOMIC_SEQ_CST) > MOST_STRANGERS;
	if (!one->hits_left)
		return 1;
	one->hits_left--;
	__atomic_fetch_add(&point->hits, 1, __ATOMIC_SEQ_CST);
	if (aborted)
		__atomic_fetch_add(&point->aborted, 1, __ATOMIC_SEQ_CST);
	else if (one->abort && is_unregistered())
		point->unregistered = 1;
	if (shared->is_migrating)
		migrate();
	return !aborted || !one->hits_left;
}

static void on_break(int number, siginfo_t *info, void *context)
{
	struct breakpoint *one = info->si_code == BREAK_CODE ? breakpoint_at((uintptr_t)info->si_addr) : NULL;
	int saved = errno;

	if (info->si_code == SI_QUEUE && info->si_value.sival_int == RSEQ_INJECT_PING) {
		shared->alive = 1;
	} else if (one) {
		/* Who was not aborted is still there and comes once more, without the breakpoint. */
		if (reach(one, one->abort && PC((ucontext_t *)context) == one->abort))
			write_text(one->address, one->original);
	} else {
		/* The program's own: again, and nobody catches it. */
		shared->raised = 1;
		signal(number, SIG_DFL);
		if (info->si_code <= 0)
			raise(number);
	}
	errno = saved;
}

static int set_breakpoint(struct breakpoint *one, unsigned long page_size)
{
	uintptr_t page = one->address & ~(page_size - 1);

	memcpy(one->original, (void *)one->address, BREAK_SIZE);
	if (mprotect((void *)page, one->address + BREAK_SIZE - page, PROT_READ | PROT_WRITE | PROT_EXEC))
		return errno;
	write_text(one->address, break_bytes);
	return 0;
}

static void set_breakpoints(void)
{
	struct sigaction action = { .sa_sigaction = on_break, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	uint64_t bias = getauxval(AT_ENTRY) - shared->entry;
	unsigned long page_size = (unsigned long)sysconf(_SC_PAGESIZE);
	sigset_t unblocked;

	/*
	 * A handler of the program's own that ran a section meanwhile would be killed. But with SIGSEGV the kernel says what it thinks of a
	 * descriptor, before the handler runs.
	 */
	sigfillset(&action.sa_mask);
	sigdelset(&action.sa_mask, SIGSEGV);
	sigemptyset(&unblocked);
	sigaddset(&unblocked, SIGILL);
	if (sigaction(SIGILL, &action, NULL) || sigprocmask(SIG_UNBLOCK, &unblocked, NULL))
		shared->failed = (uint32_t)errno;
	for (uint32_t i = 0; i < shared->count; i++) {
		const struct rseq_inject_point *point = &shared->points[i];

		breakpoints[i].address = (uintptr_t)(bias + point->address);
		breakpoints[i].abort = point->abort ? (uintptr_t)(bias + point->abort) : 0;
		breakpoints[i].hits_left = shared->is_repeating && point->abort ? 2 : 1;
	}
	for (uint32_t i = 0; i < shared->count && !shared->failed; i++)
		if (shared->points[i].armed)
			shared->failed = (uint32_t)set_breakpoint(&breakpoints[i], page_size);
}

__attribute__((constructor)) static void rseq_inject(void)
{
	const char *number = getenv(RSEQ_INJECT_VARIABLE);
	const void *random = (const void *)getauxval(AT_RANDOM);
	/* Not fstat: a library that calls it wants glibc 2.33. */
	off_t size = number ? lseek(atoi(number), 0, SEEK_END) : 0;
	struct rseq_inject *found;

	if (size < (off_t)sizeof *found)
		return;
	found = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(number), 0);
	if (found == MAP_FAILED)
		return;
	if (found->version != RSEQ_INJECT_VERSION || found->loaded) {
		/* Loaded twice, or after exec, by the program or by a child of it. */
		if (found->version == RSEQ_INJECT_VERSION && found->pid == (uint32_t)getpid() &&
		    memcmp(found->random, random, sizeof found->random))
			found->executed = 1;
		found->loaded = RSEQ_INJECT_VERSION;
		munmap(found, (size_t)size);
		return;
	}
	breakpoints = mmap(NULL, (found->count + 1) * sizeof *breakpoints, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (breakpoints == MAP_FAILED)
		return;
	shared = found;
	shared->loaded = RSEQ_INJECT_VERSION;
	shared->pid = (uint32_t)getpid();
	memcpy(shared->random, random, sizeof shared->random);
	sched_getaffinity(0, sizeof allowed, &allowed);
	set_breakpoints();
}

/* Whose is the signal at the end? Children of the program may do with theirs what they want. */
__attribute__((destructor)) static void look_at_handler(void)
{
	struct sigaction now;
	sigset_t blocked;

	if (!shared || shared->pid != (uint32_t)getpid() || sigaction(SIGILL, NULL, &now) ||
	    sigprocmask(SIG_SETMASK, NULL, &blocked))
		return;
	shared->taken |= now.sa_sigaction != on_break || sigismember(&blocked, SIGILL);
}
