import { ownerOfSlot } from '../model/controlFlow';
import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Functions whose name ends in `release`, on processors that may reorder stores. */
export default defineSectionRule({
  id: 'commit-release-order',
  severity: 'error',
  summary: 'the commit of a release operation can overtake the stores before it',
  why: `Who reads what a release operation publishes may rely on everything that was written before. On all architectures but x86 and z/Architecture another cpu can see
the commit first and then read old data through it. A barrier behind the commit comes too late, and one there is also an instruction that nobody needs.`,
  fix: 'Commit with a store-release, or put the barrier directly in front of the commit, inside the section.',
  mends: 'often',
  evidence: [
    'librseq, include/rseq/arch/*.h, RSEQ_ASM_OP_FINAL_STORE_RELEASE: stlr on AArch64, a barrier in front of the store elsewhere',
    'librseq commit 18ca65e (2023): the order around sections was broken on AArch64',
  ],
  bad: [
    {
      title: 'a node that may look empty',
      target: 'aarch64',
      code: String.raw`struct rseq;

int list_push_release(void **heads, void **node, struct rseq *rseq, int cpu)
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
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[head]]\n\t"
		"str x15, [%[node]]\n\t"
	//       ^^^^^^^^^^^^^^^^^^ related: this store can be seen later
		"str %[node], [%[head]]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^ error: commit-release-order
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the fence comes too late',
      target: 'riscv64',
      code: String.raw`struct rseq;

int list_push_release(void **heads, void **node, struct rseq *rseq, int cpu)
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
		"ld t6, (%[head])\n\t"
		"sd t6, (%[node])\n\t"
		"sd %[node], (%[head])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^ error: commit-release-order
		"2:\n\t"
		"fence rw, w\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
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
      title: 'a store-release',
      target: 'aarch64',
      code: String.raw`struct rseq;

int list_push_release(void **heads, void **node, struct rseq *rseq, int cpu)
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
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[head]]\n\t"
		"str x15, [%[node]]\n\t"
		"stlr %[node], [%[head]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the fence in front of the commit',
      target: 'riscv64',
      code: String.raw`struct rseq;

int list_push_release(void **heads, void **node, struct rseq *rseq, int cpu)
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
		"ld t6, (%[head])\n\t"
		"sd t6, (%[node])\n\t"
		"fence rw, w\n\t"
		"sd %[node], (%[head])\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
		: "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'x86 keeps stores in order',
      target: 'x86_64',
      code: String.raw`int list_push_release(void **heads, void **node, long rseq, int cpu)
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
		"movq (%[head]), %%rax\n\t"
		"movq %%rax, (%[node])\n\t"
		"movq %[node], (%[head])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [node] "r" (node)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['releaseOrder', 'postCommit'],
  check({ releaseOrder, postCommit }, { program }) {
    const { releaseBarrier } = program.architecture;
    if (releaseOrder.kind !== 'missing' || releaseBarrier === undefined) return [];
    const { commit, store } = releaseOrder;
    return [
      {
        place: commit.place,
        message: `\`${textOf(program, commit.place)}\` publishes in \`${releaseOrder.function}\`, but other cpus may see it before what was stored first; put \`${releaseBarrier}\` in front of it`,
        related: [
          ...(store ? [{ message: 'this store can be seen later', place: store.place }] : []),
          { message: `\`${nameOf(program, postCommit.label)}:\` ends the section`, place: postCommit.label.place },
        ],
        // In front of what stands in a delay slot, the barrier would be in the slot.
        fixes: ownerOfSlot(program, commit)
          ? []
          : [
              {
                title: `Put \`${releaseBarrier}\` in front of the commit`,
                place: commit.place,
                changes: [{ kind: 'insert-before', anchor: commit.place, statements: [releaseBarrier] }],
              },
            ],
      },
    ];
  },
});
