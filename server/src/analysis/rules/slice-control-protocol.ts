import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'slice-control-protocol',
  severity: 'error',
  summary: 'a part of slice_ctrl is written that is not `request`',
  why: `A thread asks for a little more time by storing 1 to the byte \`slice_ctrl.request\`, and clears it behind its critical region; if \`granted\` is set then,
it gives the processor back with rseq_slice_yield(2). \`granted\` is the kernel's answer and may be set between any two instructions: a store to it, or
to the whole word \`all\`, takes back what was granted, and the kernel runs the thread as if it had broken its promise. With debugging on
(and in every kernel that validates) it is killed for it.`,
  fix: 'Store 1 and 0 to `request`, and nothing else; load `granted`.',
  evidence: [
    'Linux 7.0 Documentation/userspace-api/rseq.rst; include/uapi/linux/rseq.h: struct rseq_slice_ctrl',
    'Linux 7.0 kernel/rseq.c: rseq_slice_validate_ctrl()',
  ],
  bad: [
    {
      title: 'the whole word',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
	union {
		unsigned int all;
		struct {
			unsigned char request, granted;
			unsigned short reserved;
		};
	} slice_ctrl;
};

extern const unsigned int __rseq_size;

void ask_for_time(struct rseq *rseq)
{
	if (__rseq_size < 33)
		return;
	rseq->slice_ctrl.all = 1;
//      ^^^^^^^^^^^^^^^^^^^^ error: slice-control-protocol
}
`,
    },
    {
      title: 'the answer',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
	union {
		unsigned int all;
		struct {
			unsigned char request, granted;
			unsigned short reserved;
		};
	} slice_ctrl;
};

extern const unsigned int __rseq_size;

void take(struct rseq *rseq)
{
	if (__rseq_size >= 33)
		rseq->slice_ctrl.granted = 0;
	//      ^^^^^^^^^^^^^^^^^^^^^^^^ error: slice-control-protocol
}
`,
    },
  ],
  good: [
    {
      title: 'nothing is stored',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
	union {
		unsigned int all;
		struct {
			unsigned char request, granted;
			unsigned short reserved;
		};
	} slice_ctrl;
};

extern const unsigned int __rseq_size;

int is_idle(const volatile struct rseq *rseq)
{
	return __rseq_size < 33 || rseq->slice_ctrl.all == 0;
}
`,
    },
    {
      title: 'the byte that is ours',
      code: String.raw`#include <unistd.h>

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
	union {
		unsigned int all;
		struct {
			unsigned char request, granted;
			unsigned short reserved;
		};
	} slice_ctrl;
};

extern const unsigned int __rseq_size;
long yield_slice(void);

void region(volatile struct rseq *rseq, void (*work)(void))
{
	if (__rseq_size < 33) {
		work();
		return;
	}
	rseq->slice_ctrl.request = 1;
	work();
	rseq->slice_ctrl.request = 0;
	if (rseq->slice_ctrl.granted)
		yield_slice();
}
`,
    },
  ],
  check({ writes }) {
    return writes
      .filter(({ path: [field, part], how }) => field === 'slice_ctrl' && part !== 'request' && how === 'assignment')
      .map(({ path, place, function: name }) => ({
        place,
        function: name,
        message: `\`${path.join('.')}\` has the kernel's answer in it, which this may undo at any moment; store to \`slice_ctrl.request\` alone`,
      }));
  },
});
