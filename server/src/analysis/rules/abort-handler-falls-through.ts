import { nameOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Says nothing where the handler runs on into the store that arms the section again, or where the C code gets a result by which it can tell. */
export default defineSectionRule({
  id: 'abort-handler-falls-through',
  severity: 'error',
  summary: 'the text of an abort or teardown handler does not end',
  why: `The kernel continues at the abort handler, and the processor then executes whatever follows. In a section such as \`__rseq_failure\` that is what the
linker puts next: mostly the signature of somebody else's handler, which raises SIGILL. In the code itself it is what follows a commit, and an
update that never happened is reported as done. Only the rare abort takes this way, so tests do not.`,
  fix: `End the handler with an unconditional branch: to a C label (\`jmp %l[aborted]\`), or back to before the store that arms the section.`,
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_ip_fixup(): execution continues at abort_ip',
    'Linux tools/testing/selftests/rseq/rseq-<arch>.h and librseq, RSEQ_ASM_DEFINE_ABORT and RSEQ_ASM_DEFINE_TEARDOWN: every handler ends in a branch',
    'linked on x86-64: what follows a handler in __rseq_failure is the ud1 in front of the next one',
  ],
  bad: [
    {
      title: 'nothing but its teardown',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu, long *aborts)
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
		"4: incq %[aborts]\n\t"
	//          ^^^^^^^^^^^^^^ error: abort-handler-falls-through
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]),
		    [aborts] "m" (*aborts)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'straight on to success',
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
		"abort_%=:\n"
	//       ^^^^^^^^^ error: abort-handler-falls-through
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
      title: 'it ends with a jump',
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
      title: 'straight on, but with a result that tells',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	int failed = 0;

	__asm__ volatile (
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
		"abort_%=: mov %w[failed], #1\n"
		"out_%=:"
		: [failed] "+r" (failed)
		: [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc");
	return failed;
}
`,
    },
    {
      title: 'straight on to the store that arms the section',
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
      title: 'both handlers of a file end',
      language: 'S',
      target: 'x86_64',
      code: String.raw`	.pushsection __rseq_cs, "aw"
	.balign 32
.Ladd_cs:
	.long 0, 0
	.quad .Ladd_start, .Ladd_post - .Ladd_start, .Ladd_abort
.Lsub_cs:
	.long 0, 0
	.quad .Lsub_start, .Lsub_post - .Lsub_start, .Lsub_abort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .quad .Ladd_cs, .Lsub_cs; .popsection

	.text
	.globl counter_add
	.type counter_add, @function
counter_add:
.Ladd_again:
	leaq .Ladd_cs(%rip), %rax
	movq %rax, %fs:8(%rsi)
.Ladd_start:
	movl %fs:4(%rsi), %eax
	addq %rdx, (%rdi, %rax, 8)
.Ladd_post:
	ret

	.globl counter_sub
	.type counter_sub, @function
counter_sub:
.Lsub_again:
	leaq .Lsub_cs(%rip), %rax
	movq %rax, %fs:8(%rsi)
.Lsub_start:
	movl %fs:4(%rsi), %eax
	subq %rdx, (%rdi, %rax, 8)
.Lsub_post:
	ret

	.section __rseq_failure, "ax"
	.byte 0x0f, 0xb9, 0x3d
	.long 0x53053053
.Ladd_abort:
	jmp .Ladd_again
	.byte 0x0f, 0xb9, 0x3d
	.long 0x53053053
.Lsub_abort:
	jmp .Lsub_again
`,
    },
  ],
  needs: ['openHandlers'],
  check({ openHandlers }, section) {
    const { program } = section;
    return openHandlers.map(({ label, role, last, into, next, jump }) => {
      const name = `${role === 'abort' ? 'abort' : 'teardown'} handler \`${nameOf(program, label)}\``;
      const place = last?.place ?? label.place;
      return {
        place,
        message: `${name} ${consequence[into]}; end it with a jump`,
        related: [
          ...(last ? [{ message: 'the handler', place: label.place }] : []),
          ...(next ? [{ message: 'it runs on into this', place: next.place }] : []),
        ],
        fixes:
          jump === undefined
            ? []
            : [
                {
                  title: `End the handler with \`${jump[0] ?? ''}\``,
                  place,
                  changes: [{ kind: 'insert-after' as const, anchor: place, statements: jump }],
                  needsReview: true,
                },
              ],
      };
    });
  },
});

const consequence = {
  nowhere: 'does not end, so that whatever the linker puts behind it runs after an abort',
  signature: 'does not end, so that it runs into the bytes in front of a handler, which stop the process',
  handler: 'does not end, so that it runs on into another handler and the C code takes an abort for something else',
  success: 'runs on into the way of a section that was committed, so that an abort looks like success',
} as const;
