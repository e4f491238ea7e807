import { defineStatementRule, type Report } from './rule';

/** The assembler refuses what does not fit, but only when the compiler happens to choose such an address. */
export default defineStatementRule({
  id: 'memory-operand-modifier',
  severity: 'info',
  summary: 'a memory operand can become an address that its instruction does not take',
  why: `The constraint \`m\` lets the compiler choose any address of the machine. Some instructions take fewer: on PowerPC an address with an index needs another
mnemonic (\`ldx\` for \`ld\`), and store-release, exclusive and atomic instructions of Arm and RISC-V take an address in one register only. The code builds
until a caller is inlined whose address is of the other kind; then the assembler reports an error in text that nobody wrote.`,
  fix: `PowerPC: let the operand choose the mnemonic, \`ld%U[x]%X[x] %%r17, %[x]\`. Arm: constraint \`Q\`. RISC-V: constraint \`A\`.`,
  mends: 'often',
  evidence: [
    'GCC manual, PowerPC operand modifiers and machine constraints; librseq 2b7d1de (2020) added %U%X',
    'measured: gcc 12 prints `stw 5, 3,4` for an array element on powerpc64le, `stlr x1, [x0, 8]` on aarch64, `amoadd.w zero, a1, 4(a0)` on riscv64; the assemblers refuse all three',
  ],
  bad: [
    {
      title: 'an address with an index',
      isRefused: true,
      target: 'ppc64le',
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
		"addis %%r17, 2, 3b@toc@ha\n\t"
		"addi %%r17, %%r17, 3b@toc@l\n\t"
		"std %%r17, 8(%[rseq])\n"
		"1: lwz %%r17, 4(%[rseq])\n\t"
		"cmpw %%r17, %[cpu]\n\t"
		"bne- 4f\n\t"
		"ld %%r17, %[counter]\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^ info: memory-operand-modifier
		"addi %%r17, %%r17, 1\n\t"
		"std%U[counter]%X[counter] %%r17, %[counter]\n"
		"2: b 5f\n\t"
		".long 0x0fe5000b\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "b" (rseq), [counter] "m" (counters[cpu])
		: "r17", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a store-release takes no offset',
      isRefused: true,
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
		"mov x15, #1\n\t"
		"stlr x15, %[counter]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "m" (counters[cpu])
	//                                                        ^^^ info: memory-operand-modifier
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'nor does an atomic instruction',
      target: 'riscv64',
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
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"li t0, 1\n\t"
		"amoadd.d zero, t0, %[counter]\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "m" (counters[cpu])
	//                                                        ^^^ info: memory-operand-modifier
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'every form of the mnemonic',
      target: 'ppc64le',
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
		"addis %%r17, 2, 3b@toc@ha\n\t"
		"addi %%r17, %%r17, 3b@toc@l\n\t"
		"std %%r17, 8(%[rseq])\n"
		"1: lwz %%r17, 4(%[rseq])\n\t"
		"cmpw %%r17, %[cpu]\n\t"
		"bne- 4f\n\t"
		"ld%U[counter]%X[counter] %%r17, %[counter]\n\t"
		"addi %%r17, %%r17, 1\n\t"
		"std%U[counter]%X[counter] %%r17, %[counter]\n"
		"2: b 5f\n\t"
		".long 0x0fe5000b\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "b" (rseq), [counter] "m" (counters[cpu])
		: "r17", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'an address in one register',
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
		"mov x15, #1\n\t"
		"stlr x15, %[counter]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "Q" (counters[cpu])
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['unfitReferences'],
  check({ unfitReferences }, { program }) {
    const seen = new Set<number>();
    return unfitReferences.flatMap(({ instruction, operand, demand }): Report[] => {
      const { mnemonic } = instruction.instruction;
      const name = operand.name ?? String(operand.index);
      if (demand.kind === 'modifiers') {
        const reference = operand.name === undefined ? name : `[${name}]`;
        const suffix = demand.letters.map((letter) => `%${letter}${reference}`).join('');
        const { start } = instruction.place;
        const place = { start, end: start + mnemonic.length };
        return [
          {
            place: instruction.place,
            message: `\`${mnemonic}\` does not take every address that \`${operand.constraint}\` admits for \`${name}\`, and the assembler refuses it; write \`${mnemonic}${suffix}\``,
            fixes: [
              {
                title: `Write \`${mnemonic}${suffix}\``,
                place,
                changes: [{ kind: 'replace', place, text: program.text.slice(place.start, place.end) + suffix }],
              },
            ],
          },
        ];
      }
      if (seen.has(operand.index)) return [];
      seen.add(operand.index);
      const place = operand.places.constraint;
      const constraint = operand.constraint.replace('m', demand.constraint);
      return [
        {
          place,
          message: `\`${mnemonic}\` takes an address in one register, \`${operand.constraint}\` admits others for \`${name}\`, and the assembler refuses them; use constraint \`${constraint}\``,
          related: [{ message: 'takes no offset', place: instruction.place }],
          fixes: [
            {
              title: `Use constraint \`${constraint}\``,
              place,
              changes: [{ kind: 'replace', place, text: `"${constraint}"` }],
            },
          ],
        },
      ];
    });
  },
});
