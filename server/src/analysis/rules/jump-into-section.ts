import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** What comes from the abort handler is `retry-without-rearm`; branches within the section are its own. */
export default defineSectionRule({
  id: 'jump-into-section',
  severity: 'error',
  summary: 'a branch leads into a section from outside',
  why: `A section is protected only if the thread enters it by way of the store to \`rseq_cs\`, and does not leave it in between. Outside of the range of the descriptor any preemption makes the
kernel set \`rseq_cs\` to NULL. Code that jumps back into the range, to the start label for a next round, or to the middle from a slow path that stands elsewhere, then runs without
protection, and no abort ever happens.`,
  fix: `Let every way into the section pass the store to \`rseq_cs\`. A slow path of the section belongs between its start and its post-commit label, or has to start the section again.`,
  evidence: [
    'Linux kernel/rseq.c, rseq_ip_fixup(): clear_rseq_cs() if the instruction pointer is not in the critical section',
    'DynamoRIO, Restartable Sequences: control may enter a sequence only through its first instruction',
  ],
  bad: [
    {
      title: 'a slow path elsewhere comes back',
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
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, 7f; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"movq (%[counter]), %%rax\n\t"
		"testq %%rax, %%rax\n\t"
		"js 7f\n"
		"6: incq %%rax\n\t"
		"movq %%rax, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n"
		"7: xorl %%eax, %%eax\n\t"
		"jmp 6b\n\t"
	//       ^^^^^^ error: jump-into-section
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
      title: 'the next round without arming',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Lcs:
	.word 0, 0
	.xword .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Lcs; .popsection

	.text
	.globl add_twice
	.type add_twice, %function
add_twice:
.Lagain:
	adrp x6, .Lcs
	add x6, x6, :lo12:.Lcs
	str x6, [x1, #8]
.Lstart:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	add x8, x8, #1
	str x8, [x0, x7, lsl #3]
.Lpost:
	sub x2, x2, #1
	cbnz x2, .Lstart
//      ^^^^^^^^^^^^^^^^ error: jump-into-section
	ret
	.inst 0xd428bc00
.Labort:
	b .Lagain
`,
    },
  ],
  good: [
    {
      title: 'the slow path leaves',
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
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, 7f; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"movq (%[counter]), %%rax\n\t"
		"testq %%rax, %%rax\n\t"
		"js 7f\n"
		"6: incq %%rax\n\t"
		"movq %%rax, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n"
		"7: xorl %%eax, %%eax\n\t"
		"jmp %l[aborted]\n\t"
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
      title: 'every round is armed',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Lcs:
	.word 0, 0
	.xword .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Lcs; .popsection

	.text
	.globl add_twice
	.type add_twice, %function
add_twice:
.Lagain:
	adrp x6, .Lcs
	add x6, x6, :lo12:.Lcs
	str x6, [x1, #8]
.Lstart:
	ldr w7, [x1, #4]
	ldr x8, [x0, x7, lsl #3]
	add x8, x8, #1
	str x8, [x0, x7, lsl #3]
.Lpost:
	sub x2, x2, #1
	cbnz x2, .Lagain
	ret
	.inst 0xd428bc00
.Labort:
	b .Lagain
`,
    },
  ],
  needs: ['entries', 'start'],
  check({ entries, start }, section) {
    const { program } = section;
    return entries.map(({ branch, target, atStart }) => {
      const where = atStart ? 'to the start of' : 'into the middle of';
      return {
        place: branch.place,
        message: `\`${textOf(program, branch.place)}\` jumps ${where} a section from outside; the kernel clears rseq_cs when it interrupts the thread there, so that the section may run unprotected; enter it by way of the store to rseq_cs only`,
        related: [
          { message: 'it jumps here', place: target.place },
          ...(atStart ? [] : [{ message: 'the section starts here', place: start.label.place }]),
        ],
      };
    });
  },
});
