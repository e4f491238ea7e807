import { defineStatementRule } from './rule';

/** `addressBytes`, not the size of a pointer: x32 has 32-bit pointers and 64-bit address registers. */
export default defineStatementRule({
  id: 'thread-pointer-offset-width',
  severity: 'error',
  summary: 'the offset from the thread pointer is narrower than an address',
  why: `The area lies at a negative offset from the thread pointer (in glibc 2.41 and later always). An operand of 32 bits prints a 32-bit register, with which
the processor computes \`%fs:(%eax)\` without the sign: the access goes 4 GiB beyond the area. With the name of the 64-bit register the upper half
is whatever the compiler left there. On x32 \`ptrdiff_t\` and \`long\` are 32 bits wide, so that code which is right for x86-64 breaks there.`,
  fix: 'Keep the offset in a `ptrdiff_t`, and extend it with its sign where that is narrower than an address: `(long long) rseq_offset`.',
  mends: 'often',
  evidence: [
    'glibc bug 32543 (0b6ad02b, 2025): rseq offset on x32; librseq c954c25',
    'librseq 07fac86 and d35eae6: int where ptrdiff_t was meant',
  ],
  bad: [
    {
      title: 'an int for the offset',
      target: 'x86_64',
      code: String.raw`extern int area_offset;

int counter_inc(long *counters, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[offset])\n"
		"1: cmpl %[cpu], %%fs:4(%[offset])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [offset] "r" (area_offset), [counter] "r" (&counters[cpu])
	//                                         ^^^^^^^^^^^ error: thread-pointer-offset-width "has 4 bytes"
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'cut off on the way',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, int cpu, int offset)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[offset])\n"
		"1: cmpl %[cpu], %%fs:4(%[offset])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [offset] "r" (offset), [counter] "r" (&counters[cpu])
	//                                         ^^^^^^ error: thread-pointer-offset-width
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'wide enough for a pointer of x32, but not for an address',
      target: 'x32',
      code: String.raw`#include <stddef.h>

int counter_inc(long *counters, int cpu, ptrdiff_t offset)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[offset])\n"
		"1: cmpl %[cpu], %%fs:4(%[offset])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [offset] "r" (offset), [counter] "r" (&counters[cpu])
	//                                         ^^^^^^ error: thread-pointer-offset-width
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'as wide as a pointer',
      target: 'x86_64',
      code: String.raw`#include <stddef.h>

extern ptrdiff_t area_offset;

int counter_inc(long *counters, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[offset])\n"
		"1: cmpl %[cpu], %%fs:4(%[offset])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [offset] "r" (area_offset), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'widened for x32, where long has 4 bytes',
      target: 'x32',
      code: String.raw`extern long area_offset;

int counter_inc(long *counters, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[offset])\n"
		"1: cmpl %[cpu], %%fs:4(%[offset])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [offset] "r" ((long long) area_offset), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['narrowOffsets'],
  check({ narrowOffsets }) {
    return narrowOffsets.map(({ operand, type, needed }) => {
      const { places, meaning, expression } = operand;
      const place = places.expression;
      // What an unsigned type has lost does not come back.
      const isMendable = type.signed && meaning.isVariable && /^\w+$/.test(expression);
      return {
        place,
        message: `\`${type.text}\` has ${type.bytes} bytes, an offset from the thread pointer needs ${needed}; a negative one leads far away from the area; ${isMendable ? 'extend it with its sign' : 'keep it in a ptrdiff_t'}`,
        fixes: isMendable
          ? [
              {
                title: `Extend \`${expression}\` to ${needed} bytes`,
                place,
                changes: [{ kind: 'replace', place, text: `(long long) ${expression}` }],
              },
            ]
          : [],
      };
    });
  },
});
