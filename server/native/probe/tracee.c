/* One run of the program under ptrace: its threads and its memory. Needs no privilege: it is our own child. */
#include "probe.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PTRACE_GET_RSEQ_CONFIGURATION /* linux/ptrace.h, since Linux 5.13 */
#define PTRACE_GET_RSEQ_CONFIGURATION 0x420f
#endif

#define MOST_THREADS 1024
#define CPU_ID_OFFSET 4   /* linux/rseq.h, struct rseq */
#define RSEQ_CS_OFFSET 8

struct run run = { .memory = -1 };
struct thread threads[MOST_THREADS];
int thread_count;

struct rseq_configuration { /* linux/ptrace.h, struct ptrace_rseq_configuration */
	uint64_t pointer;
	uint32_t size, signature, flags, pad;
};

/*
 * What the program writes to standard error, in a file without a name: the last line says what it found wrong. Emptied for each run.
 */
static int complaints = -1;

int complaints_file(void)
{
	if (complaints < 0)
		complaints = memfd_create("stderr", MFD_CLOEXEC);
	if (complaints >= 0 && (ftruncate(complaints, 0) || lseek(complaints, 0, SEEK_SET)))
		die("memfd: %s", strerror(errno));
	return complaints;
}

static void child(char **argv, int gate)
{
	char byte;
	int null;

	/* Besides PTRACE_O_EXITKILL: the tracer may die before it could set that. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Yama lets only ancestors attach, which a debugger is not. Elsewhere there is no such call. */
	if (injection.is_for_debugger)
		prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	if (read(gate, &byte, 1) != 1)
		_exit(127);
	/* Standard input was the plan's. */
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(complaints < 0 ? null : complaints, 2);
	execv(argv[0], argv);
	_exit(127);
}

static uint64_t entry_of(pid_t pid)
{
	char name[64];
	uint64_t pairs[64][2];
	ssize_t size;
	int file;

	snprintf(name, sizeof name, "/proc/%d/auxv", pid);
	file = open(name, O_RDONLY | O_CLOEXEC);
	size = file < 0 ? 0 : read(file, pairs, sizeof pairs);
	close(file);
	for (int i = 0; i < size / (ssize_t)sizeof *pairs; i++)
		if (pairs[i][0] == AT_ENTRY)
			return pairs[i][1];
	return 0;
}

/* What is in the place of breakpoints, once: it is the same in every run. */
static void read_originals(void)
{
	static bool done;

	for (int i = 0; i < point_count && !done; i++)
		if (!peek(run.bias + points[i].address, points[i].original, BREAK_SIZE))
			die("the plan's code is not in the program; read it anew");
	done = true;
}

/* Starts the program, with breakpoints where points are armed. False: it cannot be run. */
bool start_program(char **argv)
{
	long options = PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
		       PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXEC;
	char name[64];
	int gate[2], status;

	thread_count = 0;
	run.finished = run.executed = false;
	run.held = 0;
	complaints_file();
	if (pipe2(gate, O_CLOEXEC))
		die("pipe: %s", strerror(errno));
	run.leader = fork();
	if (run.leader < 0)
		die("fork: %s", strerror(errno));
	if (!run.leader) {
		/* A copy of the other end would keep the child waiting for itself. */
		close(gate[1]);
		child(argv, gate[0]);
	}
	if (ptrace(PTRACE_SEIZE, run.leader, 0, options))
		die("PTRACE_SEIZE of our own child: %s; a seccomp filter or Yama's ptrace_scope forbids it here", strerror(errno));
	if (write(gate[1], "x", 1) != 1)
		die("pipe: %s", strerror(errno));
	close(gate[0]);
	close(gate[1]);
	for (;;) {
		if (waitpid(run.leader, &status, __WALL) != run.leader || !WIFSTOPPED(status))
			return false;
		if (status >> 16 == PTRACE_EVENT_EXEC)
			break;
		ptrace(PTRACE_CONT, run.leader, 0, 0);
	}
	run.bias = entry_of(run.leader) - file_entry;
	if (run.memory >= 0)
		close(run.memory);
	snprintf(name, sizeof name, "/proc/%d/mem", run.leader);
	run.memory = open(name, O_RDWR | O_CLOEXEC);
	if (run.memory < 0)
		die("%s: %s", name, strerror(errno));
	read_originals();
	for (int i = 0; i < point_count; i++) {
		bool wanted = points[i].armed;

		points[i].armed = false;
		if (wanted)
			arm(&points[i]);
	}
	if (injection.target)
		count_passes(&sections[injection.target->section], injection.passes);
	resume(thread_of(run.leader), 0);
	return true;
}

/* Nothing is left of the program behind this. */
void end_program(void)
{
	pid_t tid;
	int status;

	kill(run.leader, SIGKILL);
	while ((tid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR)
		if (tid > 0 && WIFSTOPPED(status))
			kill(tid, SIGKILL);
}

/* The last line that the program wrote to standard error in its last run; empty: none. */
void last_complaint(char *line, int size)
{
	char text[1024];
	off_t length = complaints < 0 ? 0 : lseek(complaints, 0, SEEK_END);
	off_t from = length < (off_t)sizeof text ? 0 : length - (off_t)sizeof text;
	ssize_t end = length > 0 ? pread(complaints, text, sizeof text, from) : 0, start;

	while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r'))
		end--;
	for (start = end; start > 0 && text[start - 1] != '\n'; start--)
		;
	snprintf(line, (size_t)size, "%.*s", (int)(end > start ? end - start : 0), text + start);
}

struct thread *thread_of(pid_t tid)
{
	for (int i = 0; i < thread_count; i++)
		if (threads[i].tid == tid && threads[i].state != GONE)
			return &threads[i];
	if (thread_count == MOST_THREADS)
		die("more than %d threads in one run", MOST_THREADS);
	threads[thread_count] = (struct thread){ .tid = tid, .state = STOPPED };
	return &threads[thread_count++];
}

void resume(struct thread *thread, int signal)
{
	thread->state = RUNNING;
	ptrace(PTRACE_CONT, thread->tid, 0, (long)signal);
}

static bool registers_of(pid_t tid, struct user_regs_struct *registers, int request)
{
	struct iovec vector = { registers, sizeof *registers };

	return !ptrace(request, tid, NT_PRSTATUS, &vector);
}

bool get_registers(pid_t tid, struct user_regs_struct *registers)
{
	return registers_of(tid, registers, PTRACE_GETREGSET);
}

uint64_t get_pc(pid_t tid)
{
	struct user_regs_struct registers;

	return registers_of(tid, &registers, PTRACE_GETREGSET) ? PC(registers) : 0;
}

void set_pc(pid_t tid, uint64_t pc)
{
	struct user_regs_struct registers;

	if (!registers_of(tid, &registers, PTRACE_GETREGSET))
		return;
	PC(registers) = pc;
	registers_of(tid, &registers, PTRACE_SETREGSET);
}

bool peek(uint64_t address, void *bytes, int count)
{
	return pread(run.memory, bytes, (size_t)count, (off_t)address) == count;
}

/* Only the bytes that are meant: their neighbours may be a signature or another breakpoint. */
void poke(uint64_t address, const void *bytes, int count)
{
	/* Fails only if the program has just died, which its next event tells. */
	if (pwrite(run.memory, bytes, (size_t)count, (off_t)address) != count)
		return;
}

/* Address of the thread's struct rseq; 0: it has none. */
uint64_t area_of(pid_t tid)
{
	struct rseq_configuration found = { 0 };

	return ptrace(PTRACE_GET_RSEQ_CONFIGURATION, tid, sizeof found, &found) > 0 ? found.pointer : 0;
}

/* The processor that the kernel told the stopped thread last; -1 if it is not registered. */
int cpu_of(pid_t tid)
{
	uint64_t area = area_of(tid);
	uint32_t cpu;

	return area && peek(area + CPU_ID_OFFSET, &cpu, sizeof cpu) ? (int)cpu : -1;
}

/* Takes the section of a stopped thread away from the kernel, which then has nothing to abort; gives its descriptor's address. */
uint64_t forget_section(pid_t tid)
{
	uint64_t area = area_of(tid), descriptor = 0, none = 0;

	if (area && peek(area + RSEQ_CS_OFFSET, &descriptor, sizeof descriptor))
		poke(area + RSEQ_CS_OFFSET, &none, sizeof none);
	return descriptor;
}

/* The opposite. */
void remember_section(pid_t tid, uint64_t descriptor)
{
	uint64_t area = area_of(tid);

	if (area)
		poke(area + RSEQ_CS_OFFSET, &descriptor, sizeof descriptor);
}

void pin(pid_t tid, int cpu)
{
	cpu_set_t mask;

	CPU_ZERO(&mask);
	CPU_SET((size_t)cpu, &mask);
	sched_setaffinity(tid, sizeof mask, &mask);
}

/* One that this process may use; the same if there is no other. */
int another_cpu(int cpu)
{
	cpu_set_t mask;

	sched_getaffinity(0, sizeof mask, &mask);
	for (int other = 0; other < CPU_SETSIZE; other++)
		if (CPU_ISSET((size_t)other, &mask) && other != cpu)
			return other;
	return cpu;
}
