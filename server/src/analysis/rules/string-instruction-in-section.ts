import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Repeated string instructions. One that is the commit is a commit that is not one store. */
export default defineSectionRule({
  id: 'string-instruction-in-section',
  severity: 'warning',
  summary: 'a repeated string instruction inside the section',
  why: `The processor takes interrupts between the steps of a repeated string instruction. An abort then finds the work half done and the registers with addresses and
count moved on: whoever tries again with what is in them starts in the middle. Measured: a copy of 268,435,456 bytes was aborted after 3,641,440.`,
  fix: 'Copy in a loop over registers that are set at the start of the section, or let the abort handler set the registers again.',
  evidence: [
    'Intel SDM, volume 2, REP: interrupts are taken between iterations, with the registers as they are',
    'measured on Linux 6.18: rep movsb aborted in the middle with rsi, rdi and rcx moved',
  ],
  bad: [
    {
      title: 'a copy into the next slot',
      target: 'x86_64',
      code: String.raw`int ring_put(char *slots, const char *from, long length, long *used, long rseq, int cpu)
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
		"movq %[slot], %%rdi\n\t"
		"movq %[from], %%rsi\n\t"
		"movq %[length], %%rcx\n\t"
		"rep movsb\n\t"
	//       ^^^^^^^^^ warning: string-instruction-in-section
		"incq (%[used])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (slots), [from] "r" (from), [length] "r" (length), [used] "r" (&used[cpu])
		: "rax", "rcx", "rdi", "rsi", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a slot that is cleared',
      language: 'S',
      target: 'x86_64',
      code: String.raw`	.text
	.globl ring_clear
	.type ring_clear, @function
ring_clear:
	.pushsection __rseq_cs, "aw"
	.balign 32
.Ldesc:
	.long 0, 0
	.quad .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .quad .Ldesc; .popsection
	leaq .Ldesc(%rip), %rax
	movq %rax, %fs:8(%rsi)
.Lstart:
	cmpl %edx, %fs:4(%rsi)
	jnz .Labort
	movq %r8, %rdi
	xorl %eax, %eax
	movl $8, %ecx
	rep stosq
//      ^^^^^^^^^ warning: string-instruction-in-section
	incq (%r9)
.Lpost:
	.pushsection __rseq_failure, "ax"
	.byte 0x0f, 0xb9, 0x3d
	.long 0x53053053
.Labort:
	jmp .Laborted
	.popsection
	xorl %eax, %eax
	ret
.Laborted:
	movl $-1, %eax
	ret
`,
    },
  ],
  good: [
    {
      title: 'a loop over registers that every attempt sets',
      target: 'x86_64',
      code: String.raw`int ring_put(char *slots, const char *from, long length, long *used, long rseq, int cpu)
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
		"movq %[length], %%rcx\n\t"
		"testq %%rcx, %%rcx\n\t"
		"jz 5f\n"
		"6: movb -1(%[from],%%rcx), %%al\n\t"
		"movb %%al, -1(%[slot],%%rcx)\n\t"
		"decq %%rcx\n\t"
		"jnz 6b\n"
		"5: incq (%[used])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (slots), [from] "r" (from), [length] "r" (length), [used] "r" (&used[cpu])
		: "rax", "rcx", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'one step of it',
      language: 'S',
      target: 'x86_64',
      code: String.raw`	.text
	.globl ring_clear
	.type ring_clear, @function
ring_clear:
	.pushsection __rseq_cs, "aw"
	.balign 32
.Ldesc:
	.long 0, 0
	.quad .Lstart, .Lpost - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"; .quad .Ldesc; .popsection
	leaq .Ldesc(%rip), %rax
	movq %rax, %fs:8(%rsi)
.Lstart:
	cmpl %edx, %fs:4(%rsi)
	jnz .Labort
	movq %r8, %rdi
	xorl %eax, %eax
	stosq
	incq (%r9)
.Lpost:
	.pushsection __rseq_failure, "ax"
	.byte 0x0f, 0xb9, 0x3d
	.long 0x53053053
.Labort:
	jmp .Laborted
	.popsection
	xorl %eax, %eax
	ret
.Laborted:
	movl $-1, %eax
	ret
`,
    },
  ],
  needs: ['repeats'],
  check({ repeats }, { program }) {
    return repeats.map(({ place }) => ({
      place,
      message: `\`${textOf(program, place)}\` can be aborted half way with its registers moved on, and a retry goes on from there; copy in a loop, or set the registers again where the section is entered`,
    }));
  },
});
