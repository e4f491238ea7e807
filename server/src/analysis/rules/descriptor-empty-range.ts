import type { ExtentVerdict } from '../model/extent';
import { defineSectionRule } from './rule';

/** Only what the text alone decides: a difference across code that cannot be sized counts as something. */
export default defineSectionRule({
  id: 'descriptor-empty-range',
  severity: 'error',
  summary: 'the section has no length',
  why: `\`post_commit_offset\` counts from \`start_ip\` to the end. With 0 no instruction is inside, so nothing is ever aborted: the code runs and
commits on whatever CPU it is, without a word. A negative length makes kernels up to 6.18 kill the process with SIGSEGV, and later ones
take all addresses behind the start for the section. Across two output sections there is no length at all.`,
  fix: 'Put the start label in front of the code, the end label behind the commit, and subtract the start from the end.',
  mends: 'often',
  evidence: [
    'Linux kernel/rseq.c, rseq_get_rseq_cs(): start_ip + post_commit_offset < start_ip is refused (4.18 to 6.18)',
    'measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3: length 0 commits on the wrong CPU, 20 of 20',
  ],
  bad: [
    {
      title: 'start and end exchanged',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 2f, 1f - 2f, 4f\n\t"
	//                 ^^ error: descriptor-empty-range "in front of"
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
      title: 'the difference the wrong way round',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, (start_%= - post_%=), abort_%=\n\t"
	//                         ^^^^^^^^ error: descriptor-empty-range
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
      title: 'labels exchanged in the code',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
	//                  ^^ error: descriptor-empty-range
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"2: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"1: j 5f\n\t"
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
      title: 'end minus start',
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
      title: 'a section of one instruction',
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
		"str xzr, [%[counter]]\n"
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
  needs: ['extent'],
  check({ extent }) {
    if (extent.kind === 'forward') return [];
    const { place, repair } = extent;
    const fixes = repair ? [{ title: 'Exchange the labels', place, changes: repair }] : [];
    return [{ place, message: messageOf(extent), fixes }];
  },
});

function messageOf({ kind, text }: Exclude<ExtentVerdict, { kind: 'forward' }>): string {
  switch (kind) {
    case 'zero':
      return `the length \`${text}\` is 0: no instruction is inside, so nothing is ever aborted; put the end label behind the commit`;
    case 'backward':
      return `the length \`${text}\` is negative: the end is in front of the start, which the kernel refuses or takes for everything behind; subtract the earlier label`;
    case 'split':
      return `the labels of \`${text}\` are in different sections, so there is no distance between them; keep the section in one`;
  }
}
