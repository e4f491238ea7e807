import { madeReadWrite, referenceTo } from '../model/operandText';
import { textOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** Registers of inputs that hold something else behind the statement. */
export default defineStatementRule({
  id: 'input-operand-modified',
  severity: 'error',
  summary: 'the asm changes an operand that it declares as an input only',
  why: `The compiler takes an input for unchanged: it uses the register again for the same variable, for a copy of it, or for what it knows to be equal. After the section it
computes with what the section has left there. Loads and stores that write their base back (\`ldr x0, [x1], #8\`, \`lbzu\`) change an input as well.`,
  fix: 'Work on a scratch register, put the value back on every way out (also behind the abort label), or make the operand an output that is read: `"+r"`.',
  mends: 'often',
  evidence: [
    'GCC manual, 6.47.2.5 "Input Operands": do not modify the contents of input-only operands',
    'gcc 12.2 -O2 -Wall -Wextra: a function that decrements its input in an asm returns the old value, without a warning',
    'librseq, rseq_load_cbne_store__ptr-style memcpy helpers: pointers and length are saved before the section and restored on every exit',
  ],
  bad: [
    {
      title: 'the index is scaled in place',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long index, long rseq, int cpu)
{
	int aborted;

	__asm__ volatile (
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
		"shlq $3, %[index]\n\t"
	//       ^^^^^^^^^^^^^^^^^ error: input-operand-modified
		"incq (%[counters], %[index])\n"
		"2: movl $0, %[aborted]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $1, %[aborted]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [aborted] "=r" (aborted)
		: [counters] "r" (counters), [index] "r" (index), [rseq] "r" (rseq), [cpu] "r" (cpu)
		: "rax", "memory", "cc");
	return aborted;
}
`,
    },
    {
      title: 'the store writes its base back',
      target: 'aarch64',
      code: String.raw`struct rseq;

int slot_set(long *slots, long value, struct rseq *rseq, int cpu)
{
	long *slot = &slots[cpu];
	int done;

	__asm__ volatile (
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
		"str %[value], [%[slot]], #8\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: input-operand-modified "[slot]"
		"post_%=: mov %w[done], #1\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: mov %w[done], #0\n"
		"out_%=:"
		: [done] "=r" (done)
		: [slot] "r" (slot), [value] "r" (value), [rseq] "r" (rseq), [cpu] "r" (cpu)
		: "x15", "memory", "cc");
	return done ? 0 : -1;
}
`,
    },
  ],
  good: [
    {
      title: 'an output that is read too',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long index, long rseq, int cpu)
{
	int aborted;

	__asm__ volatile (
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
		"shlq $3, %[index]\n\t"
		"incq (%[counters], %[index])\n"
		"2: movl $0, %[aborted]\n"
		"5:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: movl $1, %[aborted]\n\t"
		"jmp 5b\n\t"
		".popsection"
		: [aborted] "=r" (aborted), [index] "+r" (index)
		: [counters] "r" (counters), [rseq] "r" (rseq), [cpu] "r" (cpu)
		: "rax", "memory", "cc");
	return aborted;
}
`,
    },
    {
      title: 'on a copy',
      target: 'aarch64',
      code: String.raw`struct rseq;

int slot_set(long *slots, long value, struct rseq *rseq, int cpu)
{
	long *slot = &slots[cpu];
	int done;

	__asm__ volatile (
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
		"mov x15, %[slot]\n\t"
		"str %[value], [x15], #8\n"
		"post_%=: mov %w[done], #1\n\t"
		"b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: mov %w[done], #0\n"
		"out_%=:"
		: [done] "=r" (done)
		: [slot] "r" (slot), [value] "r" (value), [rseq] "r" (rseq), [cpu] "r" (cpu)
		: "x15", "memory", "cc");
	return done ? 0 : -1;
}
`,
    },
    {
      title: 'put back on every way out',
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
  ],
  needs: ['statement', 'changedInputs'],
  check({ statement, changedInputs }, { program }) {
    return changedInputs
      .filter(({ way }) => way === 'regular')
      .map(({ operand, writer }) => {
        const changes = madeReadWrite(program, statement, operand);
        const name = referenceTo(operand);
        return {
          place: writer.place,
          message: `\`${textOf(program, writer.place)}\` changes the input \`${name}\`, which the compiler takes for unchanged; put it back on every way out, work on a copy, or make it a "+r" output`,
          related: [{ message: 'the operand', place: operand.places.whole }],
          fixes: changes
            ? [{ title: `Make \`${name}\` a "+r" output`, place: writer.place, changes, needsReview: true }]
            : [],
        };
      });
  },
});
