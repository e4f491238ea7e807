import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'field-read-not-volatile',
  severity: 'warning',
  summary: 'a loop waits for a field that the compiler may read once',
  why: `The kernel changes \`cpu_id\` and its neighbours between any two instructions, which no compiler is told. \`while (rseq->cpu_id == cpu);\` becomes one
load and an endless jump with \`-O1\` already. The fields need no atomic operation: a volatile read of the aligned word is what there is to it.`,
  fix: 'Read through a pointer to volatile, as `RSEQ_READ_ONCE` of librseq and of the selftests does.',
  mends: 'always',
  evidence: [
    'measured: gcc 12 -O2 makes one load and `jmp` to itself of such a loop',
    'glibc manual, Restartable Sequences: "volatile"; librseq include/rseq/utils.h: RSEQ_READ_ONCE',
  ],
  bad: [
    {
      title: 'waits for another cpu',
      code: String.raw`#include <sys/rseq.h>

void wait_for_migration(struct rseq *rseq, unsigned int cpu)
{
	while (rseq->cpu_id == cpu)
	//     ^^^^^^^^^^^^ warning: field-read-not-volatile "once"
		;
}
`,
    },
    {
      title: 'counts until it is elsewhere',
      code: String.raw`#include <linux/rseq.h>

extern __thread struct rseq __rseq_abi;

unsigned long measure(void)
{
	unsigned long turns = 0;

	for (unsigned int cpu = __rseq_abi.cpu_id; __rseq_abi.cpu_id == cpu; )
	//                                         ^^^^^^^^^^^^^^^^^ warning: field-read-not-volatile
		turns++;
	return turns;
}
`,
    },
  ],
  good: [
    {
      title: 'through volatile',
      code: String.raw`#include <sys/rseq.h>

void wait_for_migration(volatile struct rseq *rseq, unsigned int cpu)
{
	while (rseq->cpu_id == cpu)
		;
}

void wait_here(struct rseq *rseq, unsigned int cpu)
{
	while (*(volatile unsigned int *)&rseq->cpu_id == cpu)
		;
}
`,
    },
    {
      title: 'something happens in between',
      code: String.raw`#include <sched.h>
#include <sys/rseq.h>

void yield_until(struct rseq *rseq, unsigned int cpu)
{
	while (rseq->cpu_id != cpu)
		sched_yield();
}
`,
    },
  ],
  check({ waits }) {
    return waits.map(({ field, read, function: name }) => ({
      place: read.place,
      function: name,
      message: `the compiler may read \`${field}\` once for all turns of this loop; read it through a pointer to volatile`,
      fixes: [
        {
          title: 'Read through a pointer to volatile',
          place: read.place,
          changes: [
            { kind: 'replace', place: read.place, text: `*(const volatile __typeof__(${read.text}) *)&${read.text}` },
          ],
        },
      ],
    }));
  },
});
