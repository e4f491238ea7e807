import { defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'rseq-after-vfork',
  severity: 'warning',
  summary: 'a child that shares memory with its parent uses the area of the parent',
  why: `A child of \`vfork\`, or of \`clone\` with \`CLONE_VM\`, has its parent's thread pointer and so its parent's area, but not its registration: the kernel
keeps the area for the parent only. What the child reads there is where the parent was: its sections compare with that number, succeed,
and write to the element of another cpu. Nothing aborts them.

If the child registers the area it gets it from the kernel as well: two threads' numbers are then written to one place. With version 2
of the ABI (Linux 7.1, 7.0.13) the parent is killed at its next migration, on others it goes on with wrong numbers.`,
  fix: `Do nothing in such a child but \`exec\` and \`_exit\`. Use \`fork\`, whose child has a registration of its own, or give the child its own thread
pointer (\`CLONE_SETTLS\`).`,
  evidence: [
    'Linux include/linux/sched.h (6.1) and include/linux/rseq.h (7.3): rseq_fork() resets what a child with CLONE_VM has',
    'measured on Linux 7.0, 7.1 and 7.3: a vfork child reads cpu 0 while it runs on cpu 1; if it registers, the parent dies by SIGSEGV with ABI v2',
    'vfork(2): the child may do little more than call execve(2) or _exit(2)',
  ],
  bad: [
    {
      title: 'a counter in the child',
      code: String.raw`#define _GNU_SOURCE
#include <linux/rseq.h>
#include <unistd.h>

extern __thread struct rseq area;

int spawn(char **command, long *started)
{
	pid_t child = vfork();
	//            ^^^^^^^ related: the child

	if (child == 0) {
		started[area.cpu_id]++;
		//      ^^^^^^^^^^^ warning: rseq-after-vfork "parent"
		execv(command[0], command);
		_exit(127);
	}
	return child;
}
`,
    },
    {
      title: 'a registration in a child that shares everything',
      code: String.raw`#define _GNU_SOURCE
#include <linux/rseq.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

static int work(void *argument)
{
	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
	//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: rseq-after-vfork "registers"
		return 1;
	return argument == NULL;
}

int start(char *stack)
{
	return clone(work, stack + 65536, CLONE_VM | CLONE_FILES, NULL);
}
`,
    },
  ],
  good: [
    {
      title: 'the parent counts',
      code: String.raw`#define _GNU_SOURCE
#include <linux/rseq.h>
#include <unistd.h>

extern __thread struct rseq area;

int spawn(char **command, long *started)
{
	pid_t child = vfork();

	if (child == 0) {
		execv(command[0], command);
		_exit(127);
	}
	if (child > 0)
		started[area.cpu_id]++;
	return child;
}
`,
    },
    {
      title: 'fork, and a thread with a thread pointer of its own',
      code: String.raw`#define _GNU_SOURCE
#include <linux/rseq.h>
#include <sched.h>
#include <unistd.h>

extern __thread struct rseq area;

static int work(void *argument)
{
	return area.cpu_id == 0 && argument;
}

int start(char *stack, void *tls)
{
	if (fork() == 0)
		_exit(area.cpu_id);
	return clone(work, stack + 65536, CLONE_VM | CLONE_SETTLS, NULL, NULL, tls);
}
`,
    },
  ],
  check({ childUses }) {
    return childUses.map(({ place, text, function: name, call, callee, isRegistration }) => ({
      place,
      function: name,
      message: isRegistration
        ? `the child of ${callee}() registers an area that is its parent's too: the kernel writes the numbers of both there, and kills the parent with ABI v2; leave it to a child of fork()`
        : `\`${text}\` is about the area of the parent, which the kernel does not keep for the child of ${callee}(): the cpu number is wrong and nothing aborts a section; do this in the parent`,
      related: [{ message: 'the child begins here', place: call }],
    }));
  },
});
