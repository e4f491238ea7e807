import { defineCpuRule } from './rule';

export default defineCpuRule({
  id: 'no-unregistered-fallback',
  severity: 'warning',
  summary: 'an operation is tried until it succeeds, and nothing sees to it that it can',
  why: `In a thread that is not registered \`cpu_id\` is negative, so that the compare of every section fails, for ever: under kernels without rseq(2), in sandboxes
whose filter does not know it (Chromium and Firefox of 2020, Docker of that time), under qemu-user and valgrind, and where \`glibc.pthread.rseq=0\` is set.
The loop never ends. A program finds out once, when it starts or in its slow path.`,
  fix: `Ask once whether threads are registered: \`__rseq_size != 0\` of libc, or rseq_register_current_thread() of librseq and its result. Take a lock or an
atomic instruction where they are not.`,
  evidence: [
    'rseq(2) of librseq; measured: __rseq_size is 0 and cpu_id -2 with the tunable and under qemu-user',
    'Chromium issue 1104160, Firefox bug 1651701',
  ],
  bad: [
    {
      title: 'a program that never asks',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);
static long counters[4096];

static void increment(void)
{
	int cpu, failed;

	do {
		cpu = rseq_cpu_start();
		failed = rseq_addv(&counters[cpu], 1, cpu);
		//       ^^^^^^^^^ warning: no-unregistered-fallback
	} while (failed);
}

int main(void)
{
	increment();
	return 0;
}
`,
    },
    {
      title: 'as a condition',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);
static long counter;

int main(void)
{
	while (rseq_addv(&counter, 1, rseq_cpu_start()))
	//     ^^^^^^^^^ warning: no-unregistered-fallback
		;
	return 0;
}
`,
    },
  ],
  good: [
    {
      title: 'asked once',
      code: String.raw`extern const unsigned int __rseq_size;
int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);
static long counters[4096];

int main(void)
{
	int cpu, failed;

	if (__rseq_size == 0)
		return 1;
	do {
		cpu = rseq_cpu_start();
		failed = rseq_addv(&counters[cpu], 1, cpu);
	} while (failed);
	return 0;
}
`,
    },
    {
      title: 'a library, whose program asks',
      code: String.raw`int rseq_cpu_start(void);
int rseq_addv(long *v, long count, int cpu);
static long counters[4096];

void increment(void)
{
	int cpu, failed;

	do {
		cpu = rseq_cpu_start();
		failed = rseq_addv(&counters[cpu], 1, cpu);
	} while (failed);
}
`,
    },
  ],
  check({ retries, knowsRegistration, hasFallback, hasMain }) {
    // What another unit does nobody knows, unless this one is where the program begins.
    if (knowsRegistration || hasFallback || !hasMain) return [];
    return retries.map(({ operation, place, function: name }) => ({
      place,
      function: name,
      message: `\`${operation}\` never succeeds in a thread that is not registered, and nothing here asks whether it is; test __rseq_size once, and take another way where it is 0`,
    }));
  },
});
