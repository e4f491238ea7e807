import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** The NO_RESTART flags are dead; every bit is refused or ignored. */
export default defineSectionRule({
  id: 'descriptor-flags',
  severity: 'error',
  summary: 'the flags of the descriptor are not 0',
  why: `\`RSEQ_CS_FLAG_NO_RESTART_ON_PREEMPT\`, \`_ON_SIGNAL\` and \`_ON_MIGRATE\` are gone. Since 6.1 a kernel that sees any flag kills the process with SIGSEGV
("Deprecated flags" or "Unknown flags in rseq_cs ABI structure" in the log); since 6.19 it ignores them and aborts the section all the
same. Code that relied on not being restarted is wrong on both.`,
  fix: 'Write 0. If the section must not be restarted by a signal, the algorithm has to change: every section must stand an abort at every instruction.',
  mends: 'often',
  evidence: [
    'rseq(2): "the flags are deprecated and must be 0" since Linux 6.1',
    'Linux kernel/rseq.c, rseq_need_restart() and rseq_warn_flags() (6.1 to 6.18)',
    'measured, flags 1, 2, 4, 7 and 8: SIGSEGV on Linux 6.1, 6.12 and 6.18; ignored on 6.19 to 7.3',
  ],
  bad: [
    {
      title: 'no restart on signals',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0x2\n\t"
	//                   ^^^ error: descriptor-flags
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
      title: 'all three flags',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=:\n\t"
		".word 0\n\t"
		".word 7\n\t"
	//             ^ error: descriptor-flags
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
  good: [
    {
      title: 'no flags',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0x0, 0x0\n\t"
		".quad 1f, (2f - 1f), 4f\n\t"
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
      title: 'version and flags as one zero of 64 bits',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .quad 0\n\t"
		".quad start_%=, post_%= - start_%=, abort_%=\n\t"
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
  needs: ['flags'],
  check({ flags }, section) {
    if (flags.value === 0n) return [];
    return [
      {
        place: flags.place,
        message: `descriptor flags \`${textOf(section.program, flags.place)}\`; kernels 6.1 to 6.18 kill the process for any flag and later ones ignore it; write 0`,
        related: [{ message: 'the descriptor', place: section.descriptor }],
        fixes: [
          {
            title: 'Change the flags to 0',
            place: flags.place,
            changes: [{ kind: 'replace', place: flags.place, text: zeroLike(textOf(section.program, flags.place)) }],
          },
        ],
      },
    ];
  },
});

/** Zero in the notation of the source. */
function zeroLike(text: string): string {
  return /^0x/i.test(text) ? '0x0' : '0';
}
