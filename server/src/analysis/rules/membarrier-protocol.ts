import { membarrier } from '../abi/system';
import type { Severity } from '../finding';
import type { Argument, MembarrierCall, RegistrationUse } from '../model/registration';
import { defineRegistrationRule } from './rule';

const { expedited, register, flagCpu } = membarrier;

/** What is wrong about a call, and where. */
interface Mistake {
  readonly at: Argument;
  readonly message: string;
  readonly severity?: Severity;
}

export default defineRegistrationRule({
  id: 'membarrier-protocol',
  severity: 'error',
  summary: 'membarrier is asked to restart sections in a way that it does not take',
  why: `\`MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ\` (Linux 5.10) makes sections of other threads begin again, so that what they have read is not older than what
was written before. It fails with EPERM until the process has asked for it with \`MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ\`; with EINVAL
for any flag but \`MEMBARRIER_CMD_FLAG_CPU\`, and for this one with another command, or with two commands at once. Then no section begins
again, and memory that another thread still works on is reused.

The third argument is the number of a cpu. A concurrency id (\`mm_cid\`) numbers something else: the thread that has it is on another cpu, and
the call restarts somebody else or, where there is no such cpu, nobody, and returns 0.

If a unit without \`main\` asks nowhere, another one may; that is information only.`,
  fix: `Register once, when the process starts, and look at the result. For data that \`mm_cid\` indexes leave the flag out: that restarts all.`,
  evidence: [
    'Linux 5.10 and 7.3 kernel/sched/membarrier.c: membarrier_private_expedited(), SYSCALL_DEFINE3(membarrier)',
    'measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3: EPERM before it was asked for, EINVAL for other flags and commands, 0 for a cpu that does not exist',
    'membarrier(2); librseq tests/param_test.c: no flag with mm_cid',
  ],
  bad: [
    {
      title: 'nobody asked for it',
      code: String.raw`#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	return syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 0, 0) ? 1 : 0;
	//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: membarrier-protocol "EPERM"
}
`,
    },
    {
      title: 'a concurrency id for a cpu number',
      code: String.raw`#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

/* rseq-abi: 6.3 */
struct rseq_abi {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

static int sys_membarrier(int command, int flags, int cpu)
{
	return syscall(__NR_membarrier, command, flags, cpu);
}

int register_process(void)
{
	return sys_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0);
}

int restart(const volatile struct rseq_abi *rseq)
{
	int mm_cid = rseq->mm_cid;

	return sys_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, MEMBARRIER_CMD_FLAG_CPU, mm_cid);
	//                                                                                    ^^^^^^ error: membarrier-protocol "mm_cid"
}
`,
    },
    {
      title: 'two commands at once',
      code: String.raw`#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

int restart(void)
{
	return syscall(__NR_membarrier,
		       MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ | MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 0, 0);
		//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: membarrier-protocol "EINVAL"
}
`,
    },
  ],
  good: [
    {
      title: 'asked for, and one cpu or all',
      code: String.raw`#include <linux/membarrier.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int sys_membarrier(int cmd, int flags, int cpu_id)
{
	return syscall(__NR_membarrier, cmd, flags, cpu_id);
}

int rseq_membarrier_expedited(int cpu)
{
	return sys_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, MEMBARRIER_CMD_FLAG_CPU, cpu);
}

int rseq_membarrier_all(void)
{
	return sys_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 0, 0);
}

int main(void)
{
	int status = sys_membarrier(MEMBARRIER_CMD_QUERY, 0, 0);

	if (status < 0 || !(status & MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ))
		return 1;
	if (sys_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0))
		abort();
	return rseq_membarrier_expedited(0) || rseq_membarrier_all();
}
`,
    },
    {
      title: 'numbers of its own',
      language: 'cpp',
      code: String.raw`#include <cstdlib>
#include <sys/syscall.h>
#include <unistd.h>

static bool using_upstream_fence = false;

static void InitPerCpu()
{
	constexpr int kMEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ = (1 << 8);

	using_upstream_fence =
		0 == syscall(__NR_membarrier, kMEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0);
}

static void FenceCpu(int cpu)
{
	constexpr int kMEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ = (1 << 7);
	constexpr int kMEMBARRIER_CMD_FLAG_CPU = (1 << 0);

	if (syscall(__NR_membarrier, kMEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, kMEMBARRIER_CMD_FLAG_CPU, cpu) != 0)
		abort();
}

int main()
{
	InitPerCpu();
	if (using_upstream_fence)
		FenceCpu(0);
}
`,
    },
  ],
  check(use) {
    return use.membarriers.flatMap((call) => {
      const mistake = mistakeOf(call, use);
      if (!mistake) return [];
      const { at, message, severity } = mistake;
      return [
        {
          place: at.isOwn ? at.place : call.place,
          function: call.function,
          message,
          ...(severity ? { severity } : {}),
        },
      ];
    });
  },
});

function mistakeOf(call: MembarrierCall, use: RegistrationUse): Mistake | undefined {
  const { command, flags, cpu, cpuField } = call;
  if (command.value === undefined) return undefined;
  if (command.value === (expedited.value | register.value)) {
    const message = `two commands at once fail with EINVAL; give ${register.name} in a call of its own, first`;
    return { at: command, message };
  }
  if (command.value !== expedited.value) {
    const isOther = command.value === register.value && flags.value !== undefined && flags.value !== 0;
    const message = `${register.name} takes no flags: the call fails with EINVAL, and the process may not restart sections; pass 0`;
    return isOther ? { at: flags, message } : undefined;
  }
  if (flags.value !== undefined && flags.value !== 0 && flags.value !== flagCpu.value) {
    const message = `flags \`${flags.text}\` are not known: the call fails with EINVAL; ${flagCpu.name} is the only one`;
    return { at: flags, message };
  }
  if (flags.value === flagCpu.value && cpu && cpuField === 'mm_cid') {
    const message = `\`${cpu.text}\` is an mm_cid and no cpu number: another cpu is restarted, or none; leave out ${flagCpu.name}, which restarts all`;
    return { at: cpu, message };
  }
  return isUnregistered(call, use)
    ? {
        at: command,
        message: `nothing here calls membarrier with ${register.name} first: the call fails with EPERM and no section begins again; call it when the process starts`,
        ...(use.hasMain || isTooEarly(call, use) ? {} : { severity: 'info' as const }),
      }
    : undefined;
}

/** Nowhere in the unit, or in the same function and behind, where nobody looks whether it failed. */
function isUnregistered(call: MembarrierCall, use: RegistrationUse): boolean {
  const { membarriers } = use;
  if (membarriers.some(({ command }) => command.value === undefined)) return false;
  return membarriers.every(({ command }) => command.value !== register.value) || isTooEarly(call, use);
}

function isTooEarly(call: MembarrierCall, { membarriers }: RegistrationUse): boolean {
  const registrations = membarriers.filter(({ command }) => command.value === register.value);
  return (
    call.result.kind === 'discarded' &&
    registrations.length > 0 &&
    registrations.every((other) => other.function === call.function && other.order > call.order)
  );
}
