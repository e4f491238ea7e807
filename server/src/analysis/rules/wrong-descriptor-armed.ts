import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** A descriptor with equal fields is as good as the own one: Arm, MIPS and LoongArch keep a copy near the code and arm that. */
export default defineSectionRule({
  id: 'wrong-descriptor-armed',
  severity: 'error',
  summary: 'the section stores the address of another descriptor',
  why: `The kernel compares the instruction pointer with the range of the descriptor that \`rseq_cs\` points to. If that is another section's, the pointer is never in it: at the first
preemption the kernel clears \`rseq_cs\`, and the section runs as ordinary code. It is a mistake of copied code, and nothing reports it at run time.`,
  fix: `Store the address of the descriptor whose first field is this section's start label.`,
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_ip_fixup(): in_rseq_cs() compares the instruction pointer with start_ip and post_commit_offset of the descriptor that rseq_cs points to',
    'measured on Linux 6.18: a section that is not armed commits through 70 signals',
  ],
  bad: [
    {
      title: 'the label of the section before',
      target: 'x86_64',
      code: String.raw`int two_counters(long *first, long *second, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n"
		"6: .long 0, 0\n\t"
		".quad 11f, 12f - 11f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b, 6b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[first])\n"
		"2:\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^ error: wrong-descriptor-armed
		"movq %%rax, %%fs:8(%[rseq])\n"
		"11: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[second])\n"
		"12:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [first] "r" (&first[cpu]), [second] "r" (&second[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'copied from another function',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Ladd_cs:
	.word 0, 0
	.xword .Ladd_start, .Ladd_post - .Ladd_start, .Ladd_abort
.Lsub_cs:
	.word 0, 0
	.xword .Lsub_start, .Lsub_post - .Lsub_start, .Lsub_abort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Ladd_cs, .Lsub_cs; .popsection

	.text
	.globl counter_add
	.type counter_add, %function
counter_add:
.Ladd_again:
	adrp x6, .Ladd_cs
	add x6, x6, :lo12:.Ladd_cs
	str x6, [x1, #8]
.Ladd_start:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	add x8, x8, x2
	str x8, [x0, x7, lsl #3]
.Ladd_post:
	ret
	.inst 0xd428bc00
.Ladd_abort:
	b .Ladd_again

	.globl counter_sub
	.type counter_sub, %function
counter_sub:
.Lsub_again:
	adrp x6, .Ladd_cs
//      ^^^^^^^^^^^^^^^^^ error: wrong-descriptor-armed
	add x6, x6, :lo12:.Ladd_cs
	str x6, [x1, #8]
.Lsub_start:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	sub x8, x8, x2
	str x8, [x0, x7, lsl #3]
.Lsub_post:
	ret
	.inst 0xd428bc00
.Lsub_abort:
	b .Lsub_again
`,
    },
  ],
  good: [
    {
      title: 'each its own',
      target: 'x86_64',
      code: String.raw`int two_counters(long *first, long *second, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n"
		"6: .long 0, 0\n\t"
		".quad 11f, 12f - 11f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b, 6b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[first])\n"
		"2:\n\t"
		"leaq 6b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"11: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[second])\n"
		"12:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [first] "r" (&first[cpu]), [second] "r" (&second[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'each its own',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Ladd_cs:
	.word 0, 0
	.xword .Ladd_start, .Ladd_post - .Ladd_start, .Ladd_abort
.Lsub_cs:
	.word 0, 0
	.xword .Lsub_start, .Lsub_post - .Lsub_start, .Lsub_abort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Ladd_cs, .Lsub_cs; .popsection

	.text
	.globl counter_add
	.type counter_add, %function
counter_add:
.Ladd_again:
	adrp x6, .Ladd_cs
	add x6, x6, :lo12:.Ladd_cs
	str x6, [x1, #8]
.Ladd_start:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	add x8, x8, x2
	str x8, [x0, x7, lsl #3]
.Ladd_post:
	ret
	.inst 0xd428bc00
.Ladd_abort:
	b .Ladd_again

	.globl counter_sub
	.type counter_sub, %function
counter_sub:
.Lsub_again:
	adrp x6, .Lsub_cs
	add x6, x6, :lo12:.Lsub_cs
	str x6, [x1, #8]
.Lsub_start:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	sub x8, x8, x2
	str x8, [x0, x7, lsl #3]
.Lsub_post:
	ret
	.inst 0xd428bc00
.Lsub_abort:
	b .Lsub_again
`,
    },
  ],
  needs: ['arming', 'start'],
  check({ arming, start }, section) {
    if (arming.kind !== 'wrong-descriptor') return [];
    const { program } = section;
    const { stored, corrections, right } = arming;
    const [first = arming.store] = stored.formedBy;
    return [
      {
        place: first.place,
        message: `\`${textOf(program, first.place)}\` takes the address of another descriptor than the one of the section that starts at \`${nameOf(program, start.label)}:\`; the kernel looks for this code in the other's range, does not find it and never aborts it; take the address of \`${right ?? textOf(program, section.descriptor)}\``,
        related: [
          { message: 'the store that arms the section', place: arming.store.place },
          { message: "the section's own descriptor", place: section.descriptor },
        ],
        fixes:
          right === undefined || corrections.length === 0
            ? []
            : [
                {
                  title: `Take the address of \`${right}\``,
                  place: first.place,
                  changes: corrections.map((place) => ({ kind: 'replace' as const, place, text: right })),
                },
              ],
      },
    ];
  },
});
