import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Plain stores in front of the commit to the address of the commit: the same expression, with the same registers in it. */
export default defineSectionRule({
  id: 'multiple-commits',
  severity: 'error',
  summary: 'what the commit publishes is stored in front of it already',
  why: `The first store to the commit's address publishes, and the section goes on: an abort in between leaves others with a value that was not meant to be seen, and
the caller with the news that nothing happened. Only one store may make work visible, and it has to be the last instruction.`,
  fix: 'Keep what goes there in a register, and store it once, at the end.',
  evidence: [
    'Linux kernel/rseq.c, algorithm of a restartable sequence, step 3: the final instruction is the commit',
    'tcmalloc, docs/rseq.md: a single store at the end commits the operation',
  ],
  bad: [
    {
      title: 'cleared, then set',
      target: 'x86_64',
      code: String.raw`int value_set(long *values, long value, long rseq, int cpu)
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
		"movq $0, (%[slot])\n\t"
	//       ^^^^^^^^^^^^^^^^^^ error: multiple-commits
		"movq %[value], (%[slot])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^ related: the commit
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [value] "r" (value)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a list head that is stored twice',
      target: 'arm',
      code: String.raw`struct rseq;

int list_push_two(void **heads, void *node, void *last, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"5: .word 0, 0\n\t"
		".word 1f, 0, (2f - 1f), 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".word 5b, 0\n\t"
		".popsection\n\t"
		"adr r3, 3f\n\t"
		"str r3, [%[rseq], #8]\n"
		"1: ldr r3, [%[rseq], #4]\n\t"
		"cmp r3, %[cpu]\n\t"
		"bne 4f\n\t"
		"ldr r3, [%[head]]\n\t"
		"str r3, [%[node]]\n\t"
		"str %[node], [%[head]]\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^ error: multiple-commits
		"ldr r3, [%[node], #4]\n\t"
		"str r3, [%[last], #4]\n\t"
		"str %[last], [%[head]]\n"
		"2:\n\t"
		"b 6f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, (2b - 1b), 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node), [last] "r" (last)
		: "r3", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'one store',
      target: 'x86_64',
      code: String.raw`int value_set(long *values, long value, long rseq, int cpu)
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
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [value] "r" (value)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the node first, then the head',
      target: 'arm',
      code: String.raw`struct rseq;

int list_push(void **heads, void *node, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"5: .word 0, 0\n\t"
		".word 1f, 0, (2f - 1f), 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".word 5b, 0\n\t"
		".popsection\n\t"
		"adr r3, 3f\n\t"
		"str r3, [%[rseq], #8]\n"
		"1: ldr r3, [%[rseq], #4]\n\t"
		"cmp r3, %[cpu]\n\t"
		"bne 4f\n\t"
		"ldr r3, [%[head]]\n\t"
		"str r3, [%[node]]\n\t"
		"str %[node], [%[head]]\n"
		"2:\n\t"
		"b 6f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, (2b - 1b), 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
		: "r3", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['earlyStores', 'postCommit', 'commit'],
  check({ earlyStores, postCommit, commit }, { program }) {
    const final = commit.kind === 'last' ? commit.instruction : commit.kind === 'not-last' ? commit.store : undefined;
    return earlyStores
      .filter(({ kind, canCommit }) => kind === 'commit-address' && canCommit)
      .map(({ item }) => ({
        place: item.place,
        message: `\`${textOf(program, item.place)}\` publishes before the section is done, and an abort behind it does not take that back; store there once, in front of the post-commit label`,
        related: [
          ...(final ? [{ message: 'the commit', place: final.place }] : []),
          { message: 'the section ends here', place: postCommit.label.place },
        ],
      }));
  },
});
