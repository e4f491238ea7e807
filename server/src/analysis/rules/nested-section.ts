import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Storing the own descriptor once more changes nothing and is not meant. */
export default defineSectionRule({
  id: 'nested-section',
  severity: 'error',
  summary: 'a second section is armed inside the first',
  why: `A thread has one \`rseq_cs\`. Whoever stores a second descriptor to it takes the first section's protection away, and nothing brings it back when the second ends: the rest of the
outer section runs as ordinary code. In the measurement below the outer section then committed through 26 signals.`,
  fix: `Let the first section commit before the second is armed, or make one section of both: one descriptor whose range covers all of it.`,
  evidence: [
    'rseq(2) manual page: a thread can be in a single restartable sequence at a time',
    'measured on Linux 6.18: the outer section ran through 26 signals and committed; 96 to 244 signals on Linux 6.1, 6.12, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'an update within an update',
      target: 'x86_64',
      code: String.raw`int two_values(long *first, long *second, long value, long rseq, int cpu)
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
		"leaq 6b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: nested-section
		"11: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"movq %[value], (%[second])\n"
		"12:\n\t"
		"movq %[value], (%[first])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [first] "r" (&first[cpu]), [second] "r" (&second[cpu]),
		    [value] "r" (value)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the second in the middle of the first',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Louter_cs:
	.word 0, 0
	.xword .Louter_start, .Louter_post - .Louter_start, .Labort
.Linner_cs:
	.word 0, 0
	.xword .Linner_start, .Linner_post - .Linner_start, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Louter_cs, .Linner_cs; .popsection

	.text
	.globl move_item
	.type move_item, %function
move_item:
.Lagain:
	adrp x6, .Louter_cs
	add x6, x6, :lo12:.Louter_cs
	str x6, [x2, #8]
.Louter_start:
	ldr w7, [x2, #4]
	ldr x8, [x0, x7, lsl #3]
	ldr x9, [x8]
	adrp x6, .Linner_cs
	add x6, x6, :lo12:.Linner_cs
	str x6, [x2, #8]
//      ^^^^^^^^^^^^^^^^ error: nested-section
.Linner_start:
	str x8, [x1, x7, lsl #3]
.Linner_post:
	str x9, [x0, x7, lsl #3]
.Louter_post:
	ret
	.inst 0xd428bc00
.Labort:
	b .Lagain
`,
    },
  ],
  good: [
    {
      title: 'one behind the other',
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
      title: 'the second behind the commit of the first',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Louter_cs:
	.word 0, 0
	.xword .Louter_start, .Louter_post - .Louter_start, .Labort
.Linner_cs:
	.word 0, 0
	.xword .Linner_start, .Linner_post - .Linner_start, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Louter_cs, .Linner_cs; .popsection

	.text
	.globl move_item
	.type move_item, %function
move_item:
.Lagain:
	adrp x6, .Louter_cs
	add x6, x6, :lo12:.Louter_cs
	str x6, [x2, #8]
.Louter_start:
	ldr w7, [x2, #4]
	ldr x8, [x0, x7, lsl #3]
	ldr x9, [x8]
	str x9, [x0, x7, lsl #3]
.Louter_post:
	adrp x6, .Linner_cs
	add x6, x6, :lo12:.Linner_cs
	str x6, [x2, #8]
.Linner_start:
	ldr w7, [x2, #4]
	str x8, [x1, x7, lsl #3]
.Linner_post:
	ret
	.inst 0xd428bc00
.Labort:
	b .Lagain
`,
    },
  ],
  needs: ['arming', 'start'],
  check({ arming, start }, section) {
    if (arming.kind !== 'nested') return [];
    const { program } = section;
    const { inner, store } = arming;
    return [
      {
        place: inner.item.place,
        message: `\`${textOf(program, inner.item.place)}\` arms another section inside the one that starts at \`${nameOf(program, start.label)}:\`; there is one rseq_cs for each thread, so that from here on nothing aborts the outer one any more; let the one end before the other begins`,
        related: [
          { message: 'the outer section is armed here', place: store.place },
          { message: 'and starts here', place: start.label.place },
        ],
      },
    ];
  },
});
