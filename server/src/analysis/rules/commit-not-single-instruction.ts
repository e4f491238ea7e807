import type { Split } from '../model/publication';
import { textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Commits that are one statement and several stores. What also moves the stack pointer is another rule's. */
export default defineSectionRule({
  id: 'commit-not-single-instruction',
  severity: 'error',
  summary: 'the commit is not one store',
  why: `Others have to see all of the commit or nothing of it. The architectures promise that for one aligned store of up to a register's size only: of a pair or a list
of registers, of a copy from memory to memory, and of a statement for which the assembler writes several instructions, others can see a part, and some of
them can be interrupted half way.`,
  fix: 'Publish with one store of one register: a pointer to what was prepared, an index, or both halves packed into one register.',
  evidence: [
    'Arm Architecture Reference Manual (DDI 0487), B2.2.1: single-copy atomicity; z/Architecture Principles of Operation, 5-127',
    'tcmalloc, internal/percpu_tcmalloc.h: both halves of a header are packed into one store',
  ],
  bad: [
    {
      title: 'a pair of registers',
      target: 'aarch64',
      code: String.raw`struct rseq;

int pair_set(long *pairs, long low, long high, struct rseq *rseq, int cpu)
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
		"stp %[low], %[high], [%[slot]]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: commit-not-single-instruction
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&pairs[2 * cpu]), [low] "r" (low), [high] "r" (high)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'from memory to memory',
      target: 's390x',
      code: String.raw`struct rseq;

int pair_set(long *pairs, const long *from, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, (2f - 1f), 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, 8(%[rseq])\n"
		"1: c %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"mvc 0(16,%[slot]), 0(%[from])\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: commit-not-single-instruction
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "a" (&pairs[2 * cpu]), [from] "a" (from)
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'two words',
      target: 'arm',
      code: String.raw`struct rseq;

int pair_set(long *pairs, const long *from, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"5: .word 0, 0\n\t"
		".word 1f, 0, (2f - 1f), 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".word 5b, 0\n\t"
		".popsection\n\t"
		"adr r3, 3f\n\t"
		"str r3, [%[rseq], #8]\n"
		"1: ldr r3, [%[rseq], #4]\n\t"
		"cmp r3, %[cpu]\n\t"
		"bne 4f\n\t"
		"ldrd r2, r3, [%[from]]\n\t"
		"strd r2, r3, [%[slot]]\n"
	//       ^^^^^^^^^^^^^^^^^^^^^^ error: commit-not-single-instruction
		"2:\n\t"
		"b 6f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, (2b - 1b), 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"6:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&pairs[2 * cpu]), [from] "r" (from)
		: "r2", "r3", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'the pair first, then a pointer to it',
      target: 'aarch64',
      code: String.raw`struct rseq;

int pair_publish(long **slots, long *pair, long low, long high, struct rseq *rseq, int cpu)
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
		"stp %[low], %[high], [%[pair]]\n\t"
		"str %[pair], [%[slot]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (&slots[cpu]), [pair] "r" (pair), [low] "r" (low), [high] "r" (high)
		: "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'one byte',
      target: 's390x',
      code: String.raw`struct rseq;

int byte_set(char *bytes, const char *from, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, (2f - 1f), 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"
		".quad 3b\n\t"
		".popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, 8(%[rseq])\n"
		"1: c %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"mvc 0(1,%[slot]), 0(%[from])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "a" (&bytes[cpu]), [from] "a" (from)
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'an update is one instruction',
      target: 'x86_64',
      code: String.raw`int counter_add(long *counters, long step, long rseq, int cpu)
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
		"lock; addq %[step], (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [step] "r" (step)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['commit', 'postCommit'],
  check({ commit, postCommit }, { program }) {
    if (commit.kind !== 'last') return [];
    const { instruction: last } = commit;
    const { split, repeated, writes } = last.instruction.effect;
    const how = split ? descriptions[split] : repeated ? 'one step after the other' : undefined;
    if (how === undefined || writes.includes(program.architecture.stackPointer)) return [];
    return [
      {
        place: last.place,
        message: `\`${textOf(program, last.place)}\` stores ${how}, so that the commit can be seen half done; publish with one store of one register`,
        related: [{ message: 'the section ends here', place: postCommit.label.place }],
      },
    ];
  },
});

const descriptions: Readonly<Record<Split, string>> = {
  pair: 'two registers',
  list: 'several registers',
  storage: 'bytes from one place in memory to another',
  macro: 'with several instructions',
};
