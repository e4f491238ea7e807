import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'remote-access-unfenced',
  severity: 'info',
  summary: "other cpus' data is stored to, and nothing makes their sections restart",
  why: `A section is safe from what else runs on its cpu, and from nothing else. A thread that stores to the data of another cpu, to empty its list for instance, does so
in the middle of sections there: what they have read is old when they commit. While nobody else runs yet that does not matter, so that this is information.`,
  fix: `Let sections look at a word that says that the data is taken, change it, and have membarrier(2) with MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ restart those that
have not seen it. Or run on each cpu in turn (sched_setaffinity(2)).`,
  evidence: ['membarrier(2)', "tcmalloc 40b3da02, fc7fff01: another cpu's header was changed without a fence"],
  bad: [
    {
      title: 'all lists are emptied',
      code: String.raw`#include <sys/rseq.h>

static struct { void *head; } lists[4096];

void *mine(const volatile struct rseq *rseq)
{
	return lists[rseq->cpu_id_start].head;
}

void drop_all(void)
{
	for (int i = 0; i < 4096; i++)
		lists[i].head = 0;
	//      ^^^^^^^^^^^^^ info: remote-access-unfenced
}
`,
    },
    {
      title: 'counters are reset',
      code: String.raw`#include <sys/rseq.h>

extern long counters[];

long *mine(const volatile struct rseq *rseq)
{
	return &counters[rseq->cpu_id_start];
}

void reset(int cpus)
{
	int cpu;

	for (cpu = 0; cpu < cpus; cpu++) {
		counters[cpu] = 0;
	//      ^^^^^^^^^^^^^ info: remote-access-unfenced
	}
}
`,
    },
  ],
  good: [
    {
      title: 'sections are made to restart',
      code: String.raw`#include <linux/membarrier.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct { void *head; int closed; } lists[64];

void *mine(const volatile struct rseq *rseq)
{
	return lists[rseq->cpu_id_start].head;
}

int begin(void)
{
	return syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0) == 0;
}

void drop_all(void)
{
	for (int i = 0; i < 64; i++)
		lists[i].closed = 1;
	if (syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 0, 0) == 0)
		for (int i = 0; i < 64; i++)
			lists[i].head = 0;
}
`,
    },
    {
      title: 'read only',
      code: String.raw`#include <sys/rseq.h>

static long counters[4096];

long *mine(const volatile struct rseq *rseq)
{
	return &counters[rseq->cpu_id_start];
}

long sum(void)
{
	long all = 0;

	for (int i = 0; i < 4096; i++)
		all += counters[i];
	return all;
}
`,
    },
  ],
  check({ remoteStores, elements, fences }) {
    if (fences) return [];
    return remoteStores
      .filter(({ array }) => elements.some((element) => element.array === array))
      .map(({ array, place, function: name }) => ({
        place,
        function: name,
        message: `\`${array}\` is indexed by the current cpu elsewhere, and a section of another cpu may be at work on this element; fence with membarrier(2) first`,
      }));
  },
});
