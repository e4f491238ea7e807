import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** One finding for each load-linked; for a store-conditional only where its load is in front of the section. */
export default defineSectionRule({
  id: 'load-linked-in-section',
  severity: 'warning',
  summary: 'a load-linked or store-conditional inside the section',
  why: `A store-conditional may fail for no reason, and every interrupt makes it fail. So it needs a branch that tries again behind it, the last instruction of the
section is not a store any more, and an abort in front of that branch repeats work that is done. Inside a section a plain load and store do the same: nothing
else runs on this cpu in between.`,
  fix: 'Use a plain load and store. Where other cpus write to the memory too, one atomic instruction can be the commit.',
  evidence: [
    'Power ISA, book II, 1.7.3; RISC-V Instruction Set Manual, volume I, "A": a store-conditional may fail for no reason',
    'Arm Architecture Reference Manual (DDI 0487), B2.9: an exception return clears the local monitor',
  ],
  bad: [
    {
      title: 'an exclusive pair as the commit',
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
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n"
		"again_%=: ldxr x15, [%[counter]]\n\t"
	//                 ^^^^^^^^^^^^^^^^^^^^^^ warning: load-linked-in-section
		"add x15, x15, #1\n\t"
		"stxr w14, x15, [%[counter]]\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ related: this store may fail
		"cbnz w14, again_%=\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x14", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'lr and sc',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_add(long *counters, long step, struct rseq *rseq, int cpu)
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
		"bne t6, %[cpu], 4f\n"
		"5: lr.d t6, (%[counter])\n\t"
	//          ^^^^^^^^^^^^^^^^^^^^^ warning: load-linked-in-section
		"add t6, t6, %[step]\n\t"
		"sc.d t5, t6, (%[counter])\n\t"
		"bnez t5, 5b\n"
		"2:\n\t"
		"j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "t5", "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'a plain load and store',
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
		"str x15, [%[rseq], #8]\n"
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
    {
      title: 'one atomic instruction as the commit',
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
		"li t6, 1\n\t"
		"amoadd.d zero, t6, (%[counter])\n"
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
  ],
  needs: ['body'],
  check({ body }, { program }) {
    const [load, store] = (['load', 'store'] as const).map((kind) =>
      body.filter(({ instruction }) => instruction.effect.linked === kind),
    );
    const found = load && load.length > 0 ? load : (store ?? []);
    return found.map(({ place }) => ({
      place,
      message: `\`${textOf(program, place)}\` needs a loop around it, so that no single store ends the section; use a plain load and store, which nothing on this cpu can come between`,
      related: (store ?? [])
        .filter((item) => item.place !== place)
        .map((item) => ({ message: 'this store may fail', place: item.place })),
    }));
  },
});
