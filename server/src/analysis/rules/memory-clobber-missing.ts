import { addedClobbers } from '../model/operandText';
import { defineStatementRule } from './rule';

/** Stores that neither an output operand nor the clobber announces. */
export default defineStatementRule({
  id: 'memory-clobber-missing',
  severity: 'error',
  summary: 'the section writes memory that the compiler takes for unchanged',
  why: `Without a "memory" clobber the compiler keeps what it has read from memory before the statement, and may hold back what it wants to write, unless the place is an output
operand. After the section C code then goes on with old values: with a counter that the section increments, \`before + *counter\` became twice \`before\`.`,
  fix: 'Add "memory" to the clobbers. Where that is too much, make every place that the section writes an output: `"+m" (*counter)`.',
  mends: 'always',
  evidence: [
    'GCC manual, 6.47.2.6 "Clobbers and Scratch Registers": "memory" for reads or writes to items other than those listed in the operands',
    'gcc 12.2 -O2: `a + *p` around an asm that changes `*p` is compiled to `2 * a`',
  ],
  bad: [
    {
      title: 'the pointer is an input, what it points to is not',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ error: memory-clobber-missing "writes memory"
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
		: "rax", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'named registers, no memory',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ error: memory-clobber-missing
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"1: .word 0, 0\n\t"
		".dword 2f, 3f - 2f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 1b; .popsection\n\t"
		"la t0, 1b\n\t"
		"sd t0, 8(%[rseq])\n"
		"2: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"3: j 5f\n\t"
		".balign 4\n\t"
		".word 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'with the clobber',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"1: .word 0, 0\n\t"
		".dword 2f, 3f - 2f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 1b; .popsection\n\t"
		"la t0, 1b\n\t"
		"sd t0, 8(%[rseq])\n"
		"2: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"3: j 5f\n\t"
		".balign 4\n\t"
		".word 0xf1401073\n"
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
    {
      title: 'all that it writes are outputs',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	int aborted;

	__asm__ volatile (
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
		"incq %[counter]\n"
		"2: movl $0, %[aborted]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $1, %[aborted]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [aborted] "=r" (aborted), [counter] "+m" (counters[cpu])
		: [cpu] "r" (cpu), [rseq] "r" (rseq)
		: "rax", "cc");
	return aborted;
}
`,
    },
  ],
  needs: ['statement', 'undeclaredStore'],
  check({ statement, undeclaredStore }) {
    if (!undeclaredStore) return [];
    return [
      {
        place: statement.keyword,
        message:
          'the asm writes memory and does not tell the compiler, which goes on with values that it read before; add "memory" to the clobbers',
        related: [{ message: 'a store to what is no output', place: undeclaredStore.place }],
        fixes: [
          {
            title: 'Add "memory" to the clobbers',
            place: statement.keyword,
            changes: addedClobbers(statement, ['memory']),
          },
        ],
      },
    ];
  },
});
