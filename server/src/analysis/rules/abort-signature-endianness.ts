import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Owns whatever is the signature backwards; every other wrong constant is a mismatch. */
export default defineSectionRule({
  id: 'abort-signature-endianness',
  severity: 'error',
  summary: 'the signature stands in front of the abort handler in the wrong byte order',
  why: `The kernel reads the four bytes before the abort handler as a number in the byte order of *data* and compares it with the registered signature. On
aarch64 with big-endian data and on big-endian Arm since v6, instructions stay little-endian: the constant that makes a trap instruction with \`.inst\` is
another one than the constant for \`.long\` or \`.word\`. The wrong one of the two, or bytes written out the wrong way round, kill the process with SIGSEGV at
the first abort.`,
  fix: `Write the value that is registered with a data directive (\`.long RSEQ_SIG\`), or the instruction's own encoding with \`.inst\`; byte by byte in the
order in which they are in memory.`,
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs(): get_user() of a u32 at abort_ip - 4',
    'librseq 8b7c64f, 40903c8, 4b5bf70 and Linux 7cd4ce2e, 2b845d4b: signatures in the wrong byte order on big-endian aarch64 and arm',
    'assembled for aarch64_be: .inst 0xd428bc00 and .long 0x00bc28d4 are the same four bytes',
  ],
  bad: [
    {
      title: 'the constant for code as data',
      target: 'aarch64_be',
      code: String.raw`#ifdef __AARCH64EB__
struct rseq;

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
		".word 0xd428bc00\n"
	//             ^^^^^^^^^^ error: abort-signature-endianness
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
    {
      title: 'byte by byte, as the number is written',
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
		".byte 0x53, 0x05, 0x30, 0x53\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: abort-signature-endianness
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
      title: 'the constant for code as code',
      target: 'aarch64_be',
      code: String.raw`#ifdef __AARCH64EB__
struct rseq;

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
#endif
`,
    },
    {
      title: 'the number as data',
      target: 's390x',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, %[rseq_cs]\n"
		"1: c %[cpu], %[current]\n\t"
		"jgne 4f\n\t"
		"lg %%r1, %[counter]\n\t"
		"aghi %%r1, 1\n\t"
		"stg %%r1, %[counter]\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'byte by byte, as they are in memory',
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
		".byte 0x53, 0x30, 0x05, 0x53\n"
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
  needs: ['abort', 'signature'],
  check({ abort, signature }, section) {
    if (signature.kind !== 'swapped') return [];
    const bytes = signature.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const expected = `0x${signature.expected.toString(16).padStart(8, '0')}`;
    return [
      {
        place: signature.place,
        message: `the bytes ${bytes} in front of abort handler \`${nameOf(section.program, abort.label)}\` are the signature in the other byte order; the kernel reads them as a number in data order and kills the process; as such a number they must be \`${expected}\``,
        related: [{ message: 'abort handler', place: abort.label.place }],
        fixes:
          signature.corrections.length === 0
            ? []
            : [
                {
                  title: 'Turn the bytes of the signature around',
                  place: signature.place,
                  changes: signature.corrections.map((correction) => ({ kind: 'replace' as const, ...correction })),
                },
              ],
      },
    ];
  },
});
