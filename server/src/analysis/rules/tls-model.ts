import type { AreaObject } from '../model/registration';
import { type AbstractFix, defineRegistrationRule, type UnitReport } from './rule';

/** Bytes that glibc keeps for the thread-local variables of libraries that are loaded later: tunable glibc.rtld.optional_static_tls. */
const spareStaticTls = 512;

export default defineRegistrationRule({
  id: 'tls-model',
  severity: 'info',
  summary: 'the TLS model of a thread-local area fits a library badly',
  why: `In a shared library the compiler reaches a thread-local variable by a call of \`__tls_get_addr\`, which may allocate: not in a signal handler, and not in
the middle of an asm statement. An area that sections and handlers use is declared with \`tls_model("initial-exec")\`, so that it lies at a
fixed distance from the thread pointer.

Such a variable takes room that is there when the program starts. What a library that is loaded later finds is ${spareStaticTls} bytes by default,
alignment included: an area that is aligned to 1024 bytes makes \`dlopen\` fail with "cannot allocate memory in static TLS block".

In a program, and in position-dependent code, the linker makes all of this as good as it gets. What it is linked into nobody can see from the
source, so this is information only.`,
  fix: `Declare the area with \`__attribute__((tls_model("initial-exec")))\`, not more than 64-aligned in a library that may be loaded later. Or use
the area of libc, which has neither problem.`,
  mends: 'often',
  evidence: [
    'ELF Handling For Thread-Local Storage; GCC manual, attribute tls_model',
    'glibc manual, tunable glibc.rtld.optional_static_tls',
    'librseq issue 22: a library with an area aligned to 1024 bytes cannot be loaded with dlopen',
  ],
  bad: [
    {
      title: 'no model',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const unsigned int __rseq_size;

__thread struct rseq area;
//                   ^^^^ info: tls-model "__tls_get_addr"

int register_thread(void)
{
	return __rseq_size ? -1 : syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'no model, in C++',
      language: 'cpp',
      code: String.raw`#include <sys/syscall.h>
#include <unistd.h>

extern "C" const unsigned __rseq_size;

struct alignas(32) kernel_rseq {
	unsigned cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned flags, rest[3];
};

static thread_local kernel_rseq area;
//                              ^^^^ info: tls-model

bool register_thread()
{
	return __rseq_size == 0 && syscall(__NR_rseq, &area, 32, 0, 0x53053053) == 0;
}
`,
    },
  ],
  good: [
    {
      title: 'a fixed place',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const unsigned int __rseq_size;

extern __thread struct rseq area __attribute__((tls_model("initial-exec")));
__thread struct rseq area;

int register_thread(void)
{
	return __rseq_size ? -1 : syscall(__NR_rseq, &area, 32, 0, 0x53053053);
}
`,
    },
    {
      title: 'a program',
      code: String.raw`#include <linux/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const unsigned int __rseq_size;

static __thread struct rseq area;

int main(void)
{
	return !__rseq_size && syscall(__NR_rseq, &area, 32, 0, 0x53053053) ? 1 : 0;
}
`,
    },
  ],
  check({ areas, hasMain }) {
    if (hasMain) return [];
    return areas.filter(({ storage }) => storage === 'thread').flatMap(reportsOf);
  },
});

function reportsOf(area: AreaObject): readonly UnitReport[] {
  const { place, tlsModel, alignment, name } = area;
  const at = { place, function: area.function };
  if (tlsModel === undefined) {
    const message = `\`${name}\` has no TLS model: in a shared library a call of __tls_get_addr finds it; declare it with tls_model("initial-exec")`;
    return [{ ...at, message, fixes: fixesOf(area) }];
  }
  if (tlsModel !== 'initial-exec' || alignment === undefined || alignment <= spareStaticTls) return [];
  const message = `\`${name}\` is aligned to ${alignment} bytes in static TLS, of which a library that is loaded later finds ${spareStaticTls}: dlopen may fail; align it to 64`;
  return [{ ...at, message }];
}

function fixesOf({ last }: AreaObject): readonly AbstractFix[] {
  if (!last) return [];
  const { place, text } = last;
  const attribute = '__attribute__((tls_model("initial-exec")))';
  return [
    { title: 'Keep it in static TLS', place, changes: [{ kind: 'replace', place, text: `${text} ${attribute}` }] },
  ];
}
