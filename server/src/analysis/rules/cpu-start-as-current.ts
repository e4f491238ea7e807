import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'cpu-start-as-current',
  severity: 'info',
  summary: '`cpu_id_start` is given out as the cpu that the thread runs on',
  why: `\`cpu_id_start\` is a number that is always good as an index: 0 while the thread is not registered. It is meant for finding the data that a section then
works on if \`cpu_id\` still agrees. Whoever takes it for the current cpu gets 0 for ever in an unregistered thread.`,
  fix: 'Give `cpu_id`, and ask sched_getcpu(3) where that is negative.',
  evidence: [
    'Linux include/uapi/linux/rseq.h: cpu_id_start',
    'librseq include/rseq/rseq.h: rseq_cpu_start() beside rseq_current_cpu()',
  ],
  bad: [
    {
      title: 'through a pointer',
      code: String.raw`#include <sys/rseq.h>

extern volatile struct rseq *area;

unsigned int current_cpu(void)
{
	return area->cpu_id_start;
	//     ^^^^^^^^^^^^^^^^^^ info: cpu-start-as-current
}
`,
    },
    {
      title: 'through a function',
      code: String.raw`unsigned int rseq_cpu_start(void);

int my_getcpu(void)
{
	return rseq_cpu_start();
	//     ^^^^^^^^^^^^^^^^ info: cpu-start-as-current
}
`,
    },
  ],
  good: [
    {
      title: 'called what it is',
      code: String.raw`#include <sys/rseq.h>

extern volatile struct rseq *area;

unsigned int cpu_to_begin_with(void)
{
	return area->cpu_id_start;
}
`,
    },
    {
      title: 'the other field, looked at',
      code: String.raw`#define _GNU_SOURCE
#include <sched.h>
#include <sys/rseq.h>

extern volatile struct rseq *area;

int current_cpu(void)
{
	int cpu = area->cpu_id;

	return cpu < 0 ? sched_getcpu() : cpu;
}
`,
    },
  ],
  check({ namedNumbers }) {
    return namedNumbers
      .filter(({ field }) => field === 'cpu_id_start')
      .map(({ place, function: name }) => ({
        place,
        function: name,
        message: `\`${name}\` says 0 in every thread that is not registered; give cpu_id, and ask sched_getcpu() where it is negative`,
      }));
  },
});
