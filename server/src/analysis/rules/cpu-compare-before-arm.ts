import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** A compare between the arming store and the start label is late by an instruction, which is a mistake of its own. */
export default defineSectionRule({
  id: 'cpu-compare-before-arm',
  severity: 'error',
  summary: 'the cpu number is compared before the section is armed',
  why: `Up to the store to \`rseq_cs\` nobody restarts the thread. A compare in front of it says on which cpu the thread was: it can be preempted and moved
right behind the compare, arm the section on another cpu and work there on the data of the first one, undisturbed, because the kernel has no
reason to abort. Two cpus then work on the same data and updates get lost. The compare has to be part of what it protects.`,
  fix: 'Move the compare, with the load of the field and the branch that belong to it, behind the start label.',
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h, algorithm of a restartable sequence: step 2, the compare, comes after step 1, the store to rseq_cs',
    'Linux tools/testing/selftests/rseq: RSEQ_ASM_STORE_RSEQ_CS always stands in front of RSEQ_ASM_CMP_CPU_ID',
  ],
  bad: [
    {
      title: 'checked, then armed',
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
		"cmpl %[cpu], %%fs:4(%[rseq])\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: cpu-compare-before-arm
		"jnz 4f\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ related: armed only here
		"1: incq (%[counter])\n"
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
      title: 'loaded, compared, and left by the time it counts',
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
		"ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
	//       ^^^^^^^^^^^^^^^^ error: cpu-compare-before-arm
		"b.ne %l[aborted]\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=:\n\t"
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
      title: 'with a branch that compares',
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
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
	//       ^^^^^^^^^^^^^^^^^^ error: cpu-compare-before-arm
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: ld t0, (%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, (%[counter])\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'armed, then checked',
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
      title: 'a quick look before, and the check that counts inside',
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
		"ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne %l[aborted]\n\t"
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
  ],
  needs: ['cpu', 'start'],
  check({ cpu, start }, section) {
    if (cpu.kind !== 'before-arm') return [];
    const { compare, store, block } = cpu;
    const { label } = start;
    const { place } = compare.instruction;
    return [
      {
        place,
        message: `\`${textOf(section.program, place)}\` runs before the section is armed; a thread that is moved behind it works on another cpu's data; compare right after \`${textOf(section.program, label.place)}\``,
        related: [
          { message: 'armed only here', place: store.place },
          { message: 'the section starts here', place: label.place },
        ],
        fixes: block
          ? [
              {
                title: `Move the compare behind \`${textOf(section.program, label.place)}\``,
                place,
                changes: block.map((item) => ({ kind: 'move-after', statement: item.place, anchor: label.place })),
              },
            ]
          : [],
      },
    ];
  },
});
