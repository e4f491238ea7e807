/* Programs that cannot be tested, or not as they are: -DWAY=<n>. x86-64. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/rseq.h>
#include <sys/wait.h>
#include <unistd.h>

static long counter;
static volatile int never;

/* A section that one thread may run by itself. */
static __attribute__((noinline)) void count(void)
{
	long offset = __rseq_offset;

	__asm__ __volatile__ goto(
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[area])\n"
		"1: movq %[counter], %%rax\n\t"
		"addq $1, %%rax\n\t"
		"movq %%rax, %[counter]\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		:
		: [area] "r"(offset), [counter] "m"(counter)
		: "rax", "memory", "cc"
		: aborted);
	return;
aborted:
	count();
}

int main(int argc, char **argv)
{
	int status;

	(void)argc;
#if WAY == CRASHES
	if (!never)
		abort();
#elif WAY == NEVER_RUNS
	if (!never)
		return 0;
#elif WAY == EXECS
	if (!never)
		execl("/bin/true", "true", NULL);
#elif WAY == FORKS
	for (int i = 0; i < 2; i++) {
		pid_t child = i ? fork() : vfork();

		if (!child && i) {
			count();
			_exit(counter != 2);
		}
		if (!child)
			_exit(0);
		if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status))
			return 1;
		count();
	}
	return counter != 2;
#elif WAY == WAITS
	count();
	if (!never)
		pause();
#endif
	count();
	(void)status;
	(void)argv;
	return 0;
}
