import { differencesOf } from '../model/operation';
import { describeDifference, relatedOf } from '../model/portDifference';
import { defineOperationRule } from './rule';

/**
 * Works on the steps that every processor has: checks of the cpu, ways out, stores, barriers, the commit. Loads and arithmetic are
 * left out on purpose: what takes one instruction here takes four there.
 */
export default defineOperationRule({
  id: 'port-differs',
  severity: 'info',
  summary: 'an operation does something else on one architecture than on the others',
  why: `Functions of one name are called by the same code, whichever processor it is compiled for. If the port to one of them lacks a comparison, leaves by another
label, stores in another order or has its barrier elsewhere, the data structure breaks on that processor only, where few people test.

Compared is what does not depend on the processor: the check of the cpu number, ways out and what they depend on, stores, barriers among processors that
need them, and the commit. The port that most others are like is taken for right. \`rseq sections --compare\` shows all ports side by side.`,
  fix: 'Make the ports do the same in the same order; if one is meant to be another operation, give it another name.',
  evidence: [
    'librseq and the kernel selftests: one header an architecture, with the same functions in each',
    "measured: all ports of both do the same, apart from RISC-V's rseq_offset_deref_addv, whose missing commit has a rule of its own",
  ],
  bad: [
    {
      title: 'a port that forgets to compare',
      target: 'x86_64',
      code: String.raw`struct rseq;

#if defined(__x86_64__)
int list_push(long *head, long expect, long node, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		".pushsection __rseq_exit_point_array, \"aw\"; .quad 1f, %l[changed]; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, 8(%[rseq])\n"
		"1: cmpl %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"cmpq %[expect], %[head]\n\t"
		"jnz %l[changed]\n\t"
		"movq %[node], %[head]\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [rseq] "r" (rseq), [cpu] "r" (cpu), [head] "m" (*head), [expect] "r" (expect), [node] "r" (node)
		: "rax", "memory", "cc" : aborted, changed);
	return 0;
aborted:
	return -1;
changed:
	return 1;
}
#elif defined(__aarch64__)
int list_push(long *head, long expect, long node, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
	//       ^^ info: port-differs "lacks the exit to"
		".xword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword 3b; .popsection\n\t"
		"adrp x15, 3b\n\t"
		"add x15, x15, :lo12:3b\n\t"
		"str x15, [%[rseq], #8]\n"
		"1: ldr w15, [%[rseq], #4]\n\t"
		"sub w15, w15, %w[cpu]\n\t"
		"cbnz w15, 4f\n\t"
		"str %[node], %[head]\n"
		"2: b 5f\n\t"
		".inst 0xd428bc00\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [rseq] "r" (rseq), [cpu] "r" (cpu), [head] "m" (*head), [node] "r" (node)
		: "x15", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
    {
      title: 'stores in another order',
      target: 'riscv64',
      code: String.raw`struct rseq_abi { unsigned int cpu_id_start, cpu_id; unsigned long rseq_cs; };
extern struct rseq_abi *rseq_get_abi(void);

#if defined(__riscv)
int ring_put(long *slot, long value, long *count, long next, int cpu)
{
	__asm__ __volatile__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t6, 3b\n\t"
		"sd t6, %[rseq_cs]\n"
		"1: lw t6, %[cpu_id]\n\t"
		"bne t6, %[cpu], 4f\n\t"
		"sd %[value], %[slot]\n\t"
		"sd %[next], %[count]\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [cpu_id] "m" (rseq_get_abi()->cpu_id), [rseq_cs] "m" (rseq_get_abi()->rseq_cs),
		    [slot] "m" (*slot), [value] "r" (value), [count] "m" (*count), [next] "r" (next)
		: "t6", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
#elif defined(__s390x__)
int ring_put(long *slot, long value, long *count, long next, int cpu)
{
	__asm__ __volatile__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
	//       ^^ info: port-differs
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, %[rseq_cs]\n"
		"1: c %[cpu], %[cpu_id]\n\t"
		"jnz 4f\n\t"
		"stg %[next], %[count]\n\t"
		"stg %[value], %[slot]\n"
		"2: j 5f\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [cpu_id] "m" (rseq_get_abi()->cpu_id), [rseq_cs] "m" (rseq_get_abi()->rseq_cs),
		    [slot] "m" (*slot), [value] "r" (value), [count] "m" (*count), [next] "r" (next)
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
  ],
  good: [
    {
      title: 'one instruction here, three there',
      target: 'x86_64',
      code: String.raw`struct rseq;

#if defined(__x86_64__)
int counter_inc(long *counter, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, 8(%[rseq])\n"
		"1: cmpl %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [rseq] "r" (rseq), [cpu] "r" (cpu), [counter] "r" (counter)
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#elif defined(__aarch64__)
int counter_inc(long *counter, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".xword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword 3b; .popsection\n\t"
		"adrp x15, 3b\n\t"
		"add x15, x15, :lo12:3b\n\t"
		"str x15, [%[rseq], #8]\n"
		"1: ldr w15, [%[rseq], #4]\n\t"
		"sub w15, w15, %w[cpu]\n\t"
		"cbnz w15, 4f\n\t"
		"ldr x15, [%[counter]]\n\t"
		"add x15, x15, #1\n\t"
		"str x15, [%[counter]]\n"
		"2: b 5f\n\t"
		".inst 0xd428bc00\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [rseq] "r" (rseq), [cpu] "r" (cpu), [counter] "r" (counter)
		: "x15", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
    {
      title: 'a barrier where the processor needs one',
      target: 'aarch64',
      code: String.raw`struct rseq_abi { unsigned int cpu_id_start, cpu_id; unsigned long rseq_cs; };
extern struct rseq_abi *rseq_get_abi(void);

#if defined(__aarch64__)
int publish_release(long *slot, long value, long *ready, int cpu)
{
	__asm__ __volatile__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".xword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .xword 3b; .popsection\n\t"
		"adrp x15, 3b\n\t"
		"add x15, x15, :lo12:3b\n\t"
		"str x15, %[rseq_cs]\n"
		"1: ldr w15, %[cpu_id]\n\t"
		"sub w15, w15, %w[cpu]\n\t"
		"cbnz w15, 4f\n\t"
		"str %[value], %[slot]\n\t"
		"dmb ish\n\t"
		"str %[value], %[ready]\n"
		"2: b 5f\n\t"
		".inst 0xd428bc00\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [cpu_id] "m" (rseq_get_abi()->cpu_id), [rseq_cs] "m" (rseq_get_abi()->rseq_cs),
		    [slot] "m" (*slot), [value] "r" (value), [ready] "m" (*ready)
		: "x15", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
#elif defined(__s390x__)
int publish_release(long *slot, long value, long *ready, int cpu)
{
	__asm__ __volatile__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, %[rseq_cs]\n"
		"1: c %[cpu], %[cpu_id]\n\t"
		"jnz 4f\n\t"
		"stg %[value], %[slot]\n\t"
		"stg %[value], %[ready]\n"
		"2: j 5f\n\t"
		".long 0xb2ff0fff\n"
		"4: jg %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [cpu_id] "m" (rseq_get_abi()->cpu_id), [rseq_cs] "m" (rseq_get_abi()->rseq_cs),
		    [slot] "m" (*slot), [value] "r" (value), [ready] "m" (*ready)
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
#endif
`,
    },
  ],
  needs: ['operationSteps'],
  check(operation) {
    // Without a commit a port is wrong by itself, and other rules say so.
    return differencesOf(operation)
      .filter(({ kind, step }) => kind !== 'missing' || step.kind !== 'commit')
      .map((difference) => {
        const message = describeDifference(operation.function, difference);
        return { port: difference.port, message, related: [relatedOf(difference)] };
      });
  },
});
