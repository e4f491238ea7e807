import { defineStatementRule } from './rule';

/** C only: in C++ a static object has another name in assembler text. */
export default defineStatementRule({
  id: 'symbol-by-name',
  severity: 'warning',
  summary: 'the asm names a static C object that the compiler does not know to be used',
  why: `The compiler does not read templates. A \`static\` object that only the text of an asm statement mentions is never emitted, and the link fails with an undefined
reference; one that C code uses as well may be renamed by link-time optimisation, split, or replaced by the constant that it was never seen to
change from.`,
  fix: `Pass it as an operand: \`"m" (object)\`, or \`"i" (&object)\` for its address. Or declare it \`__attribute__((used))\`.`,
  evidence: [
    'GCC manual, "Extended Asm" and attribute "used"',
    'measured: GCC 12 at -O2, undefined reference to `buf`',
    'kernel selftests, param_test.c: asm_loop_cnt_* are declared used',
  ],
  bad: [
    {
      title: 'a counter by its name',
      target: 'x86_64',
      code: String.raw`static long total;

int counter_inc(long *counters, long rseq, int cpu)
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
		"incq total(%%rip)\n"
	//            ^^^^^ warning: symbol-by-name
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
      title: 'a table by its name',
      target: 'aarch64',
      code: String.raw`static const int steps[4] = { 1, 2, 3, 4 };

struct rseq;

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
		"adrp x14, steps\n\t"
	//                 ^^^^^ warning: symbol-by-name
		"ldr w14, [x14, :lo12:steps]\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, x14\n\t"
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
  good: [
    {
      title: 'as an operand',
      target: 'x86_64',
      code: String.raw`static long total;

int counter_inc(long rseq, int cpu)
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
		"incq %[total]\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [total] "m" (total)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'declared used',
      target: 'aarch64',
      code: String.raw`static const int __attribute__((used)) steps[4] = { 1, 2, 3, 4 };

struct rseq;

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
		"adrp x14, steps\n\t"
		"ldr w14, [x14, :lo12:steps]\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, x14\n\t"
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
  needs: ['droppableSymbols'],
  check({ droppableSymbols }) {
    return droppableSymbols.map(({ name, place }) => ({
      place,
      message: `the compiler does not see that the template uses the static \`${name}\` and may drop or rename it; pass it as an operand, or declare it used`,
    }));
  },
});
