/* Programs that are hard to abort from inside of themselves: -DWAY=<n>. x86-64. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINUX_RSEQ_UNREGISTER 1

static unsigned char mark;

/* A section whose last instruction has one byte. */
static __attribute__((noinline)) void set_mark(void)
{
	long offset = __rseq_offset;
	unsigned char *at = &mark;

	__asm__ __volatile__ goto(
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"pushq %%rdi\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[area])\n"
		"1: movl $1, %%eax\n\t"
		"movq %[at], %%rdi\n\t"
		"stosb\n"
		"2: popq %%rdi\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: popq %%rdi\n\t"
		"jmp %l[aborted]\n\t"
		".popsection"
		:
		: [area] "r"(offset), [at] "r"(at)
		: "rax", "memory", "cc"
		: aborted);
	return;
aborted:
	set_mark();
}

/* From here on the kernel aborts nothing of this thread. */
static long unregister(void)
{
	return syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32, LINUX_RSEQ_UNREGISTER, 0x53053053);
}

static void give_up(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

static void shrug(int number)
{
	(void)number;
}

static void block(int number)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, number);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int main(void)
{
	int status;

	(void)status;
#if WAY == GIVES_UP
	signal(SIGILL, give_up);
#elif WAY == SHRUGS
	signal(SIGILL, shrug);
#elif WAY == BLOCKS
	block(SIGILL);
#elif WAY == LEAVES_AT_ONCE
	signal(SIGILL, shrug);
	set_mark();
	_exit(mark != 1);
#elif WAY == HANDLES_SIGTRAP
	signal(SIGTRAP, give_up);
	block(SIGTRAP);
#elif WAY == UNREGISTERED
	if (unregister())
		return 2;
#elif WAY == LEAVES_A_CHILD
	if (!fork()) {
		setsid();
		pause();
	}
#elif WAY == CHILD_FAILS
	/* The child's abort is no excuse for the parent, and the other way round. */
	if (!fork()) {
		unregister();
		set_mark();
		_exit(0);
	}
	wait(NULL);
#elif WAY == TRAPS
	set_mark();
	if (mark == 1)
		__builtin_trap();
#endif
	(void)unregister;
	(void)give_up;
	(void)shrug;
	(void)block;
	set_mark();
	return mark != 1;
}
