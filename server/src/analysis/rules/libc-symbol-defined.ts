import { defineRegistrationRule } from './rule';

export default defineRegistrationRule({
  id: 'libc-symbol-defined',
  severity: 'error',
  summary: 'a variable of libc that tells where struct rseq is, is defined here',
  why: `\`__rseq_offset\`, \`__rseq_size\` and \`__rseq_flags\` belong to the C library (glibc 2.35 and later). A definition of the same name in a program
or a library that comes first takes their place for everybody who asks by that name: all of them read what stands there, mostly 0, and
conclude that libc has not registered. They register, fail, and go without; or they use an offset of 0, which is the thread pointer itself.

A weak definition (information) is taken where no other comes first, which in a dynamic link is also the program's.`,
  fix: `Declare the symbol \`extern\`, \`__attribute__((weak))\` where libc may lack it, and test its address. Or ask \`dlsym(RTLD_NEXT, ...)\`.
Call a variable of your own something else.`,
  mends: 'often',
  evidence: [
    'glibc 2.35 sysdeps/unix/sysv/linux/sys/rseq.h; commit 2b92982e: the constants must not be merged with others',
    'Linux tools/testing/selftests/rseq/rseq.c: weak references, with dlsym where they are missing',
    "ELF gABI: the first definition in the order of the search is everybody's",
  ],
  bad: [
    {
      title: 'a definition where a declaration was meant',
      code: String.raw`#include <stddef.h>

ptrdiff_t __rseq_offset;
//        ^^^^^^^^^^^^^ error: libc-symbol-defined
unsigned int __rseq_size, others;
//           ^^^^^^^^^^^ error: libc-symbol-defined

int is_registered(void)
{
	return __rseq_size > 0 && others == 0;
}
`,
    },
    {
      title: 'values for a libc that has none',
      code: String.raw`#include <stddef.h>

__attribute__((weak)) const ptrdiff_t __rseq_offset;
//                                    ^^^^^^^^^^^^^ info: libc-symbol-defined "weak"
const unsigned int __rseq_flags = 0;
//                 ^^^^^^^^^^^^ error: libc-symbol-defined

int flags(void)
{
	return __rseq_flags + (__rseq_offset != 0);
}
`,
    },
  ],
  good: [
    {
      title: 'declarations',
      code: String.raw`#include <stddef.h>

extern const ptrdiff_t __rseq_offset;
extern const unsigned int __rseq_size __attribute__((weak));

void *area(void)
{
	if (!&__rseq_size || __rseq_size == 0)
		return NULL;
	return (char *) __builtin_thread_pointer() + __rseq_offset;
}
`,
    },
    {
      title: 'symbols of other libraries, and names of a program',
      language: 'cpp',
      code: String.raw`#include <cstddef>

extern "C" {
extern const unsigned __rseq_size;
}

struct alignas(32) kernel_rseq {
	unsigned fields[8];
};

extern "C" thread_local volatile kernel_rseq __rseq_abi __attribute__((tls_model("initial-exec")));
thread_local volatile kernel_rseq __rseq_abi = {};

std::ptrdiff_t rseq_offset;
unsigned rseq_size = __rseq_size;
`,
    },
  ],
  check({ symbols }) {
    return symbols.map(({ name, place, isWeak, hasValue, start }) => {
      const { text } = start;
      const fixes = hasValue
        ? []
        : [
            {
              title: 'Declare it only',
              place,
              changes: [{ kind: 'replace' as const, place: start.place, text: `extern ${text}` }],
            },
          ];
      return {
        place,
        function: undefined,
        ...(isWeak ? { severity: 'info' as const } : {}),
        message: isWeak
          ? `a weak definition of \`${name}\` hides that of libc where it comes first; declare it extern and weak, and test its address`
          : `this definition of \`${name}\` takes the place of that of libc: whoever asks whether libc has registered reads this one; declare it extern`,
        fixes,
      };
    });
  },
});
