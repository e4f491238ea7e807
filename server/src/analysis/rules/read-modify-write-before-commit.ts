import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/**
 * An instruction that updates memory, or a load, a change and a store to the same address, on the way to the commit. Memory that
 * the section itself has set before starts anew with every attempt.
 */
export default defineSectionRule({
  id: 'read-modify-write-before-commit',
  severity: 'error',
  summary: 'memory is updated in front of the commit',
  why: `What stands in front of the commit runs again after every abort. A store of a value may do that as often as it likes; an update adds to what the
aborted attempt has left: counters run ahead, and exchanged values are lost.`,
  fix: 'Change the value in a register and let the commit be its only store, or count outside the section.',
  evidence: [
    'Linux kernel/rseq.c, algorithm of a restartable sequence: everything in front of the commit may be executed several times',
    'librseq, include/rseq/pseudocode.h: only stores of values in front of the final store',
  ],
  bad: [
    {
      title: 'attempts counted with every abort',
      target: 'x86_64',
      code: String.raw`int value_set(long *values, long value, long *attempts, long rseq, int cpu)
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
		"incq (%[attempts])\n\t"
	//       ^^^^^^^^^^^^^^^^^^ error: read-modify-write-before-commit
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [value] "r" (value), [attempts] "r" (attempts)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the same in three instructions',
      target: 'riscv64',
      code: String.raw`struct rseq;

int value_set(long *values, long value, long *attempts, struct rseq *rseq, int cpu)
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
		"ld t6, (%[attempts])\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^ related: the old value is read here
		"addi t6, t6, 1\n\t"
		"sd t6, (%[attempts])\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^ error: read-modify-write-before-commit
		"sd %[value], (%[slot])\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [value] "r" (value), [attempts] "r" (attempts)
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
      title: 'the update is the commit',
      target: 'x86_64',
      code: String.raw`int value_push(long *slots, long value, long *counters, long rseq, int cpu)
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
		"movq %[value], (%[slot])\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&slots[cpu]), [value] "r" (value), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'changed in a register, stored once',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
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
		"ld t6, (%[counter])\n\t"
		"addi t6, t6, 1\n\t"
		"sd t6, (%[counter])\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'memory that every attempt sets first',
      target: 'x86_64',
      code: String.raw`int value_sum(long *values, long value, long *sum, long rseq, int cpu)
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
		"movq $0, (%[sum])\n\t"
		"addq %[value], (%[sum])\n\t"
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [value] "r" (value), [sum] "r" (sum)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['earlyStores'],
  check({ earlyStores }, { program }) {
    return earlyStores
      .filter(({ kind, canCommit }) => kind === 'read-modify-write' && canCommit)
      .map(({ item, load }) => ({
        place: item.place,
        message: `\`${textOf(program, item.place)}\` updates memory in front of the commit, and every abort makes it do so again; keep the new value in a register until the commit`,
        related: load ? [{ message: 'the old value is read here', place: load.place }] : [],
      }));
  },
});
