import { textOf } from '../model/walk';
import { type AbstractFix, defineSectionRule } from './rule';

/** Flags that another asm statement may give are left alone. */
export default defineSectionRule({
  id: 'descriptor-section-flags',
  severity: 'warning',
  summary: 'the section of the descriptor is not writable, or not loaded',
  why: `In position-independent code the addresses in a descriptor, and those in the lists, are filled in when the program is loaded. In a section without \`w\` that needs
text relocations: the linker warns or refuses, and hardened systems do not load the result. A new section without any flags is not loaded at
all, so the kernel reads a descriptor that is not there and ends the process with SIGSEGV.`,
  fix: 'Open the section with `"aw"`.',
  mends: 'often',
  evidence: [
    'measured with binutils 2.40: `"a"` gives "relocation in read-only section `__rseq_cs\'" and DT_TEXTREL; without flags the section has no A flag',
    'GNU as manual, .section: the flags of a name that is not known default to none',
  ],
  bad: [
    {
      title: 'read-only',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"a\"\n\t"
	//                               ^^^^^ warning: descriptor-section-flags "not writable"
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
      title: 'without flags',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^ warning: descriptor-section-flags "not loaded"
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
      title: 'the list',
      target: 'riscv64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"a\"; .dword 3b; .popsection\n\t"
	//                                         ^^^^^ warning: descriptor-section-flags "__rseq_cs_ptr_array"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, 0(%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, 0(%[counter])\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
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
      title: 'written when the program is loaded',
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
      title: 'more flags',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"awR\", %%progbits\n\t"
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
  needs: ['listFlags'],
  check({ listFlags }, { program }) {
    return listFlags.flatMap(({ section, text, place, isWritten }) => {
      const missing = ['a', 'w'].filter((flag) => text?.includes(flag) !== true);
      if (missing.length === 0) return [];
      const effect = missing.includes('a')
        ? 'is not loaded, so the kernel and tools read nothing or something else'
        : 'is not writable, and the loader must fill in addresses';
      const flags = `"aw${text?.replace(/[aw]/g, '') ?? ''}"`;
      const fix: AbstractFix = {
        title: `Write \`${flags}\``,
        place,
        changes: [{ kind: 'replace', place, text: isWritten ? flags : `${textOf(program, place)}, ${flags}` }],
      };
      return [{ place, message: `\`${section}\` ${effect}; open it with \`${flags}\``, fixes: [fix] }];
    });
  },
});
