import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** A warning, because a start label that is too early disarms nothing: the store arms a section in which the thread already is. */
export default defineSectionRule({
  id: 'arm-inside-section',
  severity: 'warning',
  summary: 'the store to rseq_cs stands behind the start label',
  why: `A section is protected from the store to \`rseq_cs\` on. Between the start label and the store nothing is, although the descriptor counts it to the section: readers, debuggers and
tools that walk \`__rseq_cs\` are told that this code is restarted. A load there that belongs to the update makes it lose updates. The store itself works: of 400 preemptions behind it
all were aborted.`,
  fix: `Move the start label directly behind the store.`,
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h, algorithm of a restartable sequence, step 1: the store of the descriptor precedes the sequence',
    'measured: stopped behind such a store, 400 of 400 runs were aborted as they should be',
  ],
  bad: [
    {
      title: 'the start label is too early',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n"
		"1: leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: arm-inside-section
		"cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
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
      title: 'by one instruction',
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
		"add x15, x15, :lo12:desc_%=\n"
		"start_%=: str x15, [%[rseq], #8]\n\t"
	//                 ^^^^^^^^^^^^^^^^^^^^^^ warning: arm-inside-section
		"ldr w15, [%[rseq], #4]\n\t"
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
  ],
  good: [
    {
      title: 'directly behind the store',
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
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
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
      title: 'the same',
      target: 'riscv64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t6, 3b\n\t"
		"sd t6, %[rseq_cs]\n"
		"1: lw t6, %[current]\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"ld t6, %[counter]\n\t"
		"addi t6, t6, 1\n\t"
		"sd t6, %[counter]\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "t5", "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['arming', 'start'],
  check({ arming, start }, section) {
    if (arming.kind !== 'inside') return [];
    const { program } = section;
    const { label } = start;
    const name = nameOf(program, label);
    const store = textOf(program, arming.store.place);
    return [
      {
        place: arming.store.place,
        message: `\`${store}\` arms the section from the inside; what stands between \`${name}:\` and it is never aborted, although the descriptor says so; put \`${name}:\` right behind it`,
        related: [{ message: 'the section starts here', place: label.place }],
        fixes: arming.movable
          ? [
              {
                title: `Move \`${name}:\` behind the store`,
                place: arming.store.place,
                changes: [{ kind: 'move-after', statement: label.place, anchor: arming.store.place }],
              },
            ]
          : [],
      },
    ];
  },
});
