import { membarrier } from '../abi/system';
import type { ResultUse } from '../model/registration';
import type { Place } from '../text/place';
import { defineRegistrationRule, type UnitReport } from './rule';

export default defineRegistrationRule({
  id: 'registration-errno',
  severity: 'warning',
  summary: 'the result of registering is not looked at, or for an error that it cannot be',
  why: `The C library's \`syscall\` returns -1 and sets \`errno\`: a comparison of its result with \`-ENOSYS\` or \`-EINVAL\` is never true. Only the
system call instruction itself returns such numbers.

rseq(2) fails in ordinary lives of a program: ENOSYS on kernels without it and under user-mode emulators, ENOSYS or EPERM where a filter of a sandbox
hides it, EINVAL, EPERM or EBUSY where somebody else has registered the thread. A program that does not look goes on with an area that nobody
keeps. membarrier(2) fails with EPERM or EINVAL alike.`,
  fix: `Compare with -1 (or with 0) and look at \`errno\`. Without a registration take another way: a lock, an atomic instruction, one
element for all.`,
  evidence: [
    'syscall(2): -1 and errno; rseq(2), librseq doc/man/rseq.2',
    'measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3: the errors of rseq(2) and of membarrier(2)',
    'membarrier(2) with MEMBARRIER_CMD_FLAG_CPU: 0 for a cpu that does not exist, no ENXIO',
  ],
  bad: [
    {
      title: 'an error that syscall() does not return',
      code: String.raw`#include <errno.h>
#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

int register_thread(void)
{
	int result = syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related: returns -1

	if (result == -ENOSYS)
	//            ^^^^^^^ warning: registration-errno "-1"
		return 0;
	return result;
}
`,
    },
    {
      title: 'nobody looks',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

void register_thread(void)
{
	sys_rseq(&area, 32, 0, 0x53053053);
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: registration-errno "discarded"
}
`,
    },
    {
      title: 'membarrier and a cpu that is not there',
      code: String.raw`#include <errno.h>
#include <linux/membarrier.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int register_process(void)
{
	return syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0);
}

void restart_sections(int cpu)
{
	long result = syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, MEMBARRIER_CMD_FLAG_CPU, cpu);

	if (result != 0 && result != -ENXIO)
	//                           ^^^^^^ warning: registration-errno
		abort();
}
`,
    },
  ],
  good: [
    {
      title: 'errno',
      code: String.raw`#include <errno.h>
#include <linux/rseq.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

int is_available(void)
{
	int rc;

	rc = sys_rseq(NULL, 0, 0, 0);
	if (rc != -1)
		abort();
	switch (errno) {
	case ENOSYS:
		return 0;
	case EINVAL:
		return 1;
	default:
		abort();
	}
}
`,
    },
    {
      title: 'the system call itself, and an area that tells whether it is registered',
      target: 'x86_64',
      code: String.raw`#include <errno.h>
#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area = { .cpu_id = -1 };

static long raw_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	long result;
	register long r10 asm("r10") = signature;

	asm volatile("syscall"
		     : "=a"(result)
		     : "a"(__NR_rseq), "D"(rseq), "S"(length), "d"(flags), "r"(r10)
		     : "rcx", "r11", "memory");
	return result;
}

int register_raw(void)
{
	return raw_rseq(&area, 32, 0, 0x53053053) == -EBUSY;
}

int register_thread(void)
{
	syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	return (int) area.cpu_id >= 0 ? 0 : -1;
}
`,
    },
  ],
  check({ calls, membarriers }) {
    const isRegister = (command: number | undefined): boolean => command === membarrier.register.value;
    return [
      ...calls.flatMap((call) => reportsOf(call, call.action === 'register')),
      ...membarriers.flatMap((call) => reportsOf(call, isRegister(call.command.value))),
    ];
  },
});

/** `isVital`: the program relies on what the call does. */
function reportsOf(
  call: { readonly place: Place; readonly function: string | undefined; readonly result: ResultUse },
  isVital: boolean,
): readonly UnitReport[] {
  const { result, place } = call;
  if (result.kind === 'negative-errno') {
    return [
      {
        place: result.place,
        function: call.function,
        message: `the result is never \`${result.text}\`: syscall() returns -1 and sets errno; compare with -1 and look at errno`,
        related: [{ message: 'this returns -1 where it fails', place }],
      },
    ];
  }
  if (result.kind !== 'discarded' || !isVital) return [];
  return [
    {
      place,
      function: call.function,
      message:
        'the result is discarded: where this fails, as on kernels without it, in sandboxes and over a libc that was first, nobody takes notice; look at it and take another way',
    },
  ];
}
