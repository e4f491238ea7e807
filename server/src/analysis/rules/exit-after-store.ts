import { harms } from '../model/storesLeftBehind';
import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/**
 * Branches out of the section behind a store. That the store stays is certain, that it does harm only if it counts or publishes
 * something; otherwise this is information.
 */
export default defineSectionRule({
  id: 'exit-after-store',
  severity: 'warning',
  summary: 'the section can be left behind a store without the commit',
  why: `A way out of the section that is no abort and no commit says that nothing was done. What is stored before it stays nevertheless: a counter that was
raised, or the very value that the commit was to publish. Where the store only prepares a slot that nobody looks at, no harm is done.`,
  fix: 'Make every test before the first store.',
  evidence: [
    'librseq, include/rseq/arch/*/bits.h: all comparisons stand in front of the first store',
    'Linux kernel/rseq.c, algorithm of a restartable sequence: only the commit makes the work visible',
  ],
  bad: [
    {
      title: 'misses counted on the way out',
      target: 'x86_64',
      code: String.raw`int value_replace(long *values, long expect, long value, long *misses, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[differs]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[expect], (%[slot])\n\t"
		"je 5f\n\t"
		"incq (%[misses])\n\t"
	//       ^^^^^^^^^^^^^^^^ related: this store stays
		"jmp %l[differs]\n"
	//       ^^^^^^^^^^^^^^^ warning: exit-after-store
		"5: movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value), [misses] "r" (misses)
		: "rax", "memory", "cc" : aborted, differs);
	return 0;
aborted:
	return -1;
differs:
	return 1;
}
`,
    },
    {
      title: 'a slot filled before the test',
      target: 'aarch64',
      code: String.raw`struct rseq;

int slot_fill(void **slots, void *node, long *count, unsigned long limit, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .xword start_%=, %l[full]; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[count]]\n\t"
		"str %[node], [%[slots], x15, lsl #3]\n\t"
		"cmp x15, %[limit]\n\t"
		"b.hs %l[full]\n\t"
	//       ^^^^^^^^^^^^^ info: exit-after-store
		"add x15, x15, #1\n\t"
		"str x15, [%[count]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slots] "r" (slots), [node] "r" (node), [count] "r" (&count[cpu]), [limit] "r" (limit)
		: "x15", "memory", "cc" : aborted, full);
	return 0;
aborted:
	return -1;
full:
	return 1;
}
`,
    },
  ],
  good: [
    {
      title: 'misses counted outside',
      target: 'x86_64',
      code: String.raw`int value_replace(long *values, long expect, long value, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[differs]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[expect], (%[slot])\n\t"
		"jne %l[differs]\n\t"
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value)
		: "rax", "memory", "cc" : aborted, differs);
	return 0;
aborted:
	return -1;
differs:
	return 1;
}
`,
    },
    {
      title: 'the test comes first',
      target: 'aarch64',
      code: String.raw`struct rseq;

int slot_fill(void **slots, void *node, long *count, unsigned long limit, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .xword start_%=, %l[full]; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[count]]\n\t"
		"cmp x15, %[limit]\n\t"
		"b.hs %l[full]\n\t"
		"str %[node], [%[slots], x15, lsl #3]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[count]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slots] "r" (slots), [node] "r" (node), [count] "r" (&count[cpu]), [limit] "r" (limit)
		: "x15", "memory", "cc" : aborted, full);
	return 0;
aborted:
	return -1;
full:
	return 1;
}
`,
    },
  ],
  needs: ['exitsAfterStores'],
  check({ exitsAfterStores }, { program }) {
    return exitsAfterStores.map(({ exit, store }) => ({
      place: exit.branch.place,
      message: harms(store)
        ? `\`${textOf(program, exit.branch.place)}\` leaves the section without its commit, but what \`${textOf(program, store.item.place)}\` did stays; decide before that store`
        : `\`${textOf(program, exit.branch.place)}\` leaves the section behind \`${textOf(program, store.item.place)}\`, which stays; decide before that store, unless nobody looks at what it writes`,
      related: [{ message: 'this store stays', place: store.item.place }],
      ...(harms(store) ? {} : { severity: 'info' as const }),
    }));
  },
});
