import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Where the field is known for certain. Less than a number is nobody's harm; a load of several registers reads several fields on purpose. */
export default defineSectionRule({
  id: 'field-access-width',
  severity: 'error',
  summary: 'a field of struct rseq is accessed with another size than it has',
  why: `The cpu numbers in struct rseq have 32 bits each and stand side by side. An instruction that reads 64 bits gets the next field in the upper half: with \`cpu_id\` that is half of the pointer to the
descriptor, so a compare never finds the numbers equal, and an index leads anywhere. The pointer itself has as many bits as pointers have: half of it is an address at which no
descriptor is, and the process is killed with SIGSEGV at the next preemption.`,
  fix: `Access cpu numbers with 32-bit instructions (\`cmpl\`, \`ldr w0\`, \`lw\`, \`lwz\`, \`c\`), and \`rseq_cs\` with one as wide as a pointer.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h, struct rseq: cpu_id_start, cpu_id, node_id and mm_cid are __u32, rseq_cs is a 64-bit pointer',
    'measured: a descriptor pointer whose upper half is wrong raises SIGSEGV on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'a compare of 64 bits',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, long cpu)
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
		"1: cmpq %[cpu], %%fs:4(%[rseq])\n\t"
	//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: field-access-width
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
      title: 'a load of 64 bits',
      target: 'riscv64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, long cpu)
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
		"1: ld t6, %[current]\n\t"
	//          ^^^^^^^^^^^^^^^^^ error: field-access-width
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
    {
      title: "half of the descriptor's address",
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
		"str w15, [%[rseq], #8]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^ error: field-access-width
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
  good: [
    {
      title: 'a compare of 32 bits',
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
      title: 'a load of 32 bits',
      target: 'riscv64',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long rseq_cs;
};

int counter_inc(long *counters, struct rseq *rseq, long cpu)
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
  needs: ['fieldWidths'],
  check({ fieldWidths }, section) {
    const { program } = section;
    return fieldWidths.map(({ item, field, size, width, kind }) => ({
      place: item.place,
      message:
        kind === 'reads-beyond'
          ? `\`${textOf(program, item.place)}\` reads ${width} bytes where \`${field}\` has ${size}; the rest is the next field, so that the number is wrong; read ${size} bytes`
          : `\`${textOf(program, item.place)}\` stores ${width} bytes to \`${field}\`, where an address has ${size}; the kernel looks for the descriptor at the address that results, and kills the process; store ${size} bytes`,
      related: [{ message: 'the section', place: section.descriptor }],
    }));
  },
});
