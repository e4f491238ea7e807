import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/**
 * Sections that compute something and drop it. A section without a store is a right one if it has outputs, leaves for what it read,
 * or what is in its registers is used behind the label.
 */
export default defineSectionRule({
  id: 'commit-not-last',
  severity: 'error',
  summary: 'the section ends without a store, and nothing else comes of it',
  why: `The last instruction in front of the post-commit label is the commit: the one store that makes the work of the section visible. Where it is missing, the
section runs, reports success, and has done nothing. The kernel's selftests for RISC-V had an "add to what this points to" that added in a register and
stopped there.`,
  fix: 'End the section with the store of its result, directly in front of the post-commit label.',
  evidence: [
    'Linux kernel/rseq.c, algorithm of a restartable sequence, step 3: the final instruction is the commit',
    'librseq commit 0f96344 (2024): the sum stayed in the temporary register',
  ],
  bad: [
    {
      title: 'the sum stays in a register',
      target: 'x86_64',
      code: String.raw`int counter_add(long *counters, long step, long rseq, int cpu)
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
		"movq (%[counter]), %%rax\n\t"
		"addq %[step], %%rax\n"
	//       ^^^^^^^^^^^^^^^^^^^ error: commit-not-last
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'what a pointer points to, added to and dropped',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_add_at(char *table, long offset, long step, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		"la t6, 3b\n\t"
		"sd t6, 8(%[rseq])\n"
		"1: lw t6, 4(%[rseq])\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"add t6, %[table], %[offset]\n\t"
		"ld t6, (t6)\n\t"
		"add t6, t6, %[step]\n"
	//       ^^^^^^^^^^^^^^^^^^^ error: commit-not-last
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [table] "r" (table), [offset] "r" (offset), [step] "r" (step)
		: "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'the sum is stored',
      target: 'x86_64',
      code: String.raw`int counter_add(long *counters, long step, long rseq, int cpu)
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
		"movq (%[counter]), %%rax\n\t"
		"addq %[step], %%rax\n\t"
		"movq %%rax, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a section that only looks',
      target: 'riscv64',
      code: String.raw`struct rseq;

int slot_filled(void **slots, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"\n\t"
		".quad 1f, %l[empty]\n\t"
		".popsection\n\t"
		"la t6, 3b\n\t"
		"sd t6, 8(%[rseq])\n"
		"1: lw t6, 4(%[rseq])\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"ld t6, (%[slot])\n\t"
		"beqz t6, %l[empty]\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&slots[cpu])
		: "t6", "memory" : aborted, empty);
	return 0;
aborted:
	return -1;
empty:
	return 1;
}
`,
    },
    {
      title: 'what was read is used behind the section',
      target: 'x86_64',
      code: String.raw`int slot_read(long *slots, long *result, long rseq, int cpu)
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
		"movq (%[slot]), %%rax\n"
		"2:\n\t"
		"movq %%rax, (%[result])\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&slots[cpu]), [result] "r" (result)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['publication', 'postCommit'],
  check({ publication, postCommit }, { program }) {
    if (publication.kind !== 'never') return [];
    const { last } = publication;
    const { label } = postCommit;
    return [
      {
        place: last.place,
        message: `the section ends with \`${textOf(program, last.place)}\` and stores nothing, so its work is lost; put the store of the result in front of \`${nameOf(program, label)}:\``,
        related: [{ message: 'the section ends here', place: label.place }],
      },
    ];
  },
});
