import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Only sections that are handed a cpu number need the compare: one that reads the number inside is fine without. */
export default defineSectionRule({
  id: 'cpu-compare-missing',
  severity: 'error',
  summary: 'the cpu number that the data is indexed by is not checked inside the section',
  why: `A section that works on the data of cpu N must know that it runs on cpu N. The number was read before the section was armed, so the thread may have
been moved in between; only a compare with the area inside the section closes that window. Without it two cpus work on the same data and
updates get lost: 2 of 18,000,000 increments with migrations every 50 microseconds.`,
  fix: 'Compare the number with `cpu_id` of the area after the start label and leave if they differ. Or read the number inside the section.',
  evidence: [
    'Linux include/uapi/linux/rseq.h, algorithm of a restartable sequence, step 2; tools/testing/selftests/rseq, RSEQ_ASM_CMP_CPU_ID',
    'measured on Linux 6.18, 2 cpus, 6 threads: 2 of 18,000,000 increments lost',
  ],
  bad: [
    {
      title: 'the counter of the cpu that it once was',
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
		"1: incq (%[counter])\n"
	//       ^^ error: cpu-compare-missing
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
      title: 'index computed from the operand',
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
		"start_%=:\n\t"
	//       ^^^^^^^^^ error: cpu-compare-missing
		"ldr x15, [%[counters], %w[cpu], sxtw #3]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counters], %w[cpu], sxtw #3]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counters] "r" (counters)
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
      title: 'compared after the start label',
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
      title: 'the number is read inside',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq)
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
		"start_%=: ldr w14, [%[rseq]]\n\t"
		"ldr x15, [%[counters], w14, uxtw #3]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counters], w14, uxtw #3]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [rseq] "r" (rseq), [counters] "r" (counters)
		: "x14", "x15", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['cpu', 'start'],
  check({ cpu, start }, section) {
    if (cpu.kind !== 'missing') return [];
    return [
      {
        place: start.label.place,
        message: `the section does not compare \`${cpu.operand}\` with the cpu it runs on; a thread that was moved works on another cpu's data; compare it with cpu_id right after \`${nameOf(section.program, start.label)}:\``,
      },
    ];
  },
});
