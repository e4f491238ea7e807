import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Silent where the address of the descriptor leaves what can be read here: it may be stored elsewhere. */
export default defineSectionRule({
  id: 'section-never-armed',
  severity: 'error',
  summary: 'no store puts the descriptor into rseq_cs',
  why: `The kernel knows of a critical section only through the pointer in \`rseq_cs\`. If the section does not store the address of its descriptor there, it
is ordinary code: it is never aborted, and a preemption in the middle of it loses updates. Nothing reports this at run time; the section
of the measurement below committed through 70 signals.`,
  fix: 'Store the address of the descriptor to `rseq_cs` (offset 8 of the area) directly before the start label, with one store.',
  evidence: [
    'Linux include/uapi/linux/rseq.h, struct rseq: "Set to NULL by the kernel when it restarts an assembly instruction sequence block"',
    'measured on Linux 6.18: a section that never stored its descriptor committed unprotected through 70 signals',
  ],
  bad: [
    {
      title: 'the address is loaded, but not stored',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
	//       ^^ error: section-never-armed
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n"
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
      title: 'nothing refers to the descriptor',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
	//       ^^^^^^^^ error: section-never-armed
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n"
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
  good: [
    {
      title: 'through an operand of the C code',
      target: 'x86_64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %[rseq_cs]\n"
		"1: movl %[cpu_id], %%eax\n\t"
		"incq (%[counters], %%rax, 8)\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu_id] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counters] "r" (counters)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'through the address of the area',
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
  ],
  needs: ['arming', 'start'],
  check({ arming, start }, section) {
    if (arming.kind !== 'never') return [];
    return [
      {
        place: section.descriptor,
        message: `\`${textOf(section.program, section.descriptor)}\` is never stored to rseq_cs; the kernel does not know of the section and never aborts it; store its address right before \`${nameOf(section.program, start.label)}:\``,
        related: [{ message: 'the section starts here', place: start.label.place }],
      },
    ];
  },
});
