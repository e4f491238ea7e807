import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'mm-cid-in-shared-memory',
  severity: 'warning',
  summary: 'memory that processes share is indexed by `mm_cid`',
  why: `\`mm_cid\` tells threads of one process apart that run at the same time. Threads of two processes have equal numbers at the same time all the time: both work on
one element, and each section protects its own process only.`,
  fix: 'Index shared memory by `cpu_id_start`, and compare `cpu_id`.',
  evidence: [
    'Linux include/uapi/linux/rseq.h: mm_cid, "Memory map (mm) concurrency ID"',
    'Linux 6.3 kernel/sched/sched.h: mm_cid is allocated from a mask of the mm',
  ],
  bad: [
    {
      title: 'a mapping that is shared',
      code: String.raw`/* rseq-abi: 6.3 */
#include <sys/mman.h>

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

long *slot(int fd, const volatile struct rseq *rseq)
{
	long *slots = mmap(0, 4096, 3, MAP_SHARED, fd, 0);

	return &slots[rseq->mm_cid];
	//            ^^^^^^^^^^^^ warning: mm-cid-in-shared-memory
}
`,
    },
    {
      title: 'a System V segment',
      code: String.raw`/* rseq-abi: 6.3 */
#include <sys/shm.h>

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

long *slot(int id, const volatile struct rseq *rseq)
{
	long *slots = (long *)shmat(id, 0, 0);

	return slots + (slots[rseq->mm_cid] != 0);
	//                    ^^^^^^^^^^^^ warning: mm-cid-in-shared-memory
}
`,
    },
  ],
  good: [
    {
      title: 'the cpu',
      code: String.raw`#include <sys/shm.h>

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

long *slot(int id, const volatile struct rseq *rseq)
{
	long *slots = (long *)shmat(id, 0, 0);

	return &slots[rseq->cpu_id_start];
}
`,
    },
    {
      title: 'memory of the process',
      code: String.raw`/* rseq-abi: 6.3 */
#include <stdlib.h>

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

long *slot(const volatile struct rseq *rseq)
{
	long *slots = calloc(4096, sizeof(long));

	return &slots[rseq->mm_cid];
}
`,
    },
  ],
  check({ arrays, elements }) {
    return elements.flatMap(({ array, field, place, function: name }) => {
      const shared = arrays.find((one) => one.array === array && one.function === name && one.shared)?.shared;
      if (field !== 'mm_cid' || !shared) return [];
      const message = `\`${array}\` is shared with other processes, in which threads have the same \`mm_cid\` at the same time; index it by cpu_id_start`;
      return [{ place, function: name, message, related: [{ message: 'it is mapped here', place: shared }] }];
    });
  },
});
