import { referenceTo } from '../model/operandText';
import { defineStatementRule } from './rule';

/** Outputs that are written while inputs are still to be read. */
export default defineStatementRule({
  id: 'early-clobber-missing',
  severity: 'error',
  summary: 'an output may share its register with an input that is still needed',
  why: `Without \`&\` the compiler takes all inputs for consumed before the first output is written, and may put an output into the register of an input, or of the address of an operand
in memory. A scratch output that is written at the beginning of a section then destroys what the rest works on. A handler that goes back and begins again reads all inputs once more, so that
even an output that is written last needs the \`&\`.`,
  fix: 'Write `"=&r"`.',
  mends: 'always',
  evidence: [
    'GCC manual, 6.47.3.3 "Constraint Modifier Characters", &: an operand that is written before the instruction is finished using the input operands',
  ],
  bad: [
    {
      title: 'a scratch register',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	long scratch;
	int aborted;

	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %[scratch]\n\t"
		"movq %[scratch], %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq %[counter]\n"
		"2: movl $0, %[aborted]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $1, %[aborted]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [aborted] "=r" (aborted), [scratch] "=r" (scratch), [counter] "+m" (counters[cpu])
	//                                            ^^^^ error: early-clobber-missing
		: [cpu] "r" (cpu), [rseq] "r" (rseq)
		: "memory", "cc");
	return aborted;
}
`,
    },
    {
      title: 'a value that is computed before the last use of the pointer',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	long value;
	int done;

	__asm__ volatile (
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
		"add %[value], %[value], #1\n\t"
		"str %[value], [%[counter]]\n"
		"post_%=: mov %w[done], #1\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: mov %w[done], #0\n"
		"out_%=:"
		: [done] "=r" (done), [value] "=r" (value)
	//                                    ^^^^ error: early-clobber-missing "[counter]"
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc");
	return done ? 0 : -1;
}
`,
    },
  ],
  good: [
    {
      title: 'a register of its own',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	long scratch;
	int aborted;

	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %[scratch]\n\t"
		"movq %[scratch], %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq %[counter]\n"
		"2: movl $0, %[aborted]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $1, %[aborted]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [aborted] "=r" (aborted), [scratch] "=&r" (scratch), [counter] "+m" (counters[cpu])
		: [cpu] "r" (cpu), [rseq] "r" (rseq)
		: "memory", "cc");
	return aborted;
}
`,
    },
    {
      title: 'the result of the whole section may share, the value in between may not',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	long value;
	int done;

	__asm__ volatile (
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
		"add %[value], %[value], #1\n\t"
		"str %[value], [%[counter]]\n"
		"post_%=: mov %w[done], #1\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: mov %w[done], #0\n"
		"out_%=:"
		: [done] "=r" (done), [value] "=&r" (value)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc");
	return done ? 0 : -1;
}
`,
    },
  ],
  needs: ['earlyWrites'],
  check({ earlyWrites }) {
    return earlyWrites.map(({ output, writer, input, reader }) => {
      const { places, constraint } = output;
      const wanted = constraint.replace('=', '=&');
      return {
        place: places.constraint,
        message: `\`${referenceTo(output)}\` is written before \`${referenceTo(input)}\` is read for the last time, and the compiler may put both into one register; write "${wanted}"`,
        related: [
          { message: 'written here', place: writer.place },
          { message: `\`${referenceTo(input)}\` is still needed here`, place: reader.place },
        ],
        fixes: [
          {
            title: `Write "${wanted}"`,
            place: places.constraint,
            changes: [{ kind: 'replace', place: places.constraint, text: `"${wanted}"` }],
          },
        ],
      };
    });
  },
});
