import { verdictOf } from '../model/registrationVerdict';
import type { AreaObject } from '../model/registration';
import { type AbstractFix, defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'area-misaligned',
  severity: 'error',
  summary: 'an object is registered whose alignment rseq(2) does not take',
  why: `The area has to be 32-aligned on every kernel, and from Linux 7.0 on 64-aligned where more than 32 bytes are registered
(\`AT_RSEQ_ALIGN\` in the auxiliary vector). Another address is EINVAL. What decides is the address and not the type, so an object that is
less aligned works or not depending on its neighbours: a static one changes with the next variable, one of malloc with the next allocation.`,
  fix: `Declare the object with \`__attribute__((aligned(32)))\` or \`alignas(32)\`, 64 for more than 32 bytes; allocate it with
\`aligned_alloc\` or \`posix_memalign\`.`,
  mends: 'often',
  evidence: [
    'Linux 6.1 kernel/rseq.c: IS_ALIGNED(rseq, __alignof__(*rseq)); Linux 7.3: rseq_length_valid()',
    'measured: an address that is no multiple of 32 is EINVAL on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3; one that is no multiple of 64 with 33 or 64 bytes on 6.1 and from 7.0 on',
    'malloc(3): suitably aligned for any built-in type, which is 16 bytes at most',
  ],
  bad: [
    {
      title: 'a structure without attribute',
      code: String.raw`#include <sys/syscall.h>
#include <unistd.h>

struct rseq_area {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid, padding;
};

static __thread struct rseq_area area;
//                               ^^^^ related: declared

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	//                        ^^^^^ error: area-misaligned "8 bytes"
}
`,
    },
    {
      title: 'memory of malloc',
      code: String.raw`#include <linux/rseq.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct rseq *register_thread(void)
{
	struct rseq *area = malloc(sizeof(*area));
	//                  ^^^^^^^^^^^^^^^^^^^^^ related: allocated

	if (!area)
		return NULL;
	memset(area, 0, sizeof(*area));
	if (syscall(__NR_rseq, area, 32, 0, 0x53053053) == 0)
	//                     ^^^^ error: area-misaligned "16 bytes"
		return area;
	free(area);
	return NULL;
}
`,
    },
    {
      title: 'more than 32 bytes with the alignment of the kernel header',
      code: String.raw`#include <linux/rseq.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif

static __thread struct rseq area[2];
//                          ^^^^ related: declared

int register_thread(void)
{
	if (getauxval(AT_RSEQ_FEATURE_SIZE) < 33)
		return syscall(__NR_rseq, area, 32, 0, 0x53053053);
	return syscall(__NR_rseq, area, 33, 0, 0x53053053);
	//                        ^^^^ error: area-misaligned "64"
}
`,
    },
  ],
  good: [
    {
      title: 'the type of the kernel header, which is 32-aligned, and a buffer that is told to be',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;
static char first_area[64] __attribute__((aligned(64)));

int register_thread(int is_first)
{
	if (is_first)
		return syscall(__NR_rseq, first_area, 32, 0, 0x53053053);
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'aligned memory',
      code: String.raw`#include <linux/rseq.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct rseq *register_thread(void)
{
	struct rseq *area = aligned_alloc(64, 64);

	if (!area)
		return NULL;
	memset(area, 0, 64);
	area->cpu_id = -1;
	if (syscall(__NR_rseq, area, 32, 0, 0x53053053) == 0)
		return area;
	free(area);
	return NULL;
}
`,
    },
  ],
  check(use, { profiles }) {
    return use.calls.flatMap((call) => {
      const verdict = verdictOf(call, use, profiles);
      const { object, area } = call;
      if (verdict?.kind !== 'misaligned' || !object) return [];
      const { alignment, needed, abis } = verdict;
      const since = needed > 32 ? ' with this length from Linux 7.0 on' : '';
      const verb = object.storage === 'heap' ? 'allocated' : 'declared';
      return [
        {
          place: area.place,
          function: call.function,
          message: `the area is ${verb} with an alignment of ${bytes(alignment)}, and rseq(2) fails with EINVAL${since} unless the address is a multiple of ${needed}; align it to ${needed} bytes`,
          abis,
          related: [{ message: `\`${object.name}\` is ${verb} here`, place: object.place }],
          fixes: fixesOf(object, needed),
        },
      ];
    });
  },
});

function fixesOf({ declarator, name, storage }: AreaObject, needed: number): readonly AbstractFix[] {
  if (!declarator) return [];
  const { place, text } = declarator;
  const aligned =
    storage === 'heap'
      ? text.replace(/^malloc\s*\(/, `aligned_alloc(${needed}, `)
      : `${text} __attribute__((aligned(${needed})))`;
  return [
    { title: `Align \`${name}\` to ${needed} bytes`, place, changes: [{ kind: 'replace', place, text: aligned }] },
  ];
}

function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
