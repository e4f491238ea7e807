import { referenceTo } from '../model/operandText';
import { textOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** Registers that are not what they were when a handler goes back instead of leaving. */
export default defineStatementRule({
  id: 'restart-input-clobbered',
  severity: 'error',
  summary: 'a section that begins again needs a register that its first attempt has changed',
  why: `When the abort handler does not leave the asm but goes back and arms the section again, everything between that label and the commit is executed a second time. A register that the
first attempt has overwritten or advanced is then not what the second one expects: a value is negated twice, an item is skipped, or something else than the descriptor is stored in
\`rseq_cs\`. It happens only when a preemption hits the section, so no ordinary test sees it.`,
  fix: 'Load or compute behind the restart label whatever the section changes: copy inputs to scratch registers there.',
  evidence: ['tcmalloc docs/rseq.md: a section that restarts must leave its inputs alone until it commits'],
  bad: [
    {
      title: 'negated once more on every attempt',
      target: 'x86_64',
      code: String.raw`void counter_sub(long *counters, long value, long rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"7: leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: movl %%fs:4(%[rseq]), %%eax\n\t"
		"negq %[value]\n\t"
	//       ^^^^^^^^^^^^^ error: restart-input-clobbered
	//       ^^^^^^^^^^^^^ related: needs it
		"addq %[value], (%[counters], %%rax, 8)\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp 7b\n\t"
		".popsection"
		: [value] "+r" (value)
		: [counters] "r" (counters), [rseq] "r" (rseq)
		: "rax", "memory", "cc");
}
`,
    },
    {
      title: 'the address of the descriptor is gone',
      target: 'aarch64',
      code: String.raw`struct rseq;

void counter_inc(long *counters, struct rseq *rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n"
		"retry_%=:\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
	//                 ^^^^^^^^^^^^^^^^^^^^^^ error: restart-input-clobbered "x15"
		"add x15, %[counters], x15, lsl #3\n\t"
		"ldr x14, [x15]\n\t"
		"add x14, x14, #1\n\t"
		"str x14, [x15]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b retry_%=\n"
		"out_%=:"
		: : [counters] "r" (counters), [rseq] "r" (rseq)
		: "x14", "x15", "memory");
}
`,
    },
  ],
  good: [
    {
      title: 'a copy that every attempt makes',
      target: 'x86_64',
      code: String.raw`void counter_sub(long *counters, long value, long rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"7: leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: movl %%fs:4(%[rseq]), %%eax\n\t"
		"movq %[value], %%rcx\n\t"
		"negq %%rcx\n\t"
		"addq %%rcx, (%[counters], %%rax, 8)\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp 7b\n\t"
		".popsection"
		: : [value] "r" (value), [counters] "r" (counters), [rseq] "r" (rseq)
		: "rax", "rcx", "memory", "cc");
}
`,
    },
    {
      title: 'the address is formed behind the label',
      target: 'aarch64',
      code: String.raw`struct rseq;

void counter_inc(long *counters, struct rseq *rseq)
{
	__asm__ volatile (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc_%=; .popsection\n\t"
		"retry_%=: adrp x15, desc_%=\n\t"
		"add x15, x15, :lo12:desc_%=\n\t"
		"str x15, [%[rseq], #8]\n"
		"start_%=: ldr w15, [%[rseq], #4]\n\t"
		"add x15, %[counters], x15, lsl #3\n\t"
		"ldr x14, [x15]\n\t"
		"add x14, x14, #1\n\t"
		"str x14, [x15]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b retry_%=\n"
		"out_%=:"
		: : [counters] "r" (counters), [rseq] "r" (rseq)
		: "x14", "x15", "memory");
}
`,
    },
  ],
  needs: ['spoiledRestarts'],
  check({ spoiledRestarts }, { program }) {
    return spoiledRestarts.map(({ location, operand, writer, restart, reader }) => {
      const name = operand ? referenceTo(operand) : location;
      return {
        place: writer.place,
        message: `\`${textOf(program, writer.place)}\` changes \`${name}\`, which the next attempt after an abort needs as it was; work on a copy that is made behind the restart label`,
        related: [
          { message: 'the handler goes back from here', place: restart.from.place },
          { message: 'the next attempt begins here', place: restart.item.place },
          { message: 'and needs it here', place: reader.place },
        ],
      };
    });
  },
});
