import { originalLength } from '../abi/registration';
import type { RegistrationCall } from '../model/registration';
import { verdictOf } from '../model/registrationVerdict';
import { defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'sizeof-as-registration-length',
  severity: 'error',
  summary: 'struct rseq is registered with its sizeof, which grows with the headers',
  why: `\`sizeof(struct rseq)\` is 32 with the headers of Linux up to 6.19 and 64 since 7.0: a program that is built again asks for something else.
64 bytes are EINVAL before Linux 6.3. On 7.0 and later they are EINVAL where the object is not 64-aligned, and the attribute in the header still
says 32, so it depends on what the linker puts in front. Where they are taken they choose version 2 of the ABI, in which a store to a
field of the kernel's kills the process.

glibc 2.35 made this mistake: built with newer headers it could not register on older kernels. The tests of CRIU failed by it in 2026.`,
  fix: `Register 32 bytes, which every kernel takes, or \`max(32, getauxval(AT_RSEQ_FEATURE_SIZE))\` bytes of an area that is aligned to
\`getauxval(AT_RSEQ_ALIGN)\`. A structure of your own that is and stays 32 bytes long may be measured.`,
  mends: 'always',
  evidence: [
    'Linux include/uapi/linux/rseq.h of 6.19 and 7.0: 32 and 64 bytes, both aligned(32)',
    'Linux 7.3 kernel/rseq.c: rseq_length_valid()',
    'measured: 64 bytes at an address that is a multiple of 32 only are EINVAL on Linux 6.1, taken on 6.12, 6.18 and 6.19, EINVAL on 7.0, 7.1 and 7.3',
    'glibc commit 2c6b4b27',
  ],
  bad: [
    {
      title: 'the type of the kernel header',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

int register_thread(void)
{
	return syscall(__NR_rseq, &area, sizeof(struct rseq), 0, 0x53053053);
	//                               ^^^^^^^^^^^^^^^^^^^ error: sizeof-as-registration-length "32 or 64"
}
`,
    },
    {
      title: 'the object, when it comes and when it goes',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area __attribute__((tls_model("initial-exec")));

static int sys_rseq(struct rseq *rseq, unsigned int length, int flags, unsigned int signature)
{
	return syscall(__NR_rseq, rseq, length, flags, signature);
}

int register_thread(void)
{
	return sys_rseq(&area, sizeof(area), 0, 0x53053053);
	//                     ^^^^^^^^^^^^ error: sizeof-as-registration-length
}

int unregister_thread(void)
{
	return sys_rseq(&area, sizeof(area), 1 /* RSEQ_FLAG_UNREGISTER */, 0x53053053);
	//                     ^^^^^^^^^^^^ related: measured here too
}
`,
    },
  ],
  good: [
    {
      title: 'a number',
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
      title: 'a structure of the program, whose size nobody else changes',
      language: 'cpp',
      code: String.raw`#include <sys/syscall.h>
#include <unistd.h>

struct kernel_rseq {
	unsigned cpu_id_start;
	unsigned cpu_id;
	unsigned long long rseq_cs;
	unsigned flags;
	unsigned node_id;
	unsigned mm_cid;
} __attribute__((aligned(4 * sizeof(unsigned long long))));

static_assert(sizeof(kernel_rseq) == 4 * sizeof(unsigned long long), "size of the area");

extern "C" thread_local volatile kernel_rseq __rseq_abi __attribute__((tls_model("initial-exec")));
thread_local volatile kernel_rseq __rseq_abi = {0, static_cast<unsigned>(-1), 0, 0, 0, 0};

bool register_thread()
{
	return 0 == syscall(__NR_rseq, &__rseq_abi, sizeof(__rseq_abi), 0, 0x53053053);
}
`,
    },
  ],
  check(use, { profiles }) {
    return use.calls.flatMap((call) => {
      if (verdictOf(call, use, profiles)?.kind !== 'type-size') return [];
      const { place, text, value } = call.length;
      const also = use.calls.filter((other) => other !== call && undoes(other, call));
      const size = value === undefined ? '32 or 64 bytes, as the headers have it' : `${value} bytes`;
      return [
        {
          place,
          function: call.function,
          message: `length \`${text}\` is ${size}: 64 are EINVAL before Linux 6.3, and from 7.0 on where the area is not 64-aligned; register ${originalLength} bytes, or what AT_RSEQ_FEATURE_SIZE says`,
          related: also.map(({ length }) => ({ message: 'measured here too', place: length.place })),
          fixes: [
            {
              title: `Register ${originalLength} bytes`,
              place,
              changes: [call, ...also].map(({ length }) => ({
                kind: 'replace' as const,
                place: length.place,
                text: String(originalLength),
              })),
            },
          ],
        },
      ];
    });
  },
});

/** An unregistration that measures the same. */
function undoes(other: RegistrationCall, call: RegistrationCall): boolean {
  return (
    other.action === 'unregister' &&
    call.action === 'register' &&
    other.lengthSource === 'type-size' &&
    other.length.isOwn
  );
}
