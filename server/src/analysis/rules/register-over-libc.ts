import type { RegistrationAction } from '../model/registration';
import { defineRegistrationRule, type UnitReport } from './rule';

/** Calls that unregister, or may. */
const undoing: ReadonlySet<RegistrationAction> = new Set(['unregister', 'unknown']);

export default defineRegistrationRule({
  id: 'register-over-libc',
  severity: 'error',
  summary: 'a thread is registered although libc has registered it',
  why: `A thread has one area. Since version 2.35 the GNU C library registers every thread with an area of its own, and says so by \`__rseq_size\`: it is not
0. A second registration fails: with EINVAL for another area or length, with EPERM for another signature, with EBUSY for the same
arguments. Code from before that time gets this error on every current distribution and falls back to its slow path, or gives up.

Where nothing in a file asks for \`__rseq_size\`, a registration is reported as information only: the program may be without that library, or
run with \`GLIBC_TUNABLES=glibc.pthread.rseq=0\`.`,
  fix: `Use the area that libc has registered: it is \`__rseq_offset\` bytes from the thread pointer. Register one of your own only where
\`__rseq_size\` is 0, and take the signature of \`RSEQ_SIG\`, which libc registers with.`,
  evidence: [
    'glibc 2.35 NEWS and manual, Restartable Sequences; sysdeps/nptl/dl-tls_init_tp.c',
    'measured over glibc 2.36: another area EINVAL, the same again EBUSY, another signature EPERM',
    'librseq issue 20: a program of 2019 on glibc 2.35',
  ],
  bad: [
    {
      title: 'where libc says that it has',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const unsigned int __rseq_size __attribute__((weak));

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

int register_thread(void)
{
	if (__rseq_size > 0)
	//  ^^^^^^^^^^^^^^^ related: libc has registered
		return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
		//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: register-over-libc "EINVAL"
	return -1;
}
`,
    },
    {
      title: 'nobody asks, as before 2022',
      code: String.raw`#include <linux/rseq.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

int main(void)
{
	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053)) {
	//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: register-over-libc "glibc 2.35"
		perror("rseq");
		return 1;
	}
	printf("cpu %u\n", area.cpu_id);
	return 0;
}
`,
    },
  ],
  good: [
    {
      title: 'only where libc has not',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const unsigned int __rseq_size __attribute__((weak));

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

int register_thread(void)
{
	if (&__rseq_size && __rseq_size != 0)
		return 0;
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'libc is asked once, with dlsym, and somebody remembers the answer',
      code: String.raw`#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_ours;
static __thread struct rseq area __attribute__((tls_model("initial-exec")));

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

void choose_owner(void)
{
	const unsigned int *size = dlsym(RTLD_NEXT, "__rseq_size");

	is_ours = !size || *size == 0;
}

int register_thread(void)
{
	if (!is_ours)
		return 0;
	return sys_rseq(&area, 32, 0, 0x53053053) ? -1 : 0;
}
`,
    },
  ],
  check({ calls, asksLibc }) {
    return calls.flatMap((call, i): readonly UnitReport[] => {
      const { place, underLibc } = call;
      // Whoever unregisters first may mean the area of libc.
      const isFreed = calls
        .slice(0, i)
        .some(({ action, function: within }) => undoing.has(action) && within === call.function);
      if (call.action !== 'register' || isFreed) return [];
      if (underLibc) {
        return [
          {
            place,
            function: call.function,
            message:
              '`__rseq_size` is not 0 here: libc has registered the thread, and this fails with EINVAL; use the area of libc, at `__rseq_offset` from the thread pointer',
            related: [{ message: 'libc has registered the thread if this holds', place: underLibc }],
          },
        ];
      }
      const isWhole = [call.area, call.length, call.flags, call.signature].every(({ isOwn }) => isOwn);
      // A function that says the rest is reported itself.
      if (asksLibc || !isWhole) return [];
      return [
        {
          place,
          function: call.function,
          severity: 'info',
          message:
            'nothing here asks whether libc has registered the thread, as glibc 2.35 and later do: this fails with EINVAL then; look at `__rseq_size` first',
        },
      ];
    });
  },
});
