import { defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'area-lifetime',
  severity: 'warning',
  summary: 'a registered area ends before its thread does',
  why: `The kernel writes to a registered area until the thread ends or unregisters it: at every preemption, migration and signal. A variable on the
stack is something else's memory as soon as its function returns, memory of the heap as soon as it is freed. From then on a cpu number
appears in other variables now and then. If the page is gone, the process is killed.`,
  fix: `Use a thread-local variable, whose life is that of the thread. Or unregister, with the same arguments, before the memory is given back.`,
  evidence: [
    'Linux 7.3 kernel/rseq.c and include/linux/rseq_entry.h: writes on the way back to user space',
    'measured on Linux 6.18: munmap() of a registered area, then a preemption: SIGSEGV',
    'rseq(2), librseq doc/man/rseq.2: unregister before reclaiming the memory',
  ],
  bad: [
    {
      title: 'on the stack',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

int register_thread(void)
{
	struct rseq area = { .cpu_id = -1 };

	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
	//                        ^^^^^ warning: area-lifetime "stack"
}
// <- related: the function returns
`,
    },
    {
      title: 'freed without a word to the kernel',
      code: String.raw`#include <linux/rseq.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int work_with_area(int (*work)(void))
{
	struct rseq *area = aligned_alloc(64, 64);
	int result = -1;

	if (!area)
		return -1;
	memset(area, 0, 64);
	if (syscall(__NR_rseq, area, 32, 0, 0x53053053) == 0)
	//                     ^^^^ warning: area-lifetime "freed"
		result = work();
	free(area);
//      ^^^^^^^^^^ related: freed here
	return result;
}
`,
    },
  ],
  good: [
    {
      title: 'unregistered before it goes',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

int work_with_area(int (*work)(void))
{
	struct rseq area = { .cpu_id = -1 };
	int result;

	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
		return -1;
	result = work();
	if (syscall(__NR_rseq, &area, 32, RSEQ_FLAG_UNREGISTER, 0x53053053))
		return -1;
	return result;
}
`,
    },
    {
      title: 'in main, and in a thread that does not end',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

void *serve(void *argument)
{
	struct rseq area = { .cpu_id = -1 };

	if (syscall(__NR_rseq, &area, 32, 0, 0x53053053))
		_exit(1);
	for (;;)
		pause();
	return argument;
}

int main(void)
{
	struct rseq area = { .cpu_id = -1 };

	return syscall(__NR_rseq, &area, 32, 0, 0x53053053) ? 1 : 0;
}
`,
    },
  ],
  check({ calls }) {
    return calls.flatMap((call) => {
      const { object, life, area } = call;
      if (!object || !life?.end || !area.isOwn) return [];
      const { how, place } = life.end;
      const what =
        how === 'freed'
          ? 'the area is freed while it is registered'
          : 'the area is on the stack of a function that returns and leaves it registered';
      return [
        {
          place: area.place,
          function: call.function,
          message: `${what}: the kernel goes on writing to memory that is something else's then; unregister it before, or register a thread-local variable`,
          related: [
            { message: how === 'freed' ? 'it is freed here' : 'the function returns', place },
            { message: `\`${object.name}\` comes from here`, place: object.place },
          ],
        },
      ];
    });
  },
});
