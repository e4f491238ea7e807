import { descriptorPointer } from '../abi/descriptorPointer';
import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Zeros in the half of rseq_cs that 32-bit code does not need do no harm. */
export default defineSectionRule({
  id: 'arm-not-single-store',
  severity: 'error',
  summary: 'the address of the descriptor gets into rseq_cs piece by piece',
  why: `The kernel reads \`rseq_cs\` whenever the thread returns to user space after a preemption or before a signal, so it may do so between any two instructions. If the pointer is
written in two halves, it then finds an address made of one new and one old half. It reads a descriptor there, and the process is killed with SIGSEGV.`,
  fix: `Form the whole address in one register and store it with one instruction as wide as a pointer. On 32-bit targets store one word, and leave the other
half of the 64-bit field zero, as it always is.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h, struct rseq: user-space stores to rseq_cs with single-copy atomicity',
    'measured on Linux 6.18 with a 32-bit program: anything but zero in the high word of rseq_cs raises SIGSEGV',
  ],
  bad: [
    {
      title: 'two words',
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
		"movl %%eax, %%fs:8(%[rseq])\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: arm-not-single-store
		"shrq $32, %%rax\n\t"
		"movl %%eax, %%fs:12(%[rseq])\n"
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
      title: 'the high word first',
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
		"lsr x14, x15, #32\n\t"
		"str w14, [%[rseq], #12]\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^ error: arm-not-single-store
		"str w15, [%[rseq], #8]\n"
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
      title: 'one store',
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
      title: 'one store',
      target: 'riscv64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t6, 3b\n\t"
		"sd t6, %[rseq_cs]\n"
		"1: lw t6, %[current]\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"ld t6, %[counter]\n\t"
		"addi t6, t6, 1\n\t"
		"sd t6, %[counter]\n"
		"2:\n\t"
		"j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [current] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
		    [counter] "m" (counters[cpu])
		: "t5", "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['arming'],
  check({ arming }, section) {
    if (arming.kind !== 'in-parts') return [];
    const { program } = section;
    const [first, ...others] = arming.stores;
    if (!first) return [];
    const { size } = descriptorPointer(program.architecture);
    return [
      {
        place: first.place,
        message: `\`${textOf(program, first.place)}\` stores a part of the descriptor's address; between it and the store of the rest the kernel finds an address that nobody wrote, and kills the process; use one store of ${size} bytes`,
        related: others.map(({ place }) => ({ message: 'another part', place })),
      },
    ];
  },
});
