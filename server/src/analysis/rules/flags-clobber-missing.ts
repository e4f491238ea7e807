import { addedClobbers } from '../model/operandText';
import { defineStatementRule } from './rule';

/** Condition codes that the compiler may have in use. */
export default defineStatementRule({
  id: 'flags-clobber-missing',
  severity: 'warning',
  summary: 'the section changes the condition code and does not say so',
  why: `On Arm, AArch64, PowerPC and z/Architecture GCC may keep the result of a comparison in the condition code across an asm statement that does not list it. A branch behind
the section then goes by the section's comparison of the cpu number. On PowerPC every field of the condition register counts for itself: "cc" is \`cr0\` only, so
that a comparison in \`cr7\` needs "cr7". x86 needs nothing: there GCC takes the flags for changed by every asm.`,
  fix: 'Add "cc" to the clobbers; on PowerPC the fields that the section compares in.',
  mends: 'always',
  evidence: [
    'GCC manual, 6.47.2.6 "Clobbers and Scratch Registers": the "cc" clobber',
    'gcc/config/rs6000/rs6000.h, ADDITIONAL_REGISTER_NAMES: "cc" is another name for cr0',
    'gcc/config/i386/i386.cc, ix86_md_asm_adjust(): every asm changes the flags',
  ],
  bad: [
    {
      title: 'a comparison and no "cc"',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ warning: flags-clobber-missing
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
		: "x15", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: '"cc" is another field',
      target: 'ppc64le',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ warning: flags-clobber-missing "cr7"
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"addis 17, 2, 3b@toc@ha\n\t"
		"addi 17, 17, 3b@toc@l\n\t"
		"std 17, 8(%[rseq])\n"
		"1: lwz 17, 4(%[rseq])\n\t"
		"cmpw cr7, %[cpu], 17\n\t"
		"bne cr7, 4f\n\t"
		"ld 17, 0(%[counter])\n\t"
		"addi 17, 17, 1\n\t"
		"std 17, 0(%[counter])\n"
		"2: b 5f\n\t"
		".long 0x0fe5000b\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "b" (rseq), [counter] "b" (&counters[cpu])
		: "r17", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'with "cc"',
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
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp r0, %[cpu]\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0, 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "r0", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'with the field that is used',
      target: 'ppc64le',
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
		"addis 17, 2, 3b@toc@ha\n\t"
		"addi 17, 17, 3b@toc@l\n\t"
		"std 17, 8(%[rseq])\n"
		"1: lwz 17, 4(%[rseq])\n\t"
		"cmpw cr7, %[cpu], 17\n\t"
		"bne cr7, 4f\n\t"
		"ld 17, 0(%[counter])\n\t"
		"addi 17, 17, 1\n\t"
		"std 17, 0(%[counter])\n"
		"2: b 5f\n\t"
		".long 0x0fe5000b\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "b" (rseq), [counter] "b" (&counters[cpu])
		: "r17", "memory", "cr7" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'x86 needs none',
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
		: "rax", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['statement', 'changedConditions'],
  check({ statement, changedConditions }) {
    return changedConditions.map(({ condition: { register, clobber, usual }, writer }) => {
      const what = register === 'flags' ? 'the condition code' : `\`${register}\``;
      return {
        place: statement.keyword,
        // The one that compilers take first is likely to be in use.
        ...(usual ? { severity: 'error' as const } : {}),
        message: `the asm changes ${what} and does not tell the compiler, which may branch on it afterwards; add "${clobber}" to the clobbers`,
        related: [{ message: 'changed here', place: writer.place }],
        fixes: [
          {
            title: `Add "${clobber}" to the clobbers`,
            place: statement.keyword,
            changes: addedClobbers(statement, [clobber]),
          },
        ],
      };
    });
  },
});
