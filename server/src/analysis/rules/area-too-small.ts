import { verdictOf } from '../model/registrationVerdict';
import { defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'area-too-small',
  severity: 'error',
  summary: 'an object is registered with more bytes than it has',
  why: `The kernel writes to every field that it knows within the registered length, at any time between two instructions of the thread. Since
Linux 6.3 it writes bytes 20 to 28 (\`node_id\`, \`mm_cid\`) of every registration, since 7.0 also bytes 28 to 33 of longer ones. What lies behind a
smaller object is another variable, which changes now and then.

An attribute such as \`aligned(1024)\` does not help: it moves the object and leaves its size, so that the linker may put the next
variable right behind it.`,
  fix: `Make the object as large as the length: with padding, or as a union with an array of bytes.`,
  evidence: [
    'Linux 6.3 kernel/rseq.c: rseq_update_cpu_node_id() writes node_id and mm_cid',
    'measured with gcc 12: behind a thread-local object of 32 bytes with aligned(1024) the next one lies at +32',
    'Linux commit e6644c967d3c: selftests/rseq, the area becomes a union with 1024 bytes',
  ],
  bad: [
    {
      title: 'a structure that ends where that of Linux 4.18 does',
      code: String.raw`#include <sys/syscall.h>
#include <unistd.h>

struct rseq_area {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags;
};

static __thread struct rseq_area area __attribute__((aligned(32)));
//                               ^^^^ related: 24 bytes

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	//                        ^^^^^ error: area-too-small "24 bytes"
}
`,
    },
    {
      title: 'alignment in the place of size',
      code: String.raw`#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif

struct rseq_area {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid, padding;
};

static __thread struct rseq_area area __attribute__((aligned(1024)));

int register_thread(void)
{
	if (getauxval(AT_RSEQ_FEATURE_SIZE) <= 32)
		return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	return syscall(__NR_rseq, &area, 64, 0, 0x53053053);
	//                        ^^^^^ error: area-too-small "aligned to 1024"
}
`,
    },
  ],
  good: [
    {
      title: 'padding',
      code: String.raw`#include <sys/syscall.h>
#include <unistd.h>

struct rseq_area {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, padding[3];
};

static __thread struct rseq_area area __attribute__((aligned(32)));

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'a union with room for fields to come',
      code: String.raw`#include <linux/rseq.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif

static __thread union {
	struct rseq rseq;
	char room[1024];
} area __attribute__((aligned(1024)));

int register_thread(void)
{
	if (getauxval(AT_RSEQ_FEATURE_SIZE) <= 32)
		return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	return syscall(__NR_rseq, &area, 64, 0, 0x53053053);
}
`,
    },
  ],
  check(use, { profiles }) {
    return use.calls.flatMap((call) => {
      const verdict = verdictOf(call, use, profiles);
      const { object, area } = call;
      if (verdict?.kind !== 'too-small' || !object) return [];
      const { size, length } = verdict;
      const isSpread = object.alignment !== undefined && object.alignment >= length;
      const but = isSpread ? `, also when it is aligned to ${object.alignment}` : '';
      return [
        {
          place: area.place,
          function: call.function,
          message: `the area has ${size} bytes${but}, and ${length} are registered: the kernel writes to what lies behind it; make it ${length} bytes long`,
          related: [{ message: `\`${object.name}\` has ${size} bytes`, place: object.place }],
        },
      ];
    });
  },
});
