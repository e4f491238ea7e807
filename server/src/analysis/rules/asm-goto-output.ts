import { defineStatementRule } from './rule';

/** One hint for a statement; what its outputs are for is the author's affair. */
export default defineStatementRule({
  id: 'asm-goto-output',
  severity: 'info',
  summary: 'an asm goto has outputs, which many compilers do not take or get wrong',
  why: `GCC before 11 and clang before 11 refuse outputs of an \`asm goto\`. GCC 11 to 13 without the fixes of 2024 can use a wrong register for them
at a label, and clang without optimization loses an output on the way to a label (it read 0 where 11 was stored). GCC 12 and later can hide
the problem behind \`asm volatile ("")\` after the statement, which is what Linux does.`,
  fix: `Write the value to memory inside the section (an \`"m"\` input with \`"memory"\` clobbered), or guard the statement with the versions that are known to
be right.`,
  evidence: [
    'gcc bugs 113921, 110420 and 110422; Linux 4356e9f841f7 and 68fb3ca0e408 (2024), asm_goto_output()',
    'llvm bug 74483: outputs on the way to a label without optimization',
    'tcmalloc 3a865cb9 and 479c82cd (2023): build errors with gcc 9 and 10 and clang 10',
  ],
  bad: [
    {
      title: 'the value that it was',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu, long *before)
{
	long value;

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
		"movq (%[counter]), %[value]\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: [value] "=&r" (value)
	//                ^^^^^ info: asm-goto-output
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	*before = value;
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'on aarch64',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu, long *before)
{
	long value;

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
		"ldr %[value], [%[counter]]\n\t"
		"add x15, %[value], #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: [value] "=&r" (value)
	//                ^^^^^ info: asm-goto-output
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	*before = value;
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'through memory',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu, long *before)
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
		"movq (%[counter]), %%rax\n\t"
		"movq %%rax, %[before]\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [before] "m" (*before)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'an output of a statement without goto',
      target: 'riscv64',
      code: String.raw`struct rseq;

long counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	int aborted = 0;

	__asm__ __volatile__ (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, (%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, (%[counter])\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: li %[aborted], 1\n"
		"5:"
		: [aborted] "+r" (aborted)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0", "memory");
	return aborted;
}
`,
    },
  ],
  needs: ['statement', 'operands'],
  check({ statement, operands }) {
    const output = operands.find((operand) => operand.output);
    if (!statement.isGoto || !output) return [];
    return [
      {
        place: output.places.constraint,
        message:
          'an asm goto with outputs needs gcc 11 or clang 11, and gcc before its fixes of 2024 mixes them up at labels; write the value to memory, or test the version of the compiler',
      },
    ];
  },
});
