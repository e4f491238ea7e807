import { textOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** What is saved and brought back, or changed to and fro, leaks nothing. */
export default defineStatementRule({
  id: 'assembler-state-leaks',
  severity: 'warning',
  summary: 'an assembler state is changed and not put back',
  why: `Directives such as \`.set noreorder\`, \`.option norelax\`, \`.thumb\` or \`.intel_syntax\` hold for everything that follows, and what follows an asm statement is
the compiler's own code. It is then assembled in a way that the compiler did not count on: other instruction set, no delay slots filled,
operands in the wrong order. Usually the build breaks somewhere else; sometimes the code only gets slower or wrong.`,
  fix: `Put it back at the end of the statement, with \`push\` and \`pop\` where the directive has them.`,
  evidence: [
    'librseq 4b5bf70: signature with `.arm` in a Thumb function',
    'GNU as manual: MIPS Option Stack, RISC-V-Directives, ARM Directives',
  ],
  bad: [
    {
      title: 'delay slots for the rest of the file',
      target: 'mips64el',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".set noreorder\n\t"
	//       ^^^^^^^^^^^^^^ warning: assembler-state-leaks
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
		"dla $4, 3b\n\t"
		"sd $4, 8(%[rseq])\n"
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 4f\n\t"
		"nop\n\t"
		"ld $4, 0(%[counter])\n\t"
		"daddiu $4, $4, 1\n\t"
		"sd $4, 0(%[counter])\n"
		"2: b 5f\n\t"
		"nop\n\t"
		".word 0x0350000d\n"
		"4: b %l[aborted]\n\t"
		"nop\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "$4", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'no relaxation for the rest of the file',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".option norelax\n\t"
	//       ^^^^^^^^^^^^^^^ warning: assembler-state-leaks
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 5f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4:\n"
		"5: j %l[aborted]\n"
		"6:"
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
      title: 'saved and restored',
      target: 'mips64el',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".set push\n\t"
		".set noreorder\n\t"
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
		"dla $4, 3b\n\t"
		"sd $4, 8(%[rseq])\n"
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 4f\n\t"
		"nop\n\t"
		"ld $4, 0(%[counter])\n\t"
		"daddiu $4, $4, 1\n\t"
		"sd $4, 0(%[counter])\n"
		"2: b 5f\n\t"
		"nop\n\t"
		".word 0x0350000d\n"
		"4: b %l[aborted]\n\t"
		"nop\n"
		"5: .set pop"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "$4", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'around the one instruction',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".option push\n\t"
		".option norelax\n\t"
		"la t0, 3b\n\t"
		".option pop\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 5f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4:\n"
		"5: j %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['leakedStates'],
  check({ leakedStates }, { program }) {
    return leakedStates.map(({ place, restore }) => ({
      place,
      message: `\`${textOf(program, place)}\` is still in force for the compiler's code behind the asm statement; ${restore === undefined ? 'go back' : `write \`${restore}\``} before the end of the template`,
    }));
  },
});
