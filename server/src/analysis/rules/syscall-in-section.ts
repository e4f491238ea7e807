import { nameOf, textOf } from '../model/walk';
import { defineSectionRule } from './rule';

/** System instructions that enter the kernel; faults and interrupts are what sections are made for. */
export default defineSectionRule({
  id: 'syscall-in-section',
  severity: 'error',
  summary: 'a system call inside the section',
  why: `A system call in a critical section is forbidden. Up to 6.18 the section is aborted after the call already took effect, so that a retry makes it
again. Since 6.19 a call that blocks does not abort the section at all: it may return on another cpu and then commit there (20 of 20 attempts
with \`sched_setaffinity\`). Kernels with CONFIG_DEBUG_RSEQ or \`rseq_debug=1\` kill the process with SIGSEGV.`,
  fix: 'Make the call before the start label or after the post-commit label.',
  evidence: [
    'rseq(2): "critical sections must not invoke system calls"; Linux kernel/rseq.c, rseq_syscall()',
    'measured with nanosleep: aborted 20 of 20 times on Linux 6.1, 6.12 and 6.18, 0 of 20 on 6.19, 7.0, 7.1 and 7.3',
    'measured with sched_setaffinity: committed on the wrong cpu 20 of 20 times on 6.19 and later',
  ],
  bad: [
    {
      title: 'getpid between load and store',
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
		"movq (%[counter]), %%rdx\n\t"
		"movl $39, %%eax\n\t"
		"syscall\n\t"
	//       ^^^^^^^ error: syscall-in-section
		"addq $1, %%rdx\n\t"
		"movq %%rdx, (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "rcx", "rdx", "r11", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'the supervisor call in front of the commit',
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
		"mov x8, #172\n\t"
		"svc #0\n\t"
	//       ^^^^^^ error: syscall-in-section
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"post_%=: b out_%=\n\t"
		".inst 0xd428bc00\n"
		"abort_%=: b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x0", "x8", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'before the section',
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
		"movl $39, %%eax\n\t"
		"syscall\n\t"
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
		: "rax", "rcx", "r11", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'in the abort handler',
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
		"abort_%=: mov x8, #124\n\t"
		"svc #0\n\t"
		"b %l[aborted]\n"
		"out_%=:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "x0", "x8", "x15", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['body', 'start', 'postCommit'],
  check({ body, start, postCommit }, section) {
    return body
      .filter((item) => item.instruction.effect.flow.kind === 'syscall')
      .map((item) => ({
        place: item.place,
        message: `system call \`${textOf(section.program, item.place)}\` inside the section; newer kernels let it commit on another cpu, older ones repeat the call; move it before \`${nameOf(section.program, start.label)}:\` or behind \`${nameOf(section.program, postCommit.label)}:\``,
        related: [{ message: 'the section starts here', place: start.label.place }],
      }));
  },
});
