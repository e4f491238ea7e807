import { defineFieldRule } from './rule';

export default defineFieldRule({
  id: 'rseq-size-misread',
  severity: 'error',
  summary: '`__rseq_size` is compared with the size of the structure',
  why: `glibc 2.35 to 2.39, as they were released, published the 32 bytes that they had reserved as \`__rseq_size\`, whatever the kernel maintains of them; later ones
publish how much is in use: 20, 28, 33. So \`__rseq_size >= 32\` is true with an old libc on a kernel that knows only 20 bytes, and false with a new one
on Linux 6.18, which has every field up to \`mm_cid\`. \`sizeof(struct rseq)\` is 32 or 64 by the header that the code was compiled with, and says
nothing about the machine that it runs on.`,
  fix: `Compare with the end of the field that is read: 24 for \`node_id\`, 28 for \`mm_cid\`, 33 for what came with \`slice_ctrl\`. Where old libcs
matter take 32 for 20, and ask the kernel: \`getauxval(AT_RSEQ_FEATURE_SIZE)\`.`,
  evidence: [
    'glibc bug 31965, commit 2e456ccf (2.40, and in stable branches of 2.35 to 2.39)',
    'glibc manual, Restartable Sequences: __rseq_size',
    'librseq src/rseq.c, rseq_init(): a libc that says 32 means 20',
  ],
  bad: [
    {
      title: 'what old libcs reserved',
      code: String.raw`#include <sys/rseq.h>

int has_all_fields(void)
{
	return __rseq_size >= 32;
	//     ^^^^^^^^^^^^^^^^^ error: rseq-size-misread "20 bytes"
}
`,
    },
    {
      title: 'what the header says',
      code: String.raw`#include <sys/rseq.h>

int usable(void)
{
	if (__rseq_size < sizeof(struct rseq))
	//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: rseq-size-misread "header"
		return 0;
	return 1;
}
`,
    },
  ],
  good: [
    {
      title: 'another size',
      code: String.raw`#include <stdlib.h>
#include <sys/rseq.h>

struct rseq *allocate(size_t size)
{
	return size < sizeof(struct rseq) ? NULL : malloc(size);
}
`,
    },
    {
      title: 'the end of a field',
      code: String.raw`#include <stddef.h>
#include <sys/rseq.h>

int has_mm_cid(void)
{
	return __rseq_size >= 28;
}

int has_slice_ctrl(void)
{
	return __rseq_size >= 33;
}

int is_registered(void)
{
	return __rseq_size != 0;
}
`,
    },
  ],
  check({ sizeComparisons }) {
    return sizeComparisons.map(({ place, function: name, against }) => ({
      place,
      function: name,
      message:
        against === 'type'
          ? 'how large the header says that struct rseq is has nothing to do with what libc and kernel maintain; compare with the end of the field that is needed'
          : 'an old libc says 32 where 20 bytes are in use, a new one 28 where mm_cid is there; compare with the end of the field that is needed',
    }));
  },
});
