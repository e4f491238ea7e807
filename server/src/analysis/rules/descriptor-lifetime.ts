import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'descriptor-lifetime',
  severity: 'warning',
  summary: 'a section is armed with a descriptor on the stack',
  why: `\`rseq_cs\` keeps the address of the descriptor until the kernel finds the thread elsewhere, or the next section is armed. The kernel reads what stands there
at a preemption, long after the function has returned: whatever was put in its place on the stack is taken for a descriptor. A random signature kills the
thread; up to Linux 6.18 so do a random version and flags, also when the thread is nowhere near a section.`,
  fix: `Make the descriptor static and const. Its fields are addresses that the linker knows.`,
  evidence: [
    'rseq(2) of librseq, glibc manual: the descriptor has to stay',
    'measured: SIGSEGV at some later preemption where the memory of the descriptor is gone, on all kernels',
  ],
  bad: [
    {
      title: 'filled in by the function',
      code: String.raw`#include <linux/rseq.h>

extern char start[], commit[], abort_handler[];

void arm(struct rseq *rseq)
{
	struct rseq_cs descriptor = {
		.start_ip = (unsigned long)start,
		.post_commit_offset = (unsigned long)(commit - start),
		.abort_ip = (unsigned long)abort_handler,
	};

	rseq->rseq_cs = (unsigned long)&descriptor;
	//                             ^^^^^^^^^^^ warning: descriptor-lifetime
}
`,
    },
    {
      title: 'through the union that it was',
      code: String.raw`struct rseq_cs {
	unsigned int version, flags;
	unsigned long long start_ip, post_commit_offset, abort_ip;
} __attribute__((aligned(32)));

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	union {
		unsigned long long ptr64;
	} rseq_cs;
	unsigned int flags;
};

void arm(struct rseq *rseq, unsigned long start, unsigned long length, unsigned long handler)
{
	struct rseq_cs own = { 0, 0, start, length, handler };

	rseq->rseq_cs.ptr64 = (unsigned long)&own;
	//                                   ^^^^ warning: descriptor-lifetime
}
`,
    },
  ],
  good: [
    {
      title: 'one that stays',
      code: String.raw`#include <linux/rseq.h>

extern const struct rseq_cs descriptor;

void arm(struct rseq *rseq)
{
	rseq->rseq_cs = (unsigned long)&descriptor;
}
`,
    },
    {
      title: 'one that stays, known to one function',
      code: String.raw`#include <linux/rseq.h>

extern char start[], abort_handler[];

void arm(struct rseq *rseq)
{
	static struct rseq_cs descriptor __attribute__((aligned(32)));

	descriptor.start_ip = (unsigned long)start;
	descriptor.post_commit_offset = 16;
	descriptor.abort_ip = (unsigned long)abort_handler;
	rseq->rseq_cs = (unsigned long)&descriptor;
}
`,
    },
  ],
  check({ stackDescriptors }) {
    return stackDescriptors.map(({ name, place, declaration, function: within }) => ({
      place,
      function: within,
      message: `\`${name}\` ends with this function, and the kernel reads rseq_cs at some later preemption; make it static`,
      related: [{ message: 'it is declared here, in automatic storage', place: declaration }],
    }));
  },
});
