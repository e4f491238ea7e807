import { originalLength } from '../abi/registration';
import type { RegistrationCall } from '../model/registration';
import { type RegistrationVerdict, verdictOf } from '../model/registrationVerdict';
import { defineRegistrationRule } from './rule';

/** What a length is that no kernel, or not every kernel, takes. */
type LengthMistake = Extract<RegistrationVerdict, { kind: 'length' }>['why'];

const why: Readonly<Record<LengthMistake, string>> = {
  short: 'is less than every kernel takes: the call fails with EINVAL',
  long: 'is more than Linux before 6.3 takes: the call fails with EINVAL there',
  'libc-size': 'is 0 where libc has not registered, 20 or 28 where it has: the call fails with EINVAL',
  'feature-size': 'is 0 before Linux 6.3 and 28 up to 6.19: the call fails with EINVAL there',
};

function isSame(a: RegistrationCall, b: RegistrationCall): boolean {
  return a.lengthSource === b.lengthSource && (a.lengthSource !== 'other' || a.length.value === b.length.value);
}

export default defineRegistrationRule({
  id: 'registration-length',
  severity: 'error',
  summary: 'struct rseq is registered with a length that not every kernel takes',
  why: `rseq(2) has three kinds of length. Every kernel takes 32, the size that the structure always had. Less is EINVAL everywhere, also the
feature sizes 20 and 28, which say how far the fields go and not how large the area is. More is EINVAL before Linux 6.3; from 7.0 on it has
to be at least 33 and the area 64-aligned, and it also chooses version 2 of the ABI, in which fields are written only when they change.

A thread whose registration fails has no area: \`cpu_id\` stays negative and every section takes its slow path, on every call, without a word.`,
  fix: `Register 32 bytes. To get the fields behind them register \`max(32, getauxval(AT_RSEQ_FEATURE_SIZE))\` bytes of an area that is
aligned to \`getauxval(AT_RSEQ_ALIGN)\`, as the C library does since glibc 2.41, and unregister with the same length.`,
  mends: 'always',
  evidence: [
    'Linux 7.3 kernel/rseq.c: rseq_length_valid(); Linux 6.1 kernel/rseq.c: rseq_len != sizeof(*rseq)',
    'measured: lengths 0, 20, 28 and 31 are EINVAL on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3; 33 and 64 on 6.1',
    'glibc 2.41 sysdeps/unix/sysv/linux/rseq-internal.h: what is registered is the larger one of feature size and 32',
  ],
  bad: [
    {
      title: 'the feature size of Linux 4.18',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 20, 0, 0x53053053);
	//                               ^^ error: registration-length "EINVAL"
}
`,
    },
    {
      title: 'what the kernel says that it maintains',
      code: String.raw`#include <linux/rseq.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#define AT_RSEQ_FEATURE_SIZE 27

static __thread struct rseq area __attribute__((tls_model("initial-exec"), aligned(64)));

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

int register_thread(void)
{
	return sys_rseq(&area, getauxval(AT_RSEQ_FEATURE_SIZE), 0, 0x53053053);
	//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: registration-length "28 up to 6.19"
}
`,
    },
  ],
  good: [
    {
      title: 'what every kernel takes',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'asking whether there is such a system call, and registering what the kernel has fields for',
      code: String.raw`#include <errno.h>
#include <linux/rseq.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif

static __thread union {
	struct rseq rseq;
	char space[1024];
} area __attribute__((tls_model("initial-exec"), aligned(64)));

static int sys_rseq(void *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

int is_available(void)
{
	return sys_rseq(NULL, 0, 0, 0) == -1 && errno == EINVAL;
}

int register_thread(void)
{
	unsigned long length = getauxval(AT_RSEQ_FEATURE_SIZE);

	if (length < 32)
		length = 32;
	return sys_rseq(&area, length, 0, 0x53053053);
}
`,
    },
  ],
  check(use, { profiles }) {
    return use.calls.flatMap((call) => {
      const verdict = verdictOf(call, use, profiles);
      if (verdict?.kind !== 'length') return [];
      const { place, text } = call.length;
      // Who unregisters has to say the same.
      const others = use.calls.filter(
        (other) =>
          other === call ||
          (other.action === 'unregister' && other.length.isOwn && other.length.text === text && isSame(other, call)),
      );
      return [
        {
          place,
          function: call.function,
          message: `length \`${text}\` ${why[verdict.why]}; register ${originalLength} bytes, or more where AT_RSEQ_FEATURE_SIZE says so`,
          abis: verdict.abis,
          fixes: [
            {
              title: `Register ${originalLength} bytes`,
              place,
              changes: others.map((other) => ({
                kind: 'replace' as const,
                place: other.length.place,
                text: String(originalLength),
              })),
            },
          ],
        },
      ];
    });
  },
});
