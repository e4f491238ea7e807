import { defineStatementRule } from './rule';

/** The object itself only: what a pointer with thread storage points at is memory like any other. */
export default defineStatementRule({
  id: 'tls-memory-operand',
  severity: 'info',
  summary: 'a variable with thread storage is a memory operand of an asm goto',
  why: `GCC 8 builds the address of such an operand behind the statement's own labels and then refers to labels that it has thrown away: the link ends with
\`undefined reference to .L2\`. librseq met it with the area itself and hands the statement an offset from the thread pointer since then.`,
  fix: 'Pass the address in a register (`"r" (&variable)`), or the offset from the thread pointer.',
  evidence: ['gcc bug 90193', 'librseq 05ebd3f: the area is addressed by an offset from the thread pointer'],
  bad: [
    {
      title: 'the area itself',
      target: 'x86_64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long rseq_cs;
};

extern __thread struct rseq __rseq_abi;

int counter_inc(long *counters, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, (%[rseq_cs])\n"
		"1: cmpl %[cpu], %[current]\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [current] "m" (__rseq_abi.cpu_id), [rseq_cs] "r" (&__rseq_abi.rseq_cs),
	//                                          ^^^^^^^^^^^^^^^^^ info: tls-memory-operand
		  [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a counter of the thread',
      target: 'aarch64',
      code: String.raw`struct rseq;
_Thread_local long counters_of_thread[4];

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
		"ldr x15, %[counter]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, %[counter]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "m" (counters_of_thread[2])
	//                                                             ^^^^^^^^^^^^^^^^^^^^^ info: tls-memory-operand
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
      title: 'its address in a register',
      target: 'x86_64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long rseq_cs;
};

extern __thread struct rseq __rseq_abi;

int counter_inc(long *counters, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, (%[rseq_cs])\n"
		"1: cmpl %[cpu], (%[current])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [current] "r" (&__rseq_abi.cpu_id), [rseq_cs] "r" (&__rseq_abi.rseq_cs),
		  [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'through a pointer of the thread',
      target: 'aarch64',
      code: String.raw`struct rseq;
extern _Thread_local long *counters_of_thread;

int counter_inc(struct rseq *rseq, int cpu)
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
		"ldr x15, %[counter]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, %[counter]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "m" (counters_of_thread[2])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['statement', 'operands'],
  check({ statement, operands }) {
    if (!statement.isGoto) return [];
    return operands
      .filter(({ kind, meaning }) => kind === 'memory' && meaning.threadLocal)
      .map(({ expression, places }) => ({
        place: places.expression,
        message: `\`${expression.replace(/ /g, '')}\` has thread storage, and gcc 8 loses labels over such a memory operand of an asm goto; pass its address in a register`,
      }));
  },
});
