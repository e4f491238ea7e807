import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Whatever stands between signature and label shifts the signature away from the four bytes that the kernel reads. */
export default defineSectionRule({
  id: 'abort-signature-gap',
  severity: 'error',
  summary: 'something stands between the signature and the abort handler',
  why: `The kernel reads exactly the four bytes before the address in the descriptor. Alignment, a landing pad or any instruction between the
signature and the label puts other bytes there, and the process is killed with SIGSEGV at the first abort as if there were no signature.
An alignment that happens to need no padding works until something before it changes its size.`,
  fix: `Let the label follow the signature directly: alignment goes in front of the signature, a landing pad behind the label (the kernel needs none,
it does not branch indirectly).`,
  mends: 'always',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs(): the signature is read at abort_ip - 4',
    'measured: SIGSEGV on the first abort on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'the handler is aligned, the signature is left behind',
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
		".long 0x53053053\n\t"
		".balign 16\n"
		"4: jmp %l[aborted]\n\t"
	//       ^^ error: abort-signature-gap
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
      title: 'a landing pad in the wrong place',
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
		".inst 0xd428bc00\n\t"
		"hint #34\n"
		"abort_%=: b %l[aborted]\n"
	//       ^^^^^^^^^ error: abort-signature-gap
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
      title: 'alignment before the signature',
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
		".balign 16\n\t"
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
      title: 'the landing pad behind the label',
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
		"abort_%=:\n\t"
		"hint #34\n\t"
		"b %l[aborted]\n"
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
  needs: ['abort', 'signature'],
  check({ abort, signature }, section) {
    if (signature.kind !== 'gap') return [];
    const between = signature.between.map((place) => `\`${textOf(section.program, place)}\``).join(', ');
    return [
      {
        place: signature.place,
        message: `${between} between the signature and abort handler \`${nameOf(section.program, abort.label)}\`; the kernel reads the 4 bytes right before the handler and kills the process; let the label follow the signature`,
        related: [{ message: 'the signature', place: signature.signature }],
        fixes: [
          {
            title: `Move \`${nameOf(section.program, abort.label)}\` to the signature`,
            place: signature.place,
            // The label moves, not what is between: landing pads belong behind it, and an x86 signature stays one instruction.
            changes: [{ kind: 'move-after', statement: abort.label.place, anchor: signature.signature }],
          },
        ],
      },
    ];
  },
});
