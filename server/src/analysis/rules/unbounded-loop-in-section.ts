import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** Loops that wait for memory, and loops without a way out. Loops that count, or follow a list, end. */
export default defineSectionRule({
  id: 'unbounded-loop-in-section',
  severity: 'warning',
  summary: 'a loop inside the section that nothing in it brings to an end',
  why: `A section that waits is aborted at the end of its time slice, and starts to wait again. What it waits for may be the thread that it keeps from running on
this cpu. And the longer a section takes, the likelier every attempt is to be aborted: with a timer or a profiler that fires faster than the section
runs, it never gets to its commit.`,
  fix: 'Test once, and leave the section where the answer is no; wait outside.',
  evidence: [
    'Linux kernel/rseq.c: every preemption, migration and signal inside a section aborts it',
    'tcmalloc commit 64d552a5: the time of profiling signals shows up where sections start again',
  ],
  bad: [
    {
      title: 'a wait for a lock',
      target: 'x86_64',
      code: String.raw`int counter_inc_locked(long *counters, int *lock, long rseq, int cpu)
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
		"jnz 4f\n"
		"5: cmpl $0, (%[lock])\n\t"
	//          ^^^^^^^^^^^^^^^^^^ related: this is what has to change
		"jne 5b\n\t"
	//       ^^^^^^ warning: unbounded-loop-in-section
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [lock] "r" (lock)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a wait in a register',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc_locked(long *counters, int *lock, struct rseq *rseq, int cpu)
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
		"b.ne abort_%=\n"
		"wait_%=: ldr w15, [%[lock]]\n\t"
		"cbnz w15, wait_%=\n\t"
	//       ^^^^^^^^^^^^^^^^^ warning: unbounded-loop-in-section
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [lock] "r" (lock)
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
      title: 'one test, and away',
      target: 'x86_64',
      code: String.raw`int counter_inc_locked(long *counters, int *lock, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[locked]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpl $0, (%[lock])\n\t"
		"jne %l[locked]\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [lock] "r" (lock)
		: "rax", "memory", "cc" : aborted, locked);
	return 0;
aborted:
	return -1;
locked:
	return 1;
}
`,
    },
    {
      title: 'a loop that counts',
      target: 'aarch64',
      code: String.raw`struct rseq;

int ring_put(char *slots, const char *from, long length, long *used, struct rseq *rseq, int cpu)
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
		"cbz %[length], copied_%=\n\t"
		"mov x14, %[length]\n"
		"copy_%=: sub x14, x14, #1\n\t"
		"ldrb w15, [%[from], x14]\n\t"
		"strb w15, [%[slot], x14]\n\t"
		"cbnz x14, copy_%=\n"
		"copied_%=: ldr x15, [%[used]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[used]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [slot] "r" (slots), [from] "r" (from), [length] "r" (length), [used] "r" (&used[cpu])
		: "x14", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['endlessLoops'],
  check({ endlessLoops }, { program }) {
    return endlessLoops.map(({ branch, head, waits, load }) => ({
      place: branch.place,
      message: waits
        ? `\`${textOf(program, branch.place)}\` waits inside the section until memory changes, and every abort starts the wait again; test once, and wait outside`
        : `\`${textOf(program, branch.place)}\` repeats a part of the section from which no way leads out; only an abort ends it`,
      related: [
        ...(load && load !== branch ? [{ message: 'this is what has to change', place: load.place }] : []),
        ...(head.kind === 'label' ? [{ message: `\`${nameOf(program, head)}:\` is here`, place: head.place }] : []),
      ],
    }));
  },
});
