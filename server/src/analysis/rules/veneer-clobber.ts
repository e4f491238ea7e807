import { addedClobbers, listOf } from '../model/operandText';
import { nameOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** Handlers so far away that the linker may have to help. */
export default defineStatementRule({
  id: 'veneer-clobber',
  severity: 'warning',
  summary: 'a branch out of the abort handler may need registers of the linker',
  why: `On Arm and AArch64 a branch reaches 16, 32 or 128 MB. Between a handler in a section of its own and a function in another place of a large program the linker puts a veneer, which
jumps through \`x16\` or \`x17\` (on Arm through \`ip\`, which is \`r12\`). The compiler does not know of it and may have a value there: the code is right until the program grows.`,
  fix: 'Add the registers to the clobbers, or let the handler stand in the function, with a branch around it.',
  mends: 'always',
  evidence: [
    'AAPCS64, 6.1.1: IP0 and IP1 may be used by call veneers and for the like; AAPCS32, 5.1.1: IP',
    'tcmalloc 6351960e: the trampoline in .text.unlikely branches back, and x16 and x17 were not clobbered',
  ],
  bad: [
    {
      title: 'a handler among the failures',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
//      ^^^^^^^ warning: veneer-clobber "x16"
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
		"b.eq go_%=\n\t"
		"b abort_%=\n"
		"go_%=: ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a handler that goes back from the unlikely code',
      target: 'arm',
      code: String.raw`struct rseq;

void counter_inc(long *counters, struct rseq *rseq)
{
	__asm__ volatile (
//      ^^^^^^^ warning: veneer-clobber "r12"
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0, 1f, 0, 2f - 1f, 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n"
		"7: adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"ldr r1, [%[counters], r0, lsl #2]\n\t"
		"add r1, r1, #1\n\t"
		"str r1, [%[counters], r0, lsl #2]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0, 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
		".pushsection .text.unlikely, \"ax\"\n\t"
		".word 0xe7f5def3\n"
		"4: b 7b\n\t"
		".popsection\n"
		"5:"
		: : [counters] "r" (counters), [rseq] "r" (rseq)
		: "r0", "r1", "memory");
}
`,
    },
  ],
  good: [
    {
      title: 'the registers are given away',
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
		"b.eq go_%=\n\t"
		"b abort_%=\n"
		"go_%=: ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "x16", "x17", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'ip is r12',
      target: 'arm',
      code: String.raw`struct rseq;

void counter_inc(long *counters, struct rseq *rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0, 1f, 0, 2f - 1f, 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n"
		"7: adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"ldr r1, [%[counters], r0, lsl #2]\n\t"
		"add r1, r1, #1\n\t"
		"str r1, [%[counters], r0, lsl #2]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0, 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
		".pushsection .text.unlikely, \"ax\"\n\t"
		".word 0xe7f5def3\n"
		"4: b 7b\n\t"
		".popsection\n"
		"5:"
		: : [counters] "r" (counters), [rseq] "r" (rseq)
		: "r0", "r1", "ip", "memory");
}
`,
    },
    {
      title: 'the handler stands in the function',
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
  needs: ['statement', 'openVeneers'],
  check({ statement, openVeneers }, { program }) {
    const [first] = openVeneers;
    if (!first) return [];
    const { registers } = first;
    const listed = registers.map((name) => `"${name}"`).join(', ');
    return [
      {
        place: statement.keyword,
        message: `the branch out of the abort handler may need a veneer, which changes ${listOf(registers)}; add ${listed} to the clobbers`,
        related: openVeneers.map(({ handler, branch }) => ({
          message: `\`${nameOf(program, handler)}\` is in another section and branches back here`,
          place: branch.place,
        })),
        fixes: [
          {
            title: `Add ${listed} to the clobbers`,
            place: statement.keyword,
            changes: addedClobbers(statement, registers),
          },
        ],
      },
    ];
  },
});
