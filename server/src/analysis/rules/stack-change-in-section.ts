import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** What moves the stack pointer besides calls and returns, which have rules of their own. */
export default defineSectionRule({
  id: 'stack-change-in-section',
  severity: 'error',
  summary: 'the stack pointer moves inside the section',
  why: `An abort goes to the handler with all registers as they are. If the stack pointer has moved by then, the handler and the C code behind it go on with a
stack that is off by what was pushed: locals are read from the wrong place, and a return goes anywhere. On x86-64 a push also overwrites the red zone, in
which a compiler keeps the locals of functions that call nothing.`,
  fix: 'Use a register from the clobber list or a memory operand for scratch, or move the stack pointer before the section and behind it.',
  evidence: [
    'Linux kernel/rseq.c, rseq_ip_fixup(): only the instruction pointer is changed',
    'measured on Linux 6.18: a push and a pop in inline asm turned a local of 7 into 0x1234',
  ],
  bad: [
    {
      title: 'a value on the stack',
      target: 'x86_64',
      code: String.raw`int counter_add(long *counters, long step, long rseq, int cpu)
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
		"pushq %[step]\n\t"
	//       ^^^^^^^^^^^^^ error: stack-change-in-section
		"movq (%[counter]), %%rax\n\t"
		"addq (%%rsp), %%rax\n\t"
		"leaq 8(%%rsp), %%rsp\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^ related: it moves here too
		"movq %%rax, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'registers saved for scratch',
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
		"stp x13, x14, [sp, #-16]!\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^ error: stack-change-in-section
		"ldr x13, [%[counter]]\n\t"
		"add x13, x13, #1\n\t"
		"mov x15, x13\n\t"
		"ldp x13, x14, [sp], #16\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x13", "x14", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'scratch in a register',
      target: 'x86_64',
      code: String.raw`int counter_add(long *counters, long step, long rseq, int cpu)
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
		"movq (%[counter]), %%rax\n\t"
		"addq %[step], %%rax\n\t"
		"movq %%rax, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a fence on the stack moves nothing',
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
		"lock; addl $0, -8(%%rsp)\n\t"
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
      title: 'scratch in registers',
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
		"ldr x14, [%[counter]]\n\t"
		"add x15, x14, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x14", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['body', 'start'],
  check({ body, start }, { program }) {
    const { stackPointer } = program.architecture;
    const changes = body.filter(({ instruction: { effect } }) => {
      const comesBack = effect.flow.kind === 'call' || effect.flow.kind === 'return';
      return !comesBack && effect.writes.includes(stackPointer);
    });
    const [first, ...others] = changes;
    if (!first) return [];
    return [
      {
        place: first.place,
        message: `\`${textOf(program, first.place)}\` moves the stack pointer inside the section, and an abort does not move it back; keep the value in a register of the clobber list, or move the stack pointer before \`${nameOf(program, start.label)}:\``,
        related: [
          ...others.map(({ place }) => ({ message: 'it moves here too', place })),
          { message: 'the section starts here', place: start.label.place },
        ],
      },
    ];
  },
});
