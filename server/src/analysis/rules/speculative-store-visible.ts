import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Plain stores to an address on which a branch in front of them depends. */
export default defineSectionRule({
  id: 'speculative-store-visible',
  severity: 'warning',
  summary: 'a store in front of the commit changes what the section tests',
  why: `Stores in front of the commit stay when the section is aborted. If one goes to an address that the section tests, the next attempt sees the value that the
aborted one left there: a flag that is set looks taken, a slot that is filled looks full, and the work is never done.`,
  fix: 'Store what is prepared to memory that nobody looks at yet, and let the commit be the store that others, and the next attempt, can see.',
  evidence: [
    'librseq, include/rseq/pseudocode.h: "Store attempt" in front of the final store',
    'tcmalloc, docs/rseq.md: a single store at the end commits the operation',
  ],
  bad: [
    {
      title: 'a flag that an aborted attempt leaves set',
      target: 'x86_64',
      code: String.raw`int counter_inc_alone(long *counters, char *busy, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[taken]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpb $0, (%[busy])\n\t"
	//       ^^^^^^^^^^^^^^^^^^ related: the section looks here
		"jne %l[taken]\n\t"
		"movb $1, (%[busy])\n\t"
	//       ^^^^^^^^^^^^^^^^^^ warning: speculative-store-visible
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [busy] "r" (&busy[cpu])
		: "rax", "memory", "cc" : aborted, taken);
	return 0;
aborted:
	return -1;
taken:
	return 1;
}
`,
    },
    {
      title: 'a slot that looks full afterwards',
      target: 'aarch64',
      code: String.raw`struct rseq;

int slot_fill(void **slots, void *node, long *count, struct rseq *rseq, int cpu)
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
		"ldr x15, [%[slot]]\n\t"
		"cbnz x15, %l[full]\n\t"
		"str %[node], [%[slot]]\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^ warning: speculative-store-visible
		"ldr x15, [%[count]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[count]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&slots[cpu]), [node] "r" (node), [count] "r" (&count[cpu])
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
      title: 'what is tested is what commits',
      target: 'x86_64',
      code: String.raw`int take(char *busy, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[taken]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpb $0, (%[busy])\n\t"
		"jne %l[taken]\n\t"
		"movb $1, (%[busy])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [busy] "r" (&busy[cpu])
		: "rax", "memory", "cc" : aborted, taken);
	return 0;
aborted:
	return -1;
taken:
	return 1;
}
`,
    },
    {
      title: 'a slot behind the index, then the index',
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
  needs: ['earlyStores'],
  check({ earlyStores }, { program }) {
    return earlyStores
      .filter(({ kind, canCommit }) => kind === 'tested' && canCommit)
      .map(({ item, load }) => ({
        place: item.place,
        message: `\`${textOf(program, item.place)}\` changes what the section tests, so that the attempt after an abort takes another way; let only the commit store there`,
        related: load ? [{ message: 'the section looks here', place: load.place }] : [],
      }));
  },
});
