import { referenceTo } from '../model/operandText';
import { textOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** Inputs that are put back on every way out but the abort. */
export default defineStatementRule({
  id: 'abort-handler-clobbers',
  severity: 'error',
  summary: 'the abort handler leaves an input changed that the other ways out put back',
  why: `A section that works on its inputs in place has to restore them before control goes back to C code. The abort is a way out as well, and it can happen at any instruction of the
section: behind a handler that does not restore, the caller goes on (mostly: tries again) with a pointer in the middle of a buffer or a count that has run down.`,
  fix: 'Repeat the restoring instructions behind the abort label, in front of the jump back to C code.',
  mends: 'often',
  evidence: [
    'Linux tools/testing/selftests/rseq/rseq-x86.h, rseq_cmpeqv_trymemcpy_storev(): the teardown stands behind the commit and in the abort handler',
    'GCC manual, 6.47.2.5 "Input Operands": do not modify the contents of input-only operands',
  ],
  bad: [
    {
      title: 'no teardown',
      target: 'x86_64',
      code: String.raw`int copy_and_publish(long **heads, char *to, const char *from, long count, long rseq, int cpu)
{
	long saved[1];

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"movq %[count], %[saved]\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"testq %[count], %[count]\n\t"
		"jz 7f\n"
		"6: movb -1(%[from], %[count]), %%al\n\t"
		"movb %%al, -1(%[to], %[count])\n\t"
		"decq %[count]\n\t"
		"jnz 6b\n"
		"7: movq %[to], (%[head])\n"
		"2: movq %[saved], %[count]\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4:\n\t"
	//       ^^ error: abort-handler-clobbers
		"jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [to] "r" (to), [from] "r" (from),
		    [count] "r" (count), [saved] "m" (saved[0])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the handler only jumps',
      target: 'riscv64',
      code: String.raw`struct rseq;

int copy_and_publish(long **heads, char *to, const char *from, long count, struct rseq *rseq, int cpu)
{
	long saved[1];

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"1: .word 0, 0\n\t"
		".dword 2f, 3f - 2f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 1b; .popsection\n\t"
		"sd %[count], %[saved]\n\t"
		"la t0, 1b\n\t"
		"sd t0, 8(%[rseq])\n"
		"2: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"beq %[count], zero, 7f\n"
		"6: addi %[count], %[count], -1\n\t"
		"add t0, %[from], %[count]\n\t"
		"lb t1, 0(t0)\n\t"
		"add t0, %[to], %[count]\n\t"
		"sb t1, 0(t0)\n\t"
		"bne %[count], zero, 6b\n"
		"7: sd %[to], 0(%[head])\n"
		"3: ld %[count], %[saved]\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".word 0xf1401073\n"
		"4:\n\t"
	//       ^^ error: abort-handler-clobbers "[count]"
		"j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [to] "r" (to), [from] "r" (from),
		    [count] "r" (count), [saved] "m" (saved[0])
		: "t0", "t1", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'the same on both ways',
      target: 'x86_64',
      code: String.raw`int copy_and_publish(long **heads, char *to, const char *from, long count, long rseq, int cpu)
{
	long saved[1];

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"movq %[count], %[saved]\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"testq %[count], %[count]\n\t"
		"jz 7f\n"
		"6: movb -1(%[from], %[count]), %%al\n\t"
		"movb %%al, -1(%[to], %[count])\n\t"
		"decq %[count]\n\t"
		"jnz 6b\n"
		"7: movq %[to], (%[head])\n"
		"2: movq %[saved], %[count]\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movq %[saved], %[count]\n\t"
		"jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [to] "r" (to), [from] "r" (from),
		    [count] "r" (count), [saved] "m" (saved[0])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the handler restores too',
      target: 'riscv64',
      code: String.raw`struct rseq;

int copy_and_publish(long **heads, char *to, const char *from, long count, struct rseq *rseq, int cpu)
{
	long saved[1];

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"1: .word 0, 0\n\t"
		".dword 2f, 3f - 2f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 1b; .popsection\n\t"
		"sd %[count], %[saved]\n\t"
		"la t0, 1b\n\t"
		"sd t0, 8(%[rseq])\n"
		"2: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"beq %[count], zero, 7f\n"
		"6: addi %[count], %[count], -1\n\t"
		"add t0, %[from], %[count]\n\t"
		"lb t1, 0(t0)\n\t"
		"add t0, %[to], %[count]\n\t"
		"sb t1, 0(t0)\n\t"
		"bne %[count], zero, 6b\n"
		"7: sd %[to], 0(%[head])\n"
		"3: ld %[count], %[saved]\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".word 0xf1401073\n"
		"4: ld %[count], %[saved]\n\t"
		"j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [head] "r" (&heads[cpu]), [to] "r" (to), [from] "r" (from),
		    [count] "r" (count), [saved] "m" (saved[0])
		: "t0", "t1", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['changedInputs'],
  check({ changedInputs }, { program }) {
    return changedInputs.flatMap(({ operand, writer, way, handler, restore }) => {
      if (way !== 'abort' || !handler) return [];
      const name = referenceTo(operand);
      const isOwn = writer.stream === handler.stream && writer.index > handler.index && !restore;
      const place = isOwn ? writer.place : handler.place;
      const statement = restore && textOf(program, restore.place);
      return [
        {
          place,
          message: isOwn
            ? `\`${textOf(program, writer.place)}\` in the abort handler changes the input \`${name}\`, which the compiler takes for unchanged; use a scratch register`
            : `after an abort the input \`${name}\` stays changed, which the compiler takes for unchanged; put it back behind the abort label as on the other ways out`,
          related: [
            { message: 'changed here', place: writer.place },
            ...(restore ? [{ message: 'put back here', place: restore.place }] : []),
          ],
          fixes:
            statement === undefined
              ? []
              : [
                  {
                    title: `Add \`${statement}\` to the handler`,
                    place,
                    changes: [{ kind: 'insert-after' as const, anchor: handler.place, statements: [statement] }],
                  },
                ],
        },
      ];
    });
  },
});
