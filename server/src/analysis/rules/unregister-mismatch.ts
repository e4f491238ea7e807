import { type MismatchedArgument, mismatchOf, type UnregisterMismatch } from '../model/unregisterVerdict';
import { type AbstractFix, defineRegistrationRule } from './rule';

const errors: Readonly<Record<MismatchedArgument, string>> = {
  area: 'EINVAL',
  length: 'EINVAL',
  flags: 'EINVAL',
  signature: 'EPERM',
};

export default defineRegistrationRule({
  id: 'unregister-mismatch',
  severity: 'error',
  summary: 'an area is unregistered with other arguments than it was registered with',
  why: `The kernel compares address, length and signature with those of the registration, and flags have to be \`RSEQ_FLAG_UNREGISTER\` and nothing
else. If one differs, the call fails (another signature with EPERM, the rest with EINVAL) and the thread stays registered: the kernel goes on
writing to an area that the program believes to be its own again. If that is freed or unmapped, the next preemption corrupts it or
kills the process.`,
  fix: `Keep what was registered, per thread, and unregister with exactly that.`,
  mends: 'often',
  evidence: [
    'Linux 6.1 and 7.3 kernel/rseq.c: sys_rseq(), rseq_unregister_current_thread()',
    'measured: EPERM for another signature, EINVAL for another length, area or flag, on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
    'rseq(2), librseq doc/man/rseq.2',
  ],
  bad: [
    {
      title: 'another length',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	//                               ^^ related: the registration
}

int unregister_thread(void)
{
	return syscall(__NR_rseq, &area, 20, RSEQ_FLAG_UNREGISTER, 0x53053053);
	//                               ^^ error: unregister-mismatch "EINVAL"
}
`,
    },
    {
      title: 'no signature',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RSEQ_SIG 0x53053053

static __thread struct rseq area;

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

int register_thread(void)
{
	return sys_rseq(&area, 32, 0, RSEQ_SIG);
}

int unregister_thread(void)
{
	return sys_rseq(&area, 32, RSEQ_FLAG_UNREGISTER, 0);
	//                                               ^ error: unregister-mismatch "EPERM"
}
`,
    },
    {
      title: 'another object, which happens to be the one of the main thread',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct rseq main_area;
static __thread struct rseq area;

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}

int unregister_thread(void)
{
	return syscall(__NR_rseq, &main_area, 32, RSEQ_FLAG_UNREGISTER, 0x53053053);
	//                        ^^^^^^^^^^ error: unregister-mismatch
}
`,
    },
  ],
  good: [
    {
      title: 'the same arguments',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { AREA_LENGTH = 32, SIGNATURE = 0x53053053 };

static __thread struct rseq area;

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, SIGNATURE);
}

int unregister_thread(void)
{
	return syscall(__NR_rseq, &area, AREA_LENGTH, RSEQ_FLAG_UNREGISTER, 0x53053053);
}
`,
    },
    {
      title: 'two ways to register, and the way back of one of them',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area[2] __attribute__((aligned(64)));
static __thread unsigned int length;

int register_thread(void)
{
	length = 64;
	if (syscall(__NR_rseq, area, 64, 0, 0x53053053) == 0)
		return 0;
	length = 32;
	return syscall(__NR_rseq, area, 32, 0, 0x53053053);
}

int unregister_thread(void)
{
	if (length == 32)
		return syscall(__NR_rseq, area, 32, RSEQ_FLAG_UNREGISTER, 0x53053053);
	return syscall(__NR_rseq, area, length, RSEQ_FLAG_UNREGISTER, 0x53053053);
}
`,
    },
  ],
  check(use) {
    return use.calls.flatMap((call) => {
      const mismatch = mismatchOf(call, use);
      if (!mismatch) return [];
      const { argument, given, registration } = mismatch;
      const theirs = registration[argument];
      const what =
        argument === 'flags'
          ? `flags \`${given.text}\` are more than RSEQ_FLAG_UNREGISTER`
          : `${argument} \`${given.text}\` is not the registered \`${theirs.text}\``;
      return [
        {
          place: given.isOwn ? given.place : call.place,
          function: call.function,
          message: `${what}: the call fails with ${errors[argument]} and the thread stays registered; unregister with the arguments of the registration`,
          related: argument === 'flags' ? [] : [{ message: 'the registration says this', place: theirs.place }],
          fixes: fixesOf(mismatch),
        },
      ];
    });
  },
});

/** A local variable has no name where the call stands. */
function fixesOf({ argument, given, registration }: UnregisterMismatch): readonly AbstractFix[] {
  const { text, value } = registration[argument];
  const isGlobal = /^&?\w+$/.test(text) && registration.object?.function === undefined;
  const canBeSaid = argument === 'area' ? isGlobal : argument !== 'flags' && value !== undefined;
  if (!given.isOwn || !canBeSaid) return [];
  return [
    {
      title: `Unregister with \`${text}\``,
      place: given.place,
      changes: [{ kind: 'replace', place: given.place, text }],
    },
  ];
}
