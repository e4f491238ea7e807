import { defineSectionRule } from './rule';

/** Only labels of the C function; a symbol of another file may have its signature. */
export default defineSectionRule({
  id: 'abort-target-c-label',
  severity: 'error',
  summary: 'aborts go to a C label, which no signature stands in front of',
  why: `The kernel goes to \`abort_ip\` only if the four bytes in front of it are the signature. What stands in front of a C label is the compiler's choice,
so the first preemption inside the section ends the process with SIGSEGV on every kernel. An asm statement with the signature in front of the label is
no way out: if control can reach it, it is executed, and if not, the compiler drops it.`,
  fix: 'Let the descriptor name a label of the asm, with the signature in front of it, and jump to the C label from there.',
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs(); include/linux/rseq_entry.h, rseq_update_user_cs(): the signature is compared on every kernel',
    'measured with GCC 12 from -O0 to -O2: a volatile asm statement between a `return` and a label is not in the object',
    'measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3: SIGSEGV',
  ],
  bad: [
    {
      title: 'straight to the C label',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, %l[aborted]\n\t"
	//                          ^^^^^^^^^^^ error: abort-target-c-label
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz %l[aborted]\n\t"
		"incq (%[counter])\n"
		"2:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'with a handler that nobody uses',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, %l[aborted]\n\t"
	//                                            ^^^^^^^^^^^ error: abort-target-c-label
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
`,
    },
    {
      title: 'with a signature that the compiler drops',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, %l[aborted]\n\t"
	//                          ^^^^^^^^^^^ error: abort-target-c-label
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz %l[aborted]\n\t"
		"incq (%[counter])\n"
		"2:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
	__asm__ __volatile__ (".long 0x53053053");
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'by way of a handler',
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
      title: 'by way of a handler in the code',
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
  needs: ['abortTarget'],
  check({ abortTarget }) {
    if (abortTarget.kind === 'label') return [];
    const { place, text, isHandled, repair } = abortTarget;
    const title = isHandled ? 'Abort to the handler that leads there' : 'Insert a handler with a signature';
    return [
      {
        place,
        message: `aborts go to the C label \`${text}\`, where no signature is, so the first one ends in SIGSEGV; go there from a label with the signature in front of it`,
        fixes: repair ? [{ title, place, changes: repair }] : [],
      },
    ];
  },
});
