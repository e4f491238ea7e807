import { textOf } from '../model/walk';
import { defineStatementRule } from './rule';

/** C++ only: `inline` in C makes no copies. Flags that another asm statement may give are left alone. */
export default defineStatementRule({
  id: 'descriptor-comdat',
  severity: 'error',
  summary: 'a descriptor in a function of which the linker keeps one copy stays when its code goes',
  why: `Every unit that uses an inline function or a template of C++ has a copy of it, in a section group (COMDAT) of which the linker keeps one. What the asm puts into
sections of other names is not in the group: it stays for every copy and refers to code that is gone, and the link fails with "defined in
discarded section", in builds without inlining only, as a rule.`,
  fix: 'Open every section with `?` in its flags (binutils 2.35, LLVM): it then goes with the function.',
  mends: 'often',
  evidence: [
    'GNU as manual, .section: `?` makes the section a member of the group of the section before',
    'measured with g++ 12 and ld 2.40: "`.text._Z1fIlEiPT_\' referenced in section `__rseq_cs\': defined in discarded section"',
    'tcmalloc, percpu_tcmalloc.h: every section of its templates is opened with `?`',
  ],
  bad: [
    {
      title: 'an inline function',
      language: 'cpp',
      target: 'x86_64',
      code: String.raw`inline int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
	//                               ^^^^^^ error: descriptor-comdat
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

int use(long *counters)
{
	return counter_inc(counters, 0, 0);
}
`,
    },
    {
      title: 'a template',
      language: 'cpp',
      target: 'x86_64',
      code: String.raw`template <typename T>
int counter_inc(T *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
	//                               ^^^^^^ error: descriptor-comdat
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

int use(long *counters)
{
	return counter_inc<long>(counters, 0, 0);
}
`,
    },
    {
      title: 'only the handler is left behind',
      language: 'cpp',
      target: 'x86_64',
      code: String.raw`inline int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw?\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw?\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
	//                                    ^^^^^^ error: descriptor-comdat "__rseq_failure"
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

int use(long *counters)
{
	return counter_inc(counters, 0, 0);
}
`,
    },
  ],
  good: [
    {
      title: 'in the group of the function',
      language: 'cpp',
      target: 'x86_64',
      code: String.raw`inline int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw?\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw?\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax?\"\n\t"
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

int use(long *counters)
{
	return counter_inc(counters, 0, 0);
}
`,
    },
    {
      title: 'a copy for every unit',
      language: 'cpp',
      target: 'x86_64',
      code: String.raw`static inline int counter_inc(long *counters, long rseq, int cpu)
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

int use(long *counters)
{
	return counter_inc(counters, 0, 0);
}
`,
    },
    {
      title: 'inline in C',
      target: 'aarch64',
      code: String.raw`struct rseq;

inline int counter_inc(long *counters, struct rseq *rseq, int cpu)
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
  needs: ['group'],
  check({ group }, { sections, program }) {
    const [first, ...others] = group.ungrouped;
    if (sections.length === 0 || group.isDiscardable === false || !first) return [];
    const { place, section } = first;
    const reason =
      group.isDiscardable === true
        ? 'the linker keeps one copy of this function'
        : 'this function may be inlined into one of which the linker keeps one copy';
    return [
      {
        place,
        message: `${reason}, and \`${section}\` of the others stays and refers to code that is gone; add \`?\` to the flags`,
        related: others.map((other) => ({ message: `so does \`${other.section}\``, place: other.place })),
        fixes: [
          {
            title: 'Add `?` to the flags',
            place,
            changes: group.ungrouped.map(({ flags, place: at }) => ({
              kind: 'replace',
              place: at,
              text: flags === undefined ? `${textOf(program, at)}, "aw?"` : `"${flags}?"`,
            })),
          },
        ],
        ...(group.isDiscardable === true ? {} : { severity: 'warning' }),
      },
    ];
  },
});
