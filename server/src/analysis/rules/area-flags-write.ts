import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'area-flags-write',
  severity: 'error',
  summary: '`flags` of struct rseq gets something that is not 0',
  why: `The flags that the first kernels had (no restart on preemption, on signals, on migration) never worked together and were taken out: from Linux 6.1
to 6.18 anything but 0 in \`flags\` raises SIGSEGV when a section is aborted for the first time, up to then they left sections running on the wrong cpu.
RSEQ_TLS_FLAG_SIZE of the July 2020 proposal is no exception. From Linux 7.0 on the field is the kernel's, which says in it what it has.`,
  fix: 'Leave `flags` 0.',
  evidence: [
    'Linux commit 0190e4198e47 (6.1): "rseq: Deprecate RSEQ_CS_FLAG_NO_RESTART_ON_* flags"; Linux 7.0 kernel/rseq.c: RSEQ_CS_FLAG_SLICE_EXT_AVAILABLE',
    'measured: SIGSEGV at the first abort on 6.1, 6.12 and 6.18',
  ],
  bad: [
    {
      title: 'as for Linux 5',
      code: String.raw`#include <linux/rseq.h>

static __thread struct rseq area = { .cpu_id = -1, .flags = 1 };
//                                                 ^^^^^^^^^^ error: area-flags-write

struct rseq *get_area(void)
{
	return &area;
}
`,
    },
    {
      title: 'while it is registered',
      code: String.raw`#include <sys/rseq.h>

void keep_running(struct rseq *rseq)
{
	rseq->flags |= 4;
//      ^^^^^^^^^^^ error: area-flags-write
	rseq->flags = 8;
//      ^^^^^^^^^^^ error: area-flags-write
}
`,
    },
  ],
  good: [
    {
      title: 'nothing, from the beginning',
      code: String.raw`#include <linux/rseq.h>

static __thread struct rseq area = { .cpu_id = -1, .flags = 0 };

struct rseq *get_area(void)
{
	return &area;
}
`,
    },
    {
      title: 'nothing, later',
      code: String.raw`#include <sys/rseq.h>

void clear(struct rseq *rseq)
{
	rseq->flags = 0;
}
`,
    },
  ],
  check({ writes }) {
    return writes
      .filter(
        ({ path, value, how }) =>
          path.join('.') === 'flags' && value !== 0 && (how !== 'initializer' || value !== undefined),
      )
      .map(({ place, function: name }) => ({
        place,
        function: name,
        message:
          "anything but 0 in `flags` kills the thread at its first abort on Linux 6.1 to 6.18, and is the kernel's from 7.0 on; leave it 0",
      }));
  },
});
