import { findFields } from '../abi/profiles';
import type { FieldWrite } from '../model/fieldUse';
import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'read-only-field-write',
  severity: 'error',
  summary: 'a field of struct rseq is written that belongs to the kernel',
  why: `\`cpu_id_start\`, \`cpu_id\`, \`node_id\` and \`mm_cid\` are the kernel's. Up to Linux 6.18 it wrote them at every switch, and what somebody
else stored was gone soon; until then each library of the process worked on the wrong data. Since 6.19 it writes them when they change, so the wrong
number stays. With a registration of version 2 (Linux 7.1, a length above 32) it compares them first and kills the thread that has changed one.

The same holds for the whole area, by memset(3) for instance: that takes \`rseq_cs\` away too.`,
  fix: `Keep numbers of your own in variables of your own. Only who registers an area gives it values, before it does.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h: "Read-only for user-space"; Linux 7.1 kernel/rseq.c: rseq_update_user_cs()',
    'measured: SIGSEGV at the next change of an id under version 2; wrong ids for ever on 6.19 and 7.0.4',
    'tcmalloc issue 292; Linux commits a510a7f3, 82f57244',
  ],
  bad: [
    {
      title: 'a number of its own',
      code: String.raw`#include <sys/rseq.h>

void use_cpu(struct rseq *rseq, unsigned int cpu)
{
	rseq->cpu_id = cpu;
//      ^^^^^^^^^^^^ error: read-only-field-write "the kernel's"
}
`,
    },
    {
      title: "libc's area is cleared",
      code: String.raw`#include <string.h>
#include <sys/rseq.h>

void reset(void)
{
	struct rseq *rseq = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);

	memset(rseq, 0, sizeof(*rseq));
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: read-only-field-write
}
`,
    },
  ],
  good: [
    {
      title: 'what is before registration',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread struct rseq area = { .cpu_id = -1 };

int register_thread(void)
{
	area.cpu_id_start = 0;
	return syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'what belongs to the program',
      code: String.raw`#include <sys/rseq.h>

void leave(struct rseq *rseq)
{
	rseq->rseq_cs = 0;
}
`,
    },
  ],
  check({ writes, registers }) {
    return writes
      .filter((write) => isForeign(write, registers))
      .map(({ path, place, function: name }) => ({
        place,
        function: name,
        message:
          path.length === 0
            ? 'this overwrites numbers that belong to the kernel, and takes rseq_cs away; leave the area to who registered it'
            : `\`${path.join('.')}\` is the kernel's; a wrong number stays there or kills the thread; use a variable of your own`,
      }));
  },
});

function isForeign(write: FieldWrite, registers: boolean): boolean {
  if (write.how === 'initializer' || write.isBeforeRegistration) return false;
  // Whoever registers an area somewhere may prepare it anywhere, as may who has an object of its own.
  if (write.path.length === 0) return !registers && !write.isOwnObject;
  const [field = ''] = write.path;
  const isKernels = findFields(field).some(({ use, writers }) => use === 'index' && !writers.includes('user'));
  if (!isKernels) return false;
  // RSEQ_CPU_ID_UNINITIALIZED and RSEQ_CPU_ID_REGISTRATION_FAILED: an area that is to be registered, or that is not.
  if (field === 'cpu_id' && write.value !== undefined && write.value < 0) return false;
  // What is put into an object by its name may be there before it is registered, or after that was undone; a number of its own is not.
  if (write.isOwnObject) return write.value !== undefined && write.value > 0;
  return !(registers && write.value !== undefined && write.value <= 0);
}
