import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'per-cpu-array-size',
  severity: 'warning',
  summary: 'an array that numbers of cpus index has room for as many as are online',
  why: `Numbers of cpus go up to the highest *possible* one. Cpus that are offline, or that the process may not use, leave gaps below it, and a cpu may come online
later: with cpus 0 and 8 of a machine online there are two, and the second is number 8. The same holds for \`mm_cid\`, which is less than the number of
possible cpus, not of those that the affinity mask has.`,
  fix: `Count the possible cpus: the last number of /sys/devices/system/cpu/possible and one more (librseq: rseq_get_max_nr_cpus()), or
sysconf(_SC_NPROCESSORS_CONF).`,
  evidence: ['librseq c1a486a, 6cd6512, 40797ae; tcmalloc 0aabebf5', 'Linux Documentation/admin-guide/cputopology.rst'],
  bad: [
    {
      title: 'as many as are online',
      code: String.raw`#include <stdlib.h>
#include <sys/rseq.h>
#include <unistd.h>

static long *counters;

void init(void)
{
	counters = calloc(sysconf(_SC_NPROCESSORS_ONLN), sizeof(*counters));
	//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: per-cpu-array-size
}

long *counter(const volatile struct rseq *rseq)
{
	return &counters[rseq->cpu_id_start];
}
`,
    },
    {
      title: 'as many as libc counts',
      code: String.raw`#include <stdlib.h>
#include <sys/rseq.h>
#include <sys/sysinfo.h>

void *run(const volatile struct rseq *rseq)
{
	int cpus = get_nprocs();
	//         ^^^^^^^^^^^^ warning: per-cpu-array-size
	void **slots = calloc(cpus, sizeof(void *));

	return slots[rseq->cpu_id_start];
}
`,
    },
  ],
  good: [
    {
      title: 'as many as there may be',
      code: String.raw`#include <stdlib.h>
#include <sys/rseq.h>
#include <unistd.h>

static long *counters;

void init(void)
{
	counters = calloc(sysconf(_SC_NPROCESSORS_CONF), sizeof(*counters));
}

long *counter(const volatile struct rseq *rseq)
{
	return &counters[rseq->cpu_id_start];
}
`,
    },
    {
      title: 'threads, which are counted otherwise',
      code: String.raw`#include <pthread.h>
#include <stdlib.h>
#include <sys/rseq.h>
#include <unistd.h>

extern long counters[4096];

pthread_t *start(const volatile struct rseq *rseq)
{
	pthread_t *threads = calloc(sysconf(_SC_NPROCESSORS_ONLN), sizeof(*threads));

	counters[rseq->cpu_id_start]++;
	return threads;
}
`,
    },
  ],
  check({ arrays, elements }) {
    return arrays.flatMap(({ array, online, function: name }) => {
      const element = elements.find((one) => one.array === array);
      if (!online || !element) return [];
      return [
        {
          place: online.place,
          function: name,
          message: `\`${online.text}\` counts cpus that are online, but \`${array}\` is indexed by a number of a possible one; count those`,
          related: [{ message: `\`${element.field}\` indexes it`, place: element.place }],
        },
      ];
    });
  },
});
