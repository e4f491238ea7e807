import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Returns and jumps through a register or memory, whatever they depend on. Indirect calls are calls. */
export default defineSectionRule({
  id: 'indirect-branch-in-section',
  severity: 'warning',
  summary: 'a branch inside the section goes where a register or memory says',
  why: `Nobody can tell from the code where such a branch leaves the section: the exit cannot be declared for debuggers, tools that copy code (DynamoRIO) refuse the
section, and whether a retry goes through the arming store again cannot be seen.`,
  fix: 'Branch to labels, and take the indirect branch outside the section.',
  evidence: [
    'DynamoRIO documentation, restartable sequences: indirect branches inside a section are not supported',
    'librseq, include/rseq/arch/*/bits.h: every exit of a section is a direct branch',
  ],
  bad: [
    {
      title: 'a handler for the full counter',
      target: 'x86_64',
      code: String.raw`int counter_inc_below(long *counters, long limit, void (*full)(void), long rseq, int cpu)
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
		"cmpq %[limit], (%[counter])\n\t"
		"jne 5f\n\t"
		"jmp *%[full]\n"
	//       ^^^^^^^^^^^^ warning: indirect-branch-in-section
		"5: incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [limit] "r" (limit), [full] "r" (full)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a return in the middle',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.text
	.globl counter_inc_below
	.type counter_inc_below, %function
counter_inc_below:
	.pushsection __rseq_cs, "aw"
	.balign 32
.Ldesc:
	.word 0, 0
	.xword .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Ldesc; .popsection
	adrp x15, .Ldesc
	add x15, x15, :lo12:.Ldesc
	str x15, [x1, #8]
.Lstart:
	ldr w15, [x1, #4]
	cmp w15, w2
	b.ne .Labort
	ldr x15, [x0]
	cmp x15, x3
	b.lo .Lroom
	ret
//      ^^^ warning: indirect-branch-in-section
.Lroom:
	add x15, x15, #1
	str x15, [x0]
.Lpost:
	b .Lout
	.inst 0xd428bc00
.Labort:
	b .Laborted
.Lout:
	mov w0, #0
	ret
.Laborted:
	mov w0, #-1
	ret
`,
    },
  ],
  good: [
    {
      title: 'a branch to a label',
      target: 'x86_64',
      code: String.raw`int counter_inc_below(long *counters, long limit, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[full]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[limit], (%[counter])\n\t"
		"je %l[full]\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [limit] "r" (limit)
		: "rax", "memory", "cc" : aborted, full);
	return 0;
aborted:
	return -1;
full:
	return 1;
}
`,
    },
    {
      title: 'the return behind the section',
      language: 'S',
      target: 'aarch64',
      code: String.raw`	.text
	.globl counter_inc_below
	.type counter_inc_below, %function
counter_inc_below:
	.pushsection __rseq_cs, "aw"
	.balign 32
.Ldesc:
	.word 0, 0
	.xword .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .xword .Ldesc; .popsection
	.pushsection __rseq_exit_point_array, "aw"; .xword .Lstart, .Lfull; .popsection
	adrp x15, .Ldesc
	add x15, x15, :lo12:.Ldesc
	str x15, [x1, #8]
.Lstart:
	ldr w15, [x1, #4]
	cmp w15, w2
	b.ne .Labort
	ldr x15, [x0]
	cmp x15, x3
	b.hs .Lfull
	add x15, x15, #1
	str x15, [x0]
.Lpost:
	b .Lout
	.inst 0xd428bc00
.Labort:
	b .Laborted
.Lout:
	mov w0, #0
	ret
.Laborted:
	mov w0, #-1
	ret
.Lfull:
	mov w0, #1
	ret
`,
    },
  ],
  needs: ['body', 'postCommit'],
  check({ body, postCommit }, { program }) {
    return body
      .filter(({ instruction: { effect } }) => {
        const { flow } = effect;
        return flow.kind === 'indirect' || flow.kind === 'return' || (flow.kind === 'jump' && flow.indirect === true);
      })
      .map(({ place }) => ({
        place,
        message: `\`${textOf(program, place)}\` leaves the section to an address that is not in the code, so its exits cannot be known; branch to a label, and jump on from there`,
        related: [{ message: 'the section ends here', place: postCommit.label.place }],
      }));
  },
});
