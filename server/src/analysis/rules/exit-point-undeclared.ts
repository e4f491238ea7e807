import type { UndeclaredExit } from '../model/exitPoints';
import { labelReference, nameOf, textOf } from '../model/walk';
import type { LabelItem, Program } from '../model/program';
import { type AbstractFix, defineSectionRule } from './rule';

/** One finding for each place that the section can be left to; information where no exit is declared at all. */
export default defineSectionRule({
  id: 'exit-point-undeclared',
  severity: 'warning',
  summary: 'a way out of the section is not in the list of exit points',
  why: `A debugger that is to step over a section puts a breakpoint at its end and at every address that \`__rseq_exit_point_array\` names for it: single steps inside
would abort it every time. When the section is left to an address that is not in the list, the program runs away from the debugger.`,
  fix: 'Declare the start of the section together with the label, or jump to a label that is declared.',
  mends: 'often',
  evidence: [
    'librseq, include/rseq/arch/generic/common.h, RSEQ_ASM_DEFINE_EXIT_POINT',
    'Linux tools/testing/selftests/rseq/rseq-x86.h: an entry for every label that comparisons jump to',
  ],
  bad: [
    {
      title: 'one of two is declared',
      target: 'x86_64',
      code: String.raw`int value_replace(long *values, long expect, long value, long limit, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[differs]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[expect], (%[slot])\n\t"
		"jne %l[differs]\n\t"
		"cmpq %[limit], (%[slot])\n\t"
		"jae %l[full]\n\t"
	//       ^^^^^^^^^^^^ warning: exit-point-undeclared
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value), [limit] "r" (limit)
		: "rax", "memory", "cc" : aborted, differs, full);
	return 0;
aborted:
	return -1;
differs:
	return 1;
full:
	return 2;
}
`,
    },
    {
      title: 'a program that declares none',
      target: 'aarch64',
      code: String.raw`struct rseq;

int value_replace(long *values, long expect, long value, struct rseq *rseq, int cpu)
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
		"ldr x15, [%[slot]]\n\t"
		"cmp x15, %[expect]\n\t"
		"b.ne %l[differs]\n\t"
	//       ^^^^^^^^^^^^^^^^ info: exit-point-undeclared
		"str %[value], [%[slot]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value)
		: "x15", "memory", "cc" : aborted, differs);
	return 0;
aborted:
	return -1;
differs:
	return 1;
}
`,
    },
  ],
  good: [
    {
      title: 'both are declared',
      target: 'x86_64',
      code: String.raw`int value_replace(long *values, long expect, long value, long limit, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[differs]; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[full]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[expect], (%[slot])\n\t"
		"jne %l[differs]\n\t"
		"cmpq %[limit], (%[slot])\n\t"
		"jae %l[full]\n\t"
		"movq %[value], (%[slot])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value), [limit] "r" (limit)
		: "rax", "memory", "cc" : aborted, differs, full);
	return 0;
aborted:
	return -1;
differs:
	return 1;
full:
	return 2;
}
`,
    },
    {
      title: 'the exit is declared',
      target: 'aarch64',
      code: String.raw`struct rseq;

int value_replace(long *values, long expect, long value, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .xword start_%=, %l[differs]; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort_%=\n\t"
		"ldr x15, [%[slot]]\n\t"
		"cmp x15, %[expect]\n\t"
		"b.ne %l[differs]\n\t"
		"str %[value], [%[slot]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&values[cpu]), [expect] "r" (expect), [value] "r" (value)
		: "x15", "memory", "cc" : aborted, differs);
	return 0;
aborted:
	return -1;
differs:
	return 1;
}
`,
    },
  ],
  needs: ['undeclaredExits', 'start'],
  check({ undeclaredExits, start }, { program }) {
    return undeclaredExits.map((exit) => {
      const target = targetText(program, exit);
      return {
        place: exit.branch.place,
        message: `the section can be left to \`${target}\`, which is not in \`__rseq_exit_point_array\`: a debugger that steps over the section loses the program there; declare it with \`${nameOf(program, start.label)}:\``,
        related: [{ message: 'the section starts here', place: start.label.place }],
        ...(exit.declaresOthers ? {} : { severity: 'info' as const }),
        fixes: declaration(program, exit, start.label, target),
      };
    });
  },
});

/** As the branch writes it, which means the same directly in front of the branch. */
function targetText(program: Program, { branch }: UndeclaredExit): string {
  return /[^\s,]+$/.exec(textOf(program, branch.place))?.[0] ?? '';
}

function declaration(
  program: Program,
  { branch, target }: UndeclaredExit,
  start: LabelItem,
  text: string,
): readonly AbstractFix[] {
  const from = labelReference(program, start, branch);
  if (from === undefined || target.kind === 'external') return [];
  const { pointerBytes, dataEndian } = program.architecture;
  const address = (name: string): string =>
    pointerBytes === 8 ? name : dataEndian === 'little' ? `${name}, 0` : `0, ${name}`;
  return [
    {
      title: `Declare \`${text}\` as an exit point`,
      place: branch.place,
      changes: [
        {
          kind: 'insert-before',
          anchor: branch.place,
          statements: [
            '.pushsection __rseq_exit_point_array, "aw"',
            `${pointerBytes === 8 ? '.quad' : '.long'} ${address(from)}, ${address(text)}`,
            '.popsection',
          ],
        },
      ],
    },
  ];
}
