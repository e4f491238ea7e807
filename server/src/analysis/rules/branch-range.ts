import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Branches within one output section are for the assembler to judge. */
export default defineSectionRule({
  id: 'branch-range',
  severity: 'info',
  summary: 'a branch to another output section that reaches less far than a program can be large',
  why: `Abort handlers often stand in a section of their own, which the linker puts megabytes away from the code. A short branch there is fine until the
program has grown: then the link fails with "relocation truncated to fit". Nothing goes wrong silently, so this is information only.`,
  fix: `Use the form that reaches further (\`jg\` instead of \`j\` on z/Architecture), or branch around an unconditional jump.`,
  evidence: ['librseq 90b9a2c: s390 handlers in another section, 64 KiB', 'tcmalloc e6407624: `tbz` reaches 32 KiB'],
  bad: [
    {
      title: '64 KiB',
      target: 's390x',
      code: String.raw`struct rseq;

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
		"stg %%r1, 8(%[rseq])\n"
		"1: c %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
	//       ^^^^^^ info: branch-range
		"lg %%r1, 0(%[counter])\n\t"
		"aghi %%r1, 1\n\t"
		"stg %%r1, 0(%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "d" (cpu), [rseq] "a" (rseq), [counter] "a" (&counters[cpu])
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: '1 MiB',
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
		"sub w15, w15, %w[cpu]\n\t"
		"cbnz w15, abort_%=\n\t"
	//       ^^^^^^^^^^^^^^^^^^ info: branch-range
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "x16", "x17", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'the form with 32 bits',
      target: 's390x',
      code: String.raw`struct rseq;

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
		"stg %%r1, 8(%[rseq])\n"
		"1: c %[cpu], 4(%[rseq])\n\t"
		"jgnz 4f\n\t"
		"lg %%r1, 0(%[counter])\n\t"
		"aghi %%r1, 1\n\t"
		"stg %%r1, 0(%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "d" (cpu), [rseq] "a" (rseq), [counter] "a" (&counters[cpu])
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'within one section',
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
  needs: ['shortBranches'],
  check({ shortBranches }, { program }) {
    return shortBranches.map(({ item, target, bytes }) => ({
      place: item.place,
      message: `\`${textOf(program, item.place)}\` reaches ${sizeText(bytes)}, and the linker puts section ${target.section} wherever it likes; use a form that reaches further`,
      related: target.label ? [{ message: 'what it branches to', place: target.label.place }] : [],
    }));
  },
});

function sizeText(bytes: number): string {
  return bytes >= 1 << 20 ? `${bytes >> 20} MiB` : `${bytes >> 10} KiB`;
}
