import type { ReferenceVerdict, StrayReference } from '../model/references';
import { defineSectionRule } from './rule';

/** Also of the pointer in the list. A text that may define labels nobody can see says nothing. */
export default defineSectionRule({
  id: 'descriptor-label-direction',
  severity: 'error',
  summary: 'the descriptor names a label that is not in its asm',
  why: `A numeric label is looked up in the direction of its letter, beyond the end of the asm statement: \`1b\` in a descriptor in front of the code is the last
\`1:\` of whatever stood there before, another function's section as a rule, and both descriptors then protect the same code. Where there is none, the assembler refuses it,
perhaps only in the one unit in which the function comes first.`,
  fix: 'Turn the direction around: `1f` in front of the code, `1b` behind it.',
  mends: 'often',
  evidence: [
    'GNU as manual, "Local Labels": N b is the most recent, N f the next definition in the whole assembly',
    'measured with gcc 12: with `1b` in front of the code the descriptors of two functions both started at .text+0x10',
  ],
  bad: [
    {
      title: 'backward in front of the code',
      target: 'x86_64',
      isRefused: true,
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1b, 2f - 1b, 4f\n\t"
	//             ^^ error: descriptor-label-direction "1f"
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
      title: 'forward behind the code',
      target: 'arm',
      isRefused: true,
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
		".word 1b, 0, 2f - 1b, 0, 4f, 0\n\t"
	//                    ^^ error: descriptor-label-direction "2b"
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
      title: 'the abort handler',
      target: 'riscv64',
      isRefused: true,
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4b\n\t"
	//                           ^^ error: descriptor-label-direction
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
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
  ],
  good: [
    {
      title: 'forward in front of the code',
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
      title: 'backward in the copy behind the code',
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
  ],
  needs: ['references'],
  check({ references }) {
    const [first, ...others] = references.stray;
    if (!first) return [];
    const { repair } = references;
    const names = (repair?.to ?? []).map((name) => `\`${name}\``).join(' and ');
    return [
      {
        place: first.place,
        message: messageOf(first, repair),
        related: others.map(({ place }) => ({ message: 'this one too', place })),
        fixes: repair ? [{ title: `Write ${names}`, place: first.place, changes: repair.changes }] : [],
      },
    ];
  },
});

function messageOf({ text, kind }: StrayReference, repair: ReferenceVerdict['repair']): string {
  switch (kind) {
    case 'forward':
    case 'backward': {
      const number = text.slice(0, -1);
      const where = kind === 'forward' ? 'behind' : 'in front of';
      const advice = repair ? `write \`${repair.to[0] ?? ''}\`` : `define \`${number}:\` in this asm`;
      return `\`${text}\`: no \`${number}:\` ${where} this in its asm, so it is another statement's or none; ${advice}`;
    }
    case 'foreign':
      return `\`${text}\` is a label of another asm statement, and compilers may put code between the two; write the whole section as one asm`;
    case 'undefined':
      return `\`${text}\` is defined nowhere: \`%=\` is another number in every asm; define it in this one`;
  }
}
