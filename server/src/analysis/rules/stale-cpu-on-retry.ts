import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'stale-cpu-on-retry',
  severity: 'error',
  summary: 'an operation is tried again with the number of the cpu that it was tried with',
  why: `An operation for a cpu fails when the thread has been moved to another one. Tried again with the old number it fails again, each time, until the thread is moved
back by chance: on a machine with free cpus it never is, and the thread spins. The number has to be read for each try, and what it indexes found anew.`,
  fix: 'Read the number inside the loop.',
  evidence: [
    'librseq tests/param_test.c: get_current_cpu_id() inside of every loop',
    'rseq(2) of librseq, the example',
  ],
  bad: [
    {
      title: 'until it succeeds',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);

extern struct { long count; } data[];

void increment(void)
{
	int cpu = rseq_cpu_start();
	int ret;

	do {
		ret = rseq_addv(&data[cpu].count, 1, cpu);
		//                                   ^^^ error: stale-cpu-on-retry
	} while (ret);
}
`,
    },
    {
      title: 'as a condition',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);

extern struct { long count; } data[];

void increment(void)
{
	unsigned int cpu = rseq_cpu_start();

	while (rseq_addv(&data[cpu].count, 1, cpu))
	//                                    ^^^ error: stale-cpu-on-retry
		;
}
`,
    },
  ],
  good: [
    {
      title: 'read for each try',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);

extern struct { long count; } data[];

void increment(void)
{
	int cpu, ret;

	do {
		cpu = rseq_cpu_start();
		ret = rseq_addv(&data[cpu].count, 1, cpu);
	} while (ret);
}
`,
    },
    {
      title: 'tried once',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);

extern struct { long count; } data[];

int increment(void)
{
	int cpu = rseq_cpu_start();

	return rseq_addv(&data[cpu].count, 1, cpu);
}
`,
    },
  ],
  check({ staleRetries }) {
    return staleRetries.map(({ variable, place, readAt, function: name }) => ({
      place,
      function: name,
      message: `\`${variable}\` is read once, so that every try after a migration fails like the first; read it inside the loop`,
      related: [{ message: 'it is read here', place: readAt }],
    }));
  },
});
