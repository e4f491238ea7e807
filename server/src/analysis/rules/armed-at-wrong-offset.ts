import { descriptorPointer } from '../abi/descriptorPointer';
import { descriptorField } from '../abi/fields';
import { findFieldsAt } from '../abi/profiles';
import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Only where it is certain that the store goes to struct rseq, and to which part of it. */
export default defineSectionRule({
  id: 'armed-at-wrong-offset',
  severity: 'error',
  summary: 'the descriptor is stored to another place in struct rseq than rseq_cs',
  why: `The kernel reads the pointer to the descriptor from \`rseq_cs\`, at offset 8 of struct rseq. It is 64 bits wide everywhere: where pointers have 32 bits and the byte order is big-endian, the
pointer is its second word, at offset 12. A pointer anywhere else arms nothing, and overwrites what is there: the cpu number, \`flags\` (which kills the process at the first abort
on Linux 6.1 to 6.18), or fields that the kernel checks since 7.0.`,
  fix: `Store to offset 8 (12 on 32-bit big-endian targets), or through an operand for \`rseq->rseq_cs\`.`,
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h, struct rseq; kernel/rseq.c, rseq_get_rseq_cs()',
    'librseq 9b1975b: the 32-bit PowerPC code stored to the padding word; Linux bfdf4e62: the same mistake of the header for 32-bit little-endian',
    'measured on Linux 6.18: a non-zero flags field raises SIGSEGV at the first abort',
  ],
  bad: [
    {
      title: 'flags instead of rseq_cs',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:16(%[rseq])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: armed-at-wrong-offset
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the first word of the field instead of the second',
      target: 'armeb',
      code: String.raw`#ifdef __ARMEB__
struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 0, 1f, 0, 2f - 1f, 0, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 0, 9b; .popsection\n\t"
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^ error: armed-at-wrong-offset
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp %[cpu], r0\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 0, 1b, 0, 2b - 1b, 0, 4f\n\t"
		".word 0xf3def5e7\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "r0", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
    {
      title: 'the cpu number instead of rseq_cs',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #4]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^ error: armed-at-wrong-offset
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'the word of the field that holds the pointer',
      target: 'armeb',
      code: String.raw`#ifdef __ARMEB__
struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 0, 1f, 0, 2f - 1f, 0, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 0, 9b; .popsection\n\t"
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #12]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp %[cpu], r0\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 0, 1b, 0, 2b - 1b, 0, 4f\n\t"
		".word 0xf3def5e7\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "r0", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
    {
      title: 'offset 8',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'through an operand',
      target: 's390x',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, %[rseq_cs]\n"
		"1: c %[cpu], %[current]\n\t"
		"jgne 4f\n\t"
		"lg %%r1, %[counter]\n\t"
		"aghi %%r1, 1\n\t"
		"stg %%r1, %[counter]\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['arming'],
  check({ arming }, section) {
    if (arming.kind !== 'wrong-offset') return [];
    const { program } = section;
    const { store, offset } = arming;
    const right = descriptorPointer(program.architecture).offset;
    const [field] = findFieldsAt(offset);
    const what = field && field.name !== descriptorField.name ? ` (\`${field.name}\`)` : '';
    const number = displacementIn(textOf(program, store.place), offset);
    return [
      {
        place: store.place,
        message: `\`${textOf(program, store.place)}\` stores the descriptor at offset ${offset}${what} of struct rseq; the kernel looks at offset ${right}, finds nothing there and never aborts the section; store it to \`${descriptorField.name}\``,
        related: [{ message: 'the descriptor', place: section.descriptor }],
        fixes: number
          ? [
              {
                title: `Store it at offset ${right}`,
                place: store.place,
                changes: [
                  {
                    kind: 'replace',
                    place: { start: store.place.start + number.start, end: store.place.start + number.end },
                    text: String(right),
                  },
                ],
              },
            ]
          : [],
      },
    ];
  },
});

/** Where a statement writes this number, if it does so once. */
function displacementIn(
  statement: string,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const numbers = [...statement.matchAll(/(?<![\w.%$[-])(?:0x[0-9a-f]+|\d+)(?![\w.\]])|(?<=#)(?:0x[0-9a-f]+|\d+)/gi)];
  const [only, ...others] = numbers.filter(([text]) => Number(text) === offset);
  return only && others.length === 0 ? { start: only.index, end: only.index + only[0].length } : undefined;
}
