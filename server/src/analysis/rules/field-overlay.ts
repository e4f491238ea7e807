import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'field-overlay',
  severity: 'error',
  summary: 'a variable of its own lies over the beginning of struct rseq',
  why: `A pointer whose upper half is \`cpu_id_start\` is a trick: the kernel used to write the field at every switch, and so told the thread that what it had
cached was for another cpu. Nobody promised that. Linux 6.19 writes the field only when it changes, and the cached pointer stays: two threads work on
one cpu's data. Linux 7.1 went back to writing it always for registrations of 32 bytes, because of this; registrations that are longer
(as glibc's since 2.41) get the new behaviour, and a thread whose field is not what the kernel stored last is killed.`,
  fix: 'Keep what is cached in a thread-local variable of its own, and compare `cpu_id` inside the section.',
  evidence: [
    'tcmalloc internal/percpu.h: TCMALLOC_RSEQ_SLABS_OFFSET; tcmalloc issue 292, MongoDB SERVER-121912',
    'Linux commits a510a7f3 "Revert to historical performance killing behaviour", 99428157, 82f57244 (7.1)',
    'measured: the field is not written again on 6.19.14 and 7.0.4; SIGSEGV under version 2 on 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'a pointer that ends in cpu_id_start',
      code: String.raw`#include <linux/rseq.h>

#define SLABS_OFFSET (-4)

extern __thread struct rseq __rseq_abi;

unsigned long cached_slab(void)
{
	return *(volatile unsigned long *)((unsigned long)&__rseq_abi + SLABS_OFFSET);
	//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: field-overlay "6.19"
}
`,
    },
    {
      title: 'the same in C++',
      language: 'cpp',
      code: String.raw`#include <cstdint>
#include <linux/rseq.h>

extern "C" thread_local struct rseq __rseq_abi;

void cache(std::uintptr_t slab) {
  *reinterpret_cast<volatile uintptr_t *>(reinterpret_cast<uintptr_t>(&__rseq_abi) - 4) = slab;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: field-overlay
}
`,
    },
  ],
  good: [
    {
      title: 'the fields themselves',
      code: String.raw`#include <linux/rseq.h>

extern __thread struct rseq __rseq_abi;

unsigned int first(void)
{
	return *(volatile unsigned int *)((unsigned long)&__rseq_abi);
}
`,
    },
    {
      title: 'a variable of its own',
      code: String.raw`#include <linux/rseq.h>

extern __thread struct rseq __rseq_abi;
static __thread unsigned long slab;

unsigned long cached_slab(unsigned int *cpu)
{
	*cpu = *(volatile unsigned int *)((unsigned long)&__rseq_abi + 4);
	return slab;
}
`,
    },
  ],
  check({ overlays }) {
    return overlays.map(({ place, function: name, offset, size }) => ({
      place,
      function: name,
      message: `${size} bytes at ${offset} reach into \`cpu_id_start\`; Linux 6.19 and 7.0 do not write it again at every switch, and a registration of more than 32 bytes has the thread killed for changing it; use a variable of its own`,
    }));
  },
});
