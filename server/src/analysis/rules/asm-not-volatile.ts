import { textOf } from '../model/walk';
import { listOf } from '../model/operandText';
import { defineStatementRule } from './rule';

/** A statement that the compiler takes for a computation; the severity says whether it certainly does without it. */
export default defineStatementRule({
  id: 'asm-not-volatile',
  severity: 'error',
  summary: 'an asm with outputs that the compiler may delete or merge',
  why: `To the compiler an asm statement with outputs is a function of its inputs, a "memory" clobber or not. If nobody reads the outputs it is deleted, and the section with
it; if they are read, it may still be moved out of a loop or be run once where the source says twice. Only \`volatile\` says that the section is wanted for what it does.
An \`asm goto\` and a statement without outputs are volatile anyway.`,
  fix: 'Write `asm volatile`.',
  mends: 'always',
  evidence: [
    'GCC manual, 6.47.2.1 "Volatile": optimizers sometimes discard asm statements if they determine there is no need for the output variables',
    'gcc 12.2 -O2: an asm that increments through a pointer, with a "memory" clobber and an output that nobody reads, leaves no instruction',
  ],
  bad: [
    {
      title: 'nobody asks whether it worked',
      target: 'x86_64',
      code: String.raw`void counter_inc(long *counters, long rseq, int cpu)
{
	long done;

	__asm__ (
//      ^^^^^^^ error: asm-not-volatile
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
		"2: movl $1, %k[done]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $0, %k[done]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [done] "=r" (done)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc");
}
`,
    },
    {
      title: 'the result is read, but the compiler may still move the section',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	int done;

	__asm__ (
//      ^^^^^^^ info: asm-not-volatile
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
		"post_%=: mov %w[done], #1\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: mov %w[done], #0\n"
		"out_%=:"
		: [done] "=r" (done)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc");
	return done ? 0 : -1;
}
`,
    },
  ],
  good: [
    {
      title: 'volatile',
      target: 'x86_64',
      code: String.raw`void counter_inc(long *counters, long rseq, int cpu)
{
	long done;

	__asm__ __volatile__ (
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
		"2: movl $1, %k[done]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $0, %k[done]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [done] "=r" (done)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc");
}
`,
    },
    {
      title: 'an asm goto is volatile as it is',
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
  needs: ['statement', 'outputs'],
  check({ statement, outputs }, { program }) {
    const { operands, areUnread } = outputs;
    if (statement.isVolatile || statement.isGoto || operands.length === 0) return [];
    const word = textOf(program, statement.keyword);
    const volatile = word.startsWith('__') ? '__volatile__' : 'volatile';
    const names = operands.length > 2 ? 'its outputs' : listOf(operands.map(({ expression }) => expression));
    const harm = areUnread
      ? `nobody reads ${names} afterwards, so the compiler deletes the section`
      : `without ${names} the compiler has no use for the section, and it may move it or run it once for two`;
    return [
      {
        place: statement.keyword,
        ...(areUnread ? {} : { severity: 'info' as const }),
        message: `${harm}; write \`${word} ${volatile}\``,
        fixes: [
          {
            title: `Add \`${volatile}\``,
            place: statement.keyword,
            changes: [{ kind: 'insert-text', at: statement.keyword.end, text: ` ${volatile}` }],
          },
        ],
      },
    ];
  },
});
