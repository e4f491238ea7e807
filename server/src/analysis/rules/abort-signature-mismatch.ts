import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Bytes are compared, not text: a signature may be written as a word, as bytes or as an instruction. */
export default defineSectionRule({
  id: 'abort-signature-mismatch',
  severity: 'error',
  summary: 'the four bytes in front of the abort handler are not the registered signature',
  why: `The kernel compares the four bytes before the abort handler with the value that was passed to rseq(2) when the thread was registered. The
C library registers its own \`RSEQ_SIG\`, which differs between architectures and, on some of them, between byte orders. Any other value kills the
process with SIGSEGV at the first abort, on every kernel since 4.18; up to 6.18 the log says "Possible attack attempt. Unexpected rseq
signature", since 6.19 nothing.`,
  fix: `Use \`RSEQ_SIG\` from \`<sys/rseq.h>\`. A program that registers its own area with another signature declares it with \`"signature"\` in
\`.rseq.json\`.`,
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs(); tools/testing/selftests/rseq/rseq-<arch>.h, RSEQ_SIG',
    'librseq 8b7c64f, 40903c8 and Linux 7cd4ce2e, 2b845d4b: signatures in the wrong byte order on big-endian aarch64 and arm',
    'measured: SIGSEGV on the first abort on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'one digit is wrong',
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
		".long 0x53053054\n"
	//             ^^^^^^^^^^ error: abort-signature-mismatch
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
      title: 'the signature of x86',
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
		".inst 0x53053053\n"
	//             ^^^^^^^^^^ error: abort-signature-mismatch
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
      title: 'the value as bytes in memory order',
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
		".byte 0x0f, 0xb9, 0x3d, 0x53, 0x30, 0x05, 0x53\n"
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
      title: 'the instruction that is the signature',
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
		"brk #0x45e0\n"
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
  needs: ['abort', 'signature'],
  check({ abort, signature }, section) {
    if (signature.kind !== 'other') return [];
    const bytes = signature.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const expected = `0x${signature.expected.toString(16).padStart(8, '0')}`;
    return [
      {
        place: signature.place,
        message: `the bytes ${bytes} in front of abort handler \`${nameOf(section.program, abort.label)}\` are not the signature; the kernel kills the process instead of aborting the section; the value is \`${expected}\``,
        related: [{ message: 'abort handler', place: abort.label.place }],
        fixes:
          signature.corrections.length === 0
            ? []
            : [
                {
                  title: `Change the signature to ${expected}`,
                  place: signature.place,
                  changes: signature.corrections.map((correction) => ({ kind: 'replace' as const, ...correction })),
                },
              ],
      },
    ];
  },
});
