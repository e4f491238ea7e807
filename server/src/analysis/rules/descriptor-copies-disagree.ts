import type { CopiedField } from '../model/copies';
import { defineSectionRule } from './rule';

/** Addresses count, not names: labels with nothing between them are the same. */
export default defineSectionRule({
  id: 'descriptor-copies-disagree',
  severity: 'error',
  summary: 'the descriptor in the list and its copy near the code say different things',
  why: `Where an address is expensive to form, the descriptor that is armed is a copy in front of the abort handler, and the one in \`__rseq_cs\` is for tools. The kernel goes by the one
that is armed; debuggers, translators and post-link optimisers by the other, so with different fields they protect, step over or move the wrong code.`,
  fix: 'Write both from the same labels, best with one macro.',
  mends: 'often',
  evidence: [
    'Linux tools/testing/selftests/rseq/rseq-arm.h and rseq-mips.h: RSEQ_ASM_DEFINE_TABLE and RSEQ_ASM_DEFINE_ABORT have the same arguments',
    'librseq, doc and include/rseq/arch/arm.h: the table is what debuggers read',
  ],
  bad: [
    {
      title: 'another end',
      target: 'arm',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 1f, 0, 5f - 1f, 0, 4f, 0\n\t"
	//                    ^^^^^^^ error: descriptor-copies-disagree "2b - 1b"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n\t"
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp %[cpu], r0\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
	//                    ^^^^^^^ related: other copy
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
      title: 'another abort handler',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 2f\n\t"
	//                          ^^ error: descriptor-copies-disagree
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 6f(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".balign 32\n"
		"6: .long 0, 0\n\t"
		".quad 1b, 2b - 1b, 4f\n\t"
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
  ],
  good: [
    {
      title: 'the same labels, forward and backward',
      target: 'arm',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 1f, 0, 2f - 1f, 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n\t"
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp %[cpu], r0\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
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
      title: 'other names for the same places',
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
		"leaq 6f(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"begin_%=: 1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2: end_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".balign 32\n"
		"6: .long 0, 0\n\t"
		".quad begin_%=, end_%= - begin_%=, 4f\n\t"
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
  ],
  needs: ['copies'],
  check({ copies }) {
    const [first, ...others] = copies;
    if (!first) return [];
    const { wrong, right, field } = first;
    const where = right.isArmed ? 'in the copy that is armed' : 'in the copy that tools read';
    const repairs = copies.flatMap(({ repair }) => (repair ? [repair] : []));
    const isWhole = repairs.length === copies.length;
    const title = `Say the same as ${right.isArmed ? 'the copy that is armed' : 'the copy that tools read'}`;
    return [
      {
        place: wrong.place,
        message: `${kernelNames[field]} is \`${wrong.text}\` here and \`${right.text}\` ${where}, so the kernel and tools see different sections; give both the same labels`,
        related: [
          { message: 'the other copy says this', place: right.place },
          ...others.map(({ wrong: { place } }) => ({ message: 'this field differs too', place })),
        ],
        fixes: isWhole ? [{ title, place: wrong.place, changes: repairs, needsReview: true }] : [],
      },
    ];
  },
});

/** The fields' names in the kernel's header. */
const kernelNames: Readonly<Record<CopiedField, string>> = {
  start: '`start_ip`',
  length: '`post_commit_offset`',
  abort: '`abort_ip`',
};
