import { addedClobbers, listOf } from '../model/operandText';
import { defineStatementRule } from './rule';

/** Registers of the compiler that a statement changes without a word. */
export default defineStatementRule({
  id: 'register-clobber-missing',
  severity: 'error',
  summary: 'a register is written that is neither an operand nor a clobber',
  why: `The compiler keeps its own values in every register that a statement does not give away: a loop counter, a saved argument, the caller's value of a register that it
never saves because it believes not to use it. The section overwrites it, and the program breaks far away, depending on the version of the compiler and on what it inlines where.`,
  fix: 'Add the register to the clobbers, or let the compiler choose one: an output `[scratch] "=&r" (scratch)`.',
  mends: 'always',
  evidence: [
    'GCC manual, 6.47.2.6 "Clobbers and Scratch Registers": side effects on registers other than the outputs must be listed',
    'in the wild: tests of a binary translator that forget the rbx of cpuid',
  ],
  bad: [
    {
      title: 'a second scratch register',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ error: register-clobber-missing "rbx"
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
		"movq (%[counter]), %%rbx\n\t"
		"addq $1, %%rbx\n\t"
		"movq %%rbx, (%[counter])\n"
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
      title: 'the 32-bit name of a register is the register',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ error: register-clobber-missing "x14"
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w14, [%[rseq], #4]\n\t"
		"cmp w14, %w[cpu]\n\t"
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
      title: 'both are listed',
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
		"movq (%[counter]), %%rbx\n\t"
		"addq $1, %%rbx\n\t"
		"movq %%rbx, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "rbx", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'two names of one register',
      target: 'mips64el',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 9b; .popsection\n\t"
		"dla $a0, 3f\n\t"
		"sd $a0, 8(%[rseq])\n"
		"1: lw $a0, 4(%[rseq])\n\t"
		"bne $a0, %[cpu], 4f\n\t"
		"ld $a0, 0(%[counter])\n\t"
		"daddiu $a0, $a0, 1\n\t"
		"sd $a0, 0(%[counter])\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1b, 2b - 1b, 4f\n\t"
		".word 0x0350000d\n"
		"4: b %l[aborted]\n"
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
      title: 'r12 is ip',
      target: 'arm',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0, 1f, 0, 2f - 1f, 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n\t"
		"adr ip, 3f\n\t"
		"str ip, [%[rseq], #8]\n"
		"1: ldr ip, [%[rseq], #4]\n\t"
		"cmp ip, %[cpu]\n\t"
		"bne 4f\n\t"
		"ldr ip, [%[counter]]\n\t"
		"add ip, ip, #1\n\t"
		"str ip, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0, 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "r12", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['statement', 'changedRegisters'],
  check({ statement, changedRegisters }) {
    if (changedRegisters.length === 0) return [];
    const names = changedRegisters.map(({ register }) => register);
    const clobbers = changedRegisters.map(({ clobber }) => clobber);
    const listed = clobbers.map((name) => `"${name}"`).join(', ');
    return [
      {
        place: statement.keyword,
        message: `the asm changes ${listOf(names)} and does not tell the compiler, which may have a value of its own there; add ${listed} to the clobbers`,
        related: changedRegisters.map(({ register, writer }) => ({
          message: `\`${register}\` is written here`,
          place: writer.place,
        })),
        fixes: [
          {
            title: `Add ${listed} to the clobbers`,
            place: statement.keyword,
            changes: addedClobbers(statement, clobbers),
          },
        ],
      },
    ];
  },
});
