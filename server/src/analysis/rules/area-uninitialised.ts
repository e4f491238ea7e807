import type { AreaObject } from '../model/registration';
import { type AbstractFix, defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'area-uninitialised',
  severity: 'warning',
  summary: 'an area is registered that was never given a value',
  why: `The kernel reads the area that it is given. Linux before 6.15 (and stable kernels of the time) leaves \`rseq_cs\` as it finds it: what the stack or the
heap had there is then taken for the address of a descriptor, and the process is killed by SIGSEGV at its next preemption, right after
rseq(2) returned 0. \`flags\` that are not 0 kill it up to Linux 6.18 in its first section that is interrupted. Fields that are reserved may be
looked at by kernels to come.`,
  fix: `Set all of it to zero and \`cpu_id\` to -1 (\`RSEQ_CPU_ID_UNINITIALIZED\`) first. Thread-local and static variables are zero by themselves.`,
  mends: 'often',
  evidence: [
    'Linux commit fd881d0a (6.15): rseq_cs is cleared at registration; backported to 5.10.240, 6.1 and 6.12.39',
    'glibc commits 97f60abd, d9f40387 and 689a62a4: memory of threads was used again with an old rseq_cs in it',
    'measured on Linux 6.18: SIGSEGV with garbage in rseq_cs or flags',
  ],
  bad: [
    {
      title: 'on the stack',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	struct rseq area;
	//          ^^^^ related: no value

	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
	//                     ^^^^^ warning: area-uninitialised "rseq_cs"
		return 1;
	pause();
	return 0;
}
`,
    },
    {
      title: 'only the field that the program reads',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	struct rseq area __attribute__((aligned(64)));

	area.cpu_id = -1;
	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
	//                     ^^^^^ warning: area-uninitialised
		return 1;
	return area.cpu_id != 0;
}
`,
    },
  ],
  good: [
    {
      title: 'an initialiser, or memset',
      code: String.raw`#include <linux/rseq.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	struct rseq area = { .cpu_id = -1 }, other;

	memset(&other, 0, sizeof(other));
	other.cpu_id = -1;
	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
		return 1;
	if (syscall(__NR_rseq, &area, 32, RSEQ_FLAG_UNREGISTER, 0x53053053))
		return 1;
	return syscall(__NR_rseq, &other, 32, 0, 0x53053053) ? 1 : 0;
}
`,
    },
    {
      title: 'thread-local variables are zero',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area;

int register_thread(void)
{
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
  ],
  check({ calls }) {
    return calls.flatMap((call) => {
      const { object, life, area } = call;
      if (!object || life?.isInitialized !== false || !area.isOwn) return [];
      const where = object.storage === 'heap' ? 'heap' : 'stack';
      return [
        {
          place: area.place,
          function: call.function,
          message: `the area has what the ${where} left there, in \`rseq_cs\` too, which kernels before 6.15 take for a descriptor's address: SIGSEGV at the next preemption; set it to zero first`,
          related: [{ message: `\`${object.name}\` gets no value here`, place: object.place }],
          fixes: fixesOf(object),
        },
      ];
    });
  },
});

function fixesOf({ last, name }: AreaObject): readonly AbstractFix[] {
  if (!last) return [];
  const { place, text } = last;
  return [{ title: `Set \`${name}\` to zero`, place, changes: [{ kind: 'replace', place, text: `${text} = { 0 }` }] }];
}
