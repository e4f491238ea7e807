import type { AbiProfile } from '../abi/profile';
import { findFields } from '../abi/profiles';
import { defineFieldRule } from './rule';

/** Where the pointer to the descriptor may be stored: 32-bit code on big-endian machines writes its second word alone. */
const wordOfPointer = 4;

export default defineFieldRule({
  id: 'field-offset-mismatch',
  severity: 'error',
  summary: 'a constant is called the offset of a field and is another number',
  why: `Assembly reaches the fields of struct rseq by numbers. \`RSEQ_CS_OFFSET\` that is 16 arms nothing and writes the flags; a \`MM_CID_OFFSET\` that was counted
without \`node_id\` indexes data by the number of the node. The assembler takes any number.`,
  fix: 'Use `offsetof(struct rseq, field)`: in assembly as an operand, or through a generated header.',
  evidence: [
    'Linux include/uapi/linux/rseq.h: cpu_id_start 0, cpu_id 4, rseq_cs 8, flags 16, node_id 20, mm_cid 24, slice_ctrl 28',
    'librseq 9b1975b: ppc32 stored the pointer to its descriptor into the padding',
    'DynamoRIO issue 5431: an offset of its own was asserted',
  ],
  bad: [
    {
      title: 'counted without node_id',
      code: String.raw`#include <sys/rseq.h>

#define RSEQ_MM_CID_OFFSET 20
//                         ^^ error: field-offset-mismatch "24"

unsigned int concurrency_id(void)
{
	const char *area = (const char *)__builtin_thread_pointer() + __rseq_offset;

	return __rseq_size >= 28 ? *(const volatile unsigned int *)(area + RSEQ_MM_CID_OFFSET) : 0;
}
`,
    },
    {
      title: 'behind flags',
      code: String.raw`#include <sys/rseq.h>

enum { RSEQ_CS_OFFSET = 16 };
//     ^^^^^^^^^^^^^^ error: field-offset-mismatch "8"

void disarm(struct rseq *rseq)
{
	*(volatile unsigned long *)((char *)rseq + RSEQ_CS_OFFSET) = 0;
}
`,
    },
  ],
  good: [
    {
      title: 'the second word of the pointer',
      code: String.raw`#include <sys/rseq.h>

/* 32 bits, big endian */
enum { RSEQ_CS_OFFSET = 12 };

void disarm(struct rseq *rseq)
{
	*(volatile unsigned int *)((char *)rseq + RSEQ_CS_OFFSET) = 0;
}
`,
    },
    {
      title: 'as the kernel has them',
      code: String.raw`#include <sys/rseq.h>

#define RSEQ_CPU_ID_OFFSET 4
enum { RSEQ_CS_OFFSET = 8, RSEQ_MM_CID_OFFSET = 24 };

unsigned int cpu(void)
{
	return *(const volatile unsigned int *)((const char *)__builtin_thread_pointer() + __rseq_offset + RSEQ_CPU_ID_OFFSET);
}
`,
    },
  ],
  check({ namedOffsets }, { profiles }) {
    return namedOffsets.flatMap(({ name, field, value, place, function: within }) => {
      const expected = offsetsOf(field, profiles);
      const isPointersWord = field === 'rseq_cs' && expected.some((offset) => offset + wordOfPointer === value);
      if (expected.length === 0 || expected.includes(value) || isPointersWord) return [];
      const message = `\`${name}\` is ${value}, but \`${field}\` is at ${expected[0]} of struct rseq; use offsetof(struct rseq, ${field})`;
      return [{ place, function: within, message }];
    });
  },
});

/** None where the declared profiles have no such field. */
function offsetsOf(field: string, profiles: readonly AbiProfile[]): readonly number[] {
  if (profiles.length === 0) return findFields(field).map(({ offset }) => offset);
  return profiles.flatMap(({ fields }) => fields.filter(({ name }) => name === field).map(({ offset }) => offset));
}
