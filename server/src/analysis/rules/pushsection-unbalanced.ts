import type { BalanceVerdict } from '../model/template';
import { defineStatementRule } from './rule';

/** A `.S` file ends where it ends; text that is missing or that may be a macro of the assembler makes the count unknown. */
export default defineStatementRule({
  id: 'pushsection-unbalanced',
  severity: 'error',
  summary: 'the asm leaves the assembler in another section',
  why: `Where a \`.pushsection\` has no \`.popsection\`, or a \`.section\` no \`.previous\`, the rest of the function goes into the section that was opened
last, and a descriptor, a list or a handler ends up in the middle of code. With unwind tables the assembler notices, at lines that nobody
wrote; without, the function's second half lands in \`__rseq_cs\`. Of a \`.popsection\` too many it only warns.`,
  fix: 'Put `.popsection` behind what belongs into the section, in the same asm.',
  mends: 'often',
  evidence: [
    'gas/config/obj-elf.c, obj_elf_popsection(): ".popsection without corresponding .pushsection; ignored"',
    'measured with gcc 12 and binutils 2.40: a missing `.popsection` gives ".cfi_endproc without corresponding .cfi_startproc" and a broken `.size`',
  ],
  bad: [
    {
      title: 'the descriptor is not closed',
      target: 'x86_64',
      isRefused: true,
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: pushsection-unbalanced "__rseq_cs"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
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
      title: 'a list that nothing pushed',
      target: 'aarch64',
      isRefused: true,
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".popsection\n\t"
		".xword desc_%=; .popsection\n\t"
	//                       ^^^^^^^^^^^ error: pushsection-unbalanced "__rseq_cs_ptr_array"
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
      title: 'a section without the way back',
      target: 'riscv64',
      isRefused: true,
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".section __rseq_cs, \"aw\"\n\t"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: pushsection-unbalanced ".previous"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
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
      title: 'every push has its pop',
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
      title: 'section and previous',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".section __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
		".xword start_%=, post_%= - start_%=, abort_%=\n\t"
		".previous\n\t"
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
  needs: ['balance'],
  check({ balance }) {
    if (balance.kind === 'balanced') return [];
    const { place, repair } = balance;
    const fixes = repair ? [{ title: titleOf(balance), place, changes: repair }] : [];
    return [{ place, message: messageOf(balance), fixes }];
  },
});

type Unbalanced = Exclude<BalanceVerdict, { kind: 'balanced' }>;

function messageOf(balance: Unbalanced): string {
  switch (balance.kind) {
    case 'unclosed':
      return `nothing pops this: the rest of the function goes into \`${balance.section}\`; put \`.popsection\` behind what belongs there`;
    case 'excess':
      return `this goes back to \`${balance.section}\`, and so does the rest of the function: it is one too many`;
    case 'switched':
      return `the asm ends in \`${balance.section}\`, and so does the rest of the function; go back with \`.previous\`, or push and pop the section`;
    case 'stray':
      return balance.section === undefined
        ? 'there is nothing to pop: this is one too many, or a `.pushsection` is missing'
        : `there is nothing to pop: what stands in front of it is in the middle of the function, not in \`${balance.section}\`; push that section first`;
  }
}

function titleOf(balance: Unbalanced): string {
  switch (balance.kind) {
    case 'unclosed':
      return 'Insert `.popsection`';
    case 'switched':
      return 'Insert `.previous`';
    case 'excess':
      return 'Remove this `.previous`';
    case 'stray':
      return balance.section === undefined
        ? 'Remove this `.popsection`'
        : `Insert \`.pushsection ${balance.section}, "aw"\``;
  }
}
