/*
 * Prints what the kernel and libc of this machine say about rseq, one `name=value` a line; what cannot be known has no line.
 * It asks and changes nothing: every question is made with arguments that the kernel refuses, or of a child of its own.
 *
 *   cc -O2 -o abi-helper abi-helper.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

/* Older headers lack these. Linux include/uapi/linux: auxvec.h, prctl.h, membarrier.h, ptrace.h. */
enum {
	at_rseq_feature_size = 27,
	at_rseq_align = 28,
	pr_rseq_slice_extension = 79,
	pr_rseq_slice_extension_get = 1,
	membarrier_query = 0,
	ptrace_get_rseq_configuration = 0x420f,
};

struct rseq_configuration {
	uint64_t address;
	uint32_t length;
	uint32_t signature;
	uint32_t flags;
	uint32_t padding;
};

/* glibc since 2.35. Weak, so that the program starts with any libc. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));
extern const unsigned int __rseq_flags __attribute__((weak));
extern const char *gnu_get_libc_version(void) __attribute__((weak));

static void print_auxv(const char *name, unsigned long type)
{
	errno = 0;
	unsigned long value = getauxval(type);
	if (value != 0 || errno == 0)
		printf("%s=%lu\n", name, value);
}

static void print_libc(void)
{
	if (gnu_get_libc_version)
		printf("libc.version=%s\n", gnu_get_libc_version());
	if (&__rseq_size)
		printf("libc.size=%u\n", __rseq_size);
	if (&__rseq_offset)
		printf("libc.offset=%td\n", __rseq_offset);
	if (&__rseq_flags)
		printf("libc.flags=%u\n", __rseq_flags);
}

/* No length below 32 is ever registered; EINVAL is the answer of a kernel that has the system call. */
static void print_system_call(void)
{
#ifdef SYS_rseq
	syscall(SYS_rseq, NULL, 0, 0, 0);
	printf("rseq.errno=%d\n", errno);
#endif
}

/* The registration that libc made for the main thread, as the kernel has it. */
static void print_registration(void)
{
	struct rseq_configuration found = { 0 };
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0)
		return;
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
			raise(SIGSTOP);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		return;
	if (syscall(SYS_ptrace, ptrace_get_rseq_configuration, child, (void *) sizeof(found), &found) > 0) {
		printf("registration.length=%u\n", found.length);
		if (found.length > 0) {
			printf("registration.signature=%u\n", found.signature);
			printf("registration.flags=%u\n", found.flags);
		}
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

static void print_membarrier(void)
{
#ifdef SYS_membarrier
	long commands = syscall(SYS_membarrier, membarrier_query, 0, 0);
	if (commands >= 0)
		printf("membarrier.commands=%ld\n", commands);
#endif
}

static void print_slice_extension(void)
{
	int enabled = prctl(pr_rseq_slice_extension, pr_rseq_slice_extension_get, 0, 0, 0);
	if (enabled >= 0)
		printf("slice.enabled=%d\n", enabled);
	else
		printf("slice.errno=%d\n", errno);
}

int main(void)
{
	struct utsname system;

	if (uname(&system) == 0)
		printf("kernel.release=%s\nkernel.machine=%s\n", system.release, system.machine);
	print_auxv("auxv.featureSize", at_rseq_feature_size);
	print_auxv("auxv.align", at_rseq_align);
	print_libc();
	print_system_call();
	print_registration();
	print_membarrier();
	print_slice_extension();
	return 0;
}
