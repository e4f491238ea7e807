import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'negative-cpu-index',
  severity: 'error',
  summary: 'an array is indexed by `cpu_id`, which is negative while the thread is not registered',
  why: `\`cpu_id\` is -1 before the thread is registered and -2 where that failed: under old kernels, in sandboxes, with the tunable of libc that
switches it off. As the unsigned number that it is declared as, it chooses an element 4294967295 elements behind the first one. \`cpu_id_start\` is 0
then, and always a number of a cpu that there may be.`,
  fix: `Index with \`cpu_id_start\` and compare \`cpu_id\` inside the section; or look at the sign of \`cpu_id\` first, and take sched_getcpu(3) then.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h: RSEQ_CPU_ID_UNINITIALIZED, RSEQ_CPU_ID_REGISTRATION_FAILED',
    'measured: cpu_id is -2 with glibc.pthread.rseq=0 and under qemu-user',
  ],
  bad: [
    {
      title: 'straight out of the area',
      code: String.raw`#include <sys/rseq.h>

extern long counters[];

void count(const volatile struct rseq *rseq)
{
	counters[rseq->cpu_id]++;
	//       ^^^^^^^^^^^^ error: negative-cpu-index
}
`,
    },
    {
      title: 'by a function that gives it as it is',
      code: String.raw`int rseq_current_cpu_raw(void);

struct pool { void *free; };
extern struct pool pools[];

struct pool *this_pool(void)
{
	int cpu = rseq_current_cpu_raw();

	return &pools[cpu];
	//            ^^^ error: negative-cpu-index
}
`,
    },
  ],
  good: [
    {
      title: 'the number that is never negative',
      code: String.raw`#include <sys/rseq.h>

extern long counters[];

void count(const volatile struct rseq *rseq)
{
	counters[rseq->cpu_id_start]++;
}
`,
    },
    {
      title: 'its sign is looked at',
      code: String.raw`#define _GNU_SOURCE
#include <sched.h>
#include <sys/rseq.h>

extern long counters[];

void count(const volatile struct rseq *rseq)
{
	int cpu = rseq->cpu_id;

	if (cpu < 0)
		cpu = sched_getcpu();
	counters[cpu]++;
}
`,
    },
  ],
  check({ elements, knowsRegistration }) {
    if (knowsRegistration) return [];
    return elements
      .filter(({ field, isTested, isRaw }) => field === 'cpu_id' && isRaw && !isTested)
      .map(({ place, text, function: name }) => ({
        place,
        function: name,
        message: `\`${text}\` is negative in a thread that is not registered; index with cpu_id_start, or look at its sign first`,
      }));
  },
});
