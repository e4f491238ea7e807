import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Only what surely runs between the two counts: padding that an alignment may put there does not. */
export default defineSectionRule({
  id: 'start-label-position',
  severity: 'error',
  summary: 'an instruction runs between the store to rseq_cs and the start label',
  why: `When the kernel interrupts a thread whose instruction pointer is not in the range of the descriptor that \`rseq_cs\` points to, it takes the section for finished and sets \`rseq_cs\` to
NULL. An instruction between the store and the start label is such a place: after a preemption there the rest of the section runs without protection and is never aborted.
In the measurement below all of 400 preemptions at such an instruction were committed unprotected. A start label before the store does no such harm.`,
  fix: `Put the start label directly behind the store; everything that followed the store then belongs to the section.`,
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_ip_fixup(): clear_rseq_cs() if the instruction pointer is not in the critical section; include/linux/rseq_entry.h since 6.19',
    'Linux include/uapi/linux/rseq.h, algorithm of a restartable sequence, step 1',
    'measured: stopped between store and start label, 400 of 400 runs committed unprotected; with the label before the store 400 of 400 were aborted',
  ],
  bad: [
    {
      title: 'the compare of the cpu number is left outside',
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
		"movq %%rax, %%fs:8(%[rseq])\n\t"
		"cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n"
		"1: incq (%[counter])\n"
	//       ^^ error: start-label-position
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
      title: 'one instruction too late',
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
		"str x15, [%[rseq], #8]\n\t"
		"ldr w15, [%[rseq], #4]\n"
		"start_%=: cmp w15, %w[cpu]\n\t"
	//       ^^^^^^^^^ error: start-label-position
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
      title: 'even a no-operation',
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
		"sd t6, %[rseq_cs]\n\t"
		"nop\n"
		"1: lw t6, %[current]\n\t"
	//       ^^ error: start-label-position
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
    if (arming.kind !== 'late-start') return [];
    const { program } = section;
    const [first] = arming.between;
    const { label } = start;
    const name = nameOf(program, label);
    const behind = first ? textOf(program, first.place) : '';
    return [
      {
        place: label.place,
        message: `\`${behind}\` runs between the store to rseq_cs and \`${name}:\`; a preemption there makes the kernel clear rseq_cs, and the section goes on unprotected; put \`${name}:\` right behind \`${textOf(program, arming.store.place)}\``,
        related: [
          { message: 'the store that arms the section', place: arming.store.place },
          ...(first ? [{ message: 'runs before the section starts', place: first.place }] : []),
        ],
        fixes: arming.movable
          ? [
              {
                title: `Move \`${name}:\` behind the store`,
                place: label.place,
                changes: [{ kind: 'move-after', statement: label.place, anchor: arming.store.place }],
              },
            ]
          : [],
      },
    ];
  },
});
