import { defineStatementRule } from './rule';

/** Who never writes the barrier builds with compilers that need none; who does has to write it everywhere. */
export default defineStatementRule({
  id: 'asm-goto-barrier',
  severity: 'info',
  summary: 'a way out of an asm goto lacks the barrier that the others have',
  why: `GCC before 4.8.2, GCC before 8.1 at -O1 and clang before 13.0.1 miscompile \`asm goto\`: values that were computed before the statement are
taken for others behind it. Code for such compilers puts an empty \`asm volatile ("" : : : "memory")\` behind the statement and at each of
its labels. One that is missing is found by nobody until one of these compilers moves something across it.`,
  fix: 'Begin what follows the statement, and every label that it names, with the same empty asm statement.',
  mends: 'often',
  evidence: [
    'gcc bugs 58670 and 103908, llvm bug 52735',
    'librseq include/rseq/compiler.h, rseq_after_asm_goto(); librseq 0fda052 (2024) added one that had been forgotten',
  ],
  bad: [
    {
      title: 'forgotten behind the statement',
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
	//                                        ^ info: asm-goto-barrier
	return 0;
aborted:
	__asm__ __volatile__ ("" : : : "memory");
	return -1;
}
`,
    },
    {
      title: 'forgotten at the label',
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
	__asm__ __volatile__ ("" : : : "memory");
	return 0;
aborted:
// <- info: asm-goto-barrier
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'at all ways out',
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
	__asm__ __volatile__ ("" : : : "memory");
	return 0;
aborted:
	__asm__ __volatile__ ("" : : : "memory");
	return -1;
}
`,
    },
    {
      title: 'only for compilers that need none',
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
  needs: ['bareLandings'],
  check({ bareLandings }) {
    return bareLandings.map(({ label, place }) => ({
      place,
      message: `no barrier ${label === undefined ? 'behind the asm goto' : `at \`${label}:\``}, though others here have one; old compilers miscompile what follows; begin it with \`${barrier}\``,
      fixes: [
        {
          title: `Insert \`${barrier}\``,
          place,
          changes: [{ kind: 'insert-code', at: place.end, code: barrier }],
        },
      ],
    }));
  },
});

const barrier = '__asm__ __volatile__ ("" : : : "memory");';
