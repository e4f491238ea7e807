import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Follows the way straight on only: that a branch leads there is the mistake of the handler which it leads to. */
export default defineSectionRule({
  id: 'abort-signature-reachable',
  severity: 'error',
  summary: 'normal code runs into the signature in front of the abort handler',
  why: `The signature is chosen so that code which executes it by mistake is stopped: \`ud1\` on x86, \`brk\` on aarch64, \`udf\` on Arm, a privileged instruction on RISC-V. If the
section, having committed, or the code before it falls into these bytes, the process dies with SIGILL or SIGTRAP. A bare \`.long 0x53053053\` on x86 is worse: the
bytes are \`push %rbx\` and what follows, and whatever happens then happens on a shifted stack.`,
  fix: `Jump over signature and handler, or put both into a section of their own (\`__rseq_failure\`), as librseq does on x86, s390 and PowerPC. On x86 the bytes 0x0f, 0x1f, 0x05 in
front of the signature make a \`nopl\` of it, which may be executed.`,
  mends: 'often',
  evidence: [
    'Linux tools/testing/selftests/rseq/rseq-<arch>.h: RSEQ_SIG is an instruction that traps, so that nobody reaches it by mistake',
    'measured on x86-64: the guarded signature raises SIGILL, the bare word pushes a register and ends in SIGSEGV',
    'tcmalloc/internal/percpu_rseq_x86_64.S, SIGN_ABORT(): the nopl that may be executed',
  ],
  bad: [
    {
      title: 'the jump over it is missing',
      target: 'riscv64',
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
		"la t6, 3b\n\t"
		"sd t6, %[rseq_cs]\n"
		"1: lw t6, %[current]\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"ld t6, %[counter]\n\t"
		"addi t6, t6, 1\n\t"
		"sd t6, %[counter]\n"
		"2:\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
	//             ^^^^^^^^^^ error: abort-signature-reachable
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "t5", "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'behind the commit, in the code',
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
		"post_%=:\n\t"
		".inst 0xd428bc00\n"
	//             ^^^^^^^^^^ error: abort-signature-reachable
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
    {
      title: 'between the commit and what follows',
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
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
	//             ^^^^^^^^^^ error: abort-signature-reachable
		"4: jmp %l[aborted]\n"
		"5:"
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
      title: 'a signature that does nothing',
      target: 'x86_64',
      code: String.raw`void counter_inc(long *counters, long rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".byte 0x0f, 0x1f, 0x05\n\t"
		".long 0x53053053\n"
		"4: leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: movl %%fs:4(%[rseq]), %%eax\n\t"
		"incq (%[counters], %%rax, 8)\n"
		"2:"
		: : [rseq] "r" (rseq), [counters] "r" (counters)
		: "rax", "memory", "cc");
}
`,
    },
    {
      title: 'over it',
      target: 'riscv64',
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
		"la t6, 3b\n\t"
		"sd t6, %[rseq_cs]\n"
		"1: lw t6, %[current]\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"ld t6, %[counter]\n\t"
		"addi t6, t6, 1\n\t"
		"sd t6, %[counter]\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "t5", "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'in a section of its own',
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
  ],
  needs: ['abort', 'signature', 'signatureReach'],
  check({ abort, signature, signatureReach }, section) {
    if (!signatureReach) return [];
    const { program } = section;
    const { from, jumpOver } = signatureReach;
    const how = from ? `behind \`${textOf(program, from.place)}\` the code` : 'the code';
    return [
      {
        place: signature.kind === 'present' ? signature.place : abort.label.place,
        message: `${how} runs on into the signature of abort handler \`${nameOf(program, abort.label)}\`, which is there to stop whoever executes it; jump over it, or move it and the handler to a section of their own`,
        related: [
          ...(from ? [{ message: 'the last instruction before', place: from.place }] : []),
          { message: 'the abort handler', place: abort.label.place },
        ],
        fixes: jumpOver
          ? [
              {
                title: `Jump to \`${jumpOver.target}\` in front of the signature`,
                place: jumpOver.anchor.place,
                changes: [{ kind: 'insert-before', anchor: jumpOver.anchor.place, statements: jumpOver.statements }],
              },
            ]
          : [],
      },
    ];
  },
});
