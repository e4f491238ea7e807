import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Which relocations are absolute is a fact of the architecture tables. */
export default defineSectionRule({
  id: 'non-pic-descriptor-address',
  severity: 'warning',
  summary: 'the address of the descriptor is taken as an absolute number',
  why: `Programs are position-independent today, shared libraries always were: an address that the linker writes into an instruction does not fit. With
\`movq $descriptor\` the link fails (\`relocation R_X86_64_32S ... can not be used when making a PIE object\`), or the loader has to write into the code.

On PowerPC, OpenRISC, Arm, MIPS and LoongArch it is only information: their own ports of librseq do it.`,
  fix: `Take the address relative to the instruction pointer (\`leaq descriptor(%rip)\`, \`adrp\` and \`add\`, \`la\`), or load it from the global offset table.`,
  evidence: [
    'measured: GCC 12 with -pie, "relocation R_X86_64_32S against `__rseq_cs\' can not be used"',
    'tcmalloc 2dc54d09, reverted twice; c6e423d6 loads the address with GOTPCREL',
  ],
  bad: [
    {
      title: 'an immediate',
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
		"movq $3b, %%rax\n\t"
	//       ^^^^^^^^^^^^^^^ warning: non-pic-descriptor-address
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
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
      title: 'in two halves',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"lui t0, %%hi(3b)\n\t"
	//       ^^^^^^^^^^^^^^^^ warning: non-pic-descriptor-address
		"addi t0, t0, %%lo(3b)\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 5f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 6f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4:\n"
		"5: j %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
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
      title: 'relative to the instruction pointer',
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
      title: 'relative to the page',
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
  needs: ['descriptorAddress'],
  check({ descriptorAddress }, { program }) {
    const { absolute } = descriptorAddress;
    if (!absolute) return [];
    return [
      {
        place: absolute.place,
        severity: absolute.breaksLink ? 'warning' : 'info',
        message: `\`${textOf(program, absolute.place)}\` needs the absolute address of the descriptor, which a position-independent program does not have; take it relative to the instruction pointer`,
      },
    ];
  },
});
