import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** The kernel compares the four bytes in front of abort_ip with the registered signature before it goes there. */
export default defineSectionRule({
  id: 'abort-signature-missing',
  severity: 'error',
  summary: 'no signature in front of the abort handler',
  why: `When a thread is preempted, migrated or gets a signal inside a critical section, the kernel goes to the abort handler only if the four
bytes right before it are the signature that was registered with rseq(2) (\`RSEQ_SIG\` of the C library). If they are anything else, the
process is killed with SIGSEGV, on every kernel since 4.18. Up to 6.18 it is killed even when it is preempted far away from the section,
as long as \`rseq_cs\` still points at the descriptor; since 6.19 there is not even a line in the kernel log.

Code that is never interrupted inside the section passes every test, so this is usually seen first in production.`,
  fix: `Put the signature of the architecture directly in front of the label of the handler. On x86 three more bytes make it the operand of an
instruction that traps, so that a disassembler stays in step and a stray jump does not run it.`,
  mends: 'always',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs() (4.18 to 6.18); include/linux/rseq_entry.h, rseq_update_user_cs() (6.19 and later)',
    'GNU C Library manual, "Restartable Sequences", RSEQ_SIG',
    'measured: SIGSEGV on the first abort on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'the handler follows nothing at all',
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
		".pushsection __rseq_failure, \"ax\"\n"
		"4: jmp %l[aborted]\n\t"
	//       ^^ error: abort-signature-missing
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
      title: 'a branch stands where the signature belongs',
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
		"post_%=: b out_%=\n"
		"abort_%=: b %l[aborted]\n"
	//       ^^^^^^^^^ error: abort-signature-missing
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
      title: 'signature as the operand of ud1',
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
      title: 'signature as the instruction brk',
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
  needs: ['abort', 'signature'],
  check({ abort, signature }, section) {
    if (signature.kind !== 'missing') return [];
    const statements = signature.statements.join('; ');
    return [
      {
        place: abort.label.place,
        message: `no signature in front of abort handler \`${nameOf(section.program, abort.label)}\`; the kernel kills the process instead of aborting the section; put \`${statements}\` before the label`,
        related: [{ message: 'the descriptor sends aborts here', place: abort.place }],
        fixes: [
          {
            title: `Insert the signature before \`${nameOf(section.program, abort.label)}\``,
            place: abort.label.place,
            changes: [{ kind: 'insert-before', anchor: abort.label.place, statements: signature.statements }],
          },
        ],
      },
    ];
  },
});
