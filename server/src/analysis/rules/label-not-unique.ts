import { defineStatementRule } from './rule';

/** Numeric labels and `%=` are made for this; an assembler file is written out once. */
export default defineStatementRule({
  id: 'label-not-unique',
  severity: 'error',
  summary: 'a label with a fixed name in an asm statement that the compiler may copy',
  why: `The compiler puts the text of an asm statement wherever it inlines, unrolls or clones the function. A label with a name of its own is then defined twice:
the assembler stops with "symbol is already defined", at best; with another definition in reach a descriptor names the code of another
function. It shows at another optimisation level, with LTO, or in somebody else's program.

An error where the function is inline, a template or made by a macro, or where two statements define the same name; a warning elsewhere, because
any function can be cloned.`,
  fix: `Use \`name_%=\`, which is another number in every copy, or numeric labels. Or mark the function \`noinline, noclone\`.`,
  mends: 'often',
  evidence: [
    'GCC manual, "Extended Asm": "duplicate symbol" errors, and `%=`',
    'measured: GCC 12 at -O2, "symbol `my_start\' is already defined"',
  ],
  bad: [
    {
      title: 'in an inline function',
      target: 'aarch64',
      code: String.raw`struct rseq;

static inline int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc: .word 0, 0\n\t"
	//       ^^^^^ error: label-not-unique
		".xword start, post - start, abort\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword desc; .popsection\n\t"
		"adrp x15, desc\n\t"
		"add x15, x15, :lo12:desc\n\t"
		"str x15, [%[rseq], #8]\n"
		"start: ldr w15, [%[rseq], #4]\n\t"
	//       ^^^^^^ error: label-not-unique
		"cmp w15, %w[cpu]\n\t"
		"b.ne abort\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post: b out\n\t"
	//       ^^^^^ error: label-not-unique
		".inst 0xd428bc00\n"
		"abort: b %l[aborted]\n"
	//       ^^^^^^ error: label-not-unique
		"out:"
	//       ^^^^ error: label-not-unique
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a name among numbers',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, .Lcounter_done - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		".Lcounter_done:\n\t"
	//       ^^^^^^^^^^^^^^^ warning: label-not-unique
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
  ],
  good: [
    {
      title: 'another number in every copy',
      target: 'aarch64',
      code: String.raw`struct rseq;

static inline int counter_inc(long *counters, struct rseq *rseq, int cpu)
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
    {
      title: 'a function that there is only one of',
      target: 'x86_64',
      code: String.raw`__attribute__((noinline, noclone)) int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, .Lcounter_done - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		".Lcounter_done:\n\t"
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
  ],
  needs: ['namedLabels', 'statement'],
  check({ namedLabels, statement }) {
    const around = statement.function;
    if (!around || around.isSingle) return [];
    const isCopied = around.isInline || around.isTemplate || around.isMacroMade;
    return namedLabels.map(({ label, name, mentions, isRepeated, isNamedOutside }) => ({
      place: label.place,
      severity: isCopied || isRepeated ? 'error' : 'warning',
      message: isRepeated
        ? `\`${name}\` is defined by another asm statement too; every text needs labels of its own: \`${name}_%=\``
        : `\`${name}\` is defined again wherever the compiler copies \`${around.name}\`; write \`${name}_%=\`, which differs in every copy`,
      fixes:
        statement.isBasic || isNamedOutside || label.global
          ? []
          : [
              {
                title: `Rename it to \`${name}_%=\``,
                place: label.place,
                changes: mentions.map((place) => ({ kind: 'replace', place, text: `${name}_%=` })),
              },
            ],
    }));
  },
});
