import type { CriticalSection } from '../model/section';
import { textOf } from '../model/walk';
import type { Place } from '../text/place';
import { type AbstractFix, defineSectionRule, type Report } from './rule';

/** Only directives in front of the descriptor count: the assembler is free to place a bare section switch anywhere. */
export default defineSectionRule({
  id: 'descriptor-misaligned',
  severity: 'warning',
  summary: 'the descriptor is not aligned to 32 bytes',
  why: `\`struct rseq_cs\` is declared with an alignment of 32 bytes. No kernel checks it, and a misaligned descriptor works on all that were measured, but
it may cross a cache line or a page, may fault where unaligned loads do, and breaks tools that walk the \`__rseq_cs\` section as an array.`,
  fix: 'Put `.balign 32` in front of the descriptor.',
  mends: 'always',
  evidence: [
    'Linux include/uapi/linux/rseq.h: struct rseq_cs has __attribute__((aligned(4 * sizeof(__u64))))',
    'measured: descriptors off by 1 and by 8 bytes work on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3',
  ],
  bad: [
    {
      title: 'no alignment at all',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n"
		"3: .long 0, 0\n\t"
	//       ^^ warning: descriptor-misaligned
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
      title: '2 to the power of 4',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".p2align 4\n"
		"desc_%=: .word 0, 0\n\t"
	//       ^^^^^^^^ warning: descriptor-misaligned
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
  good: [
    {
      title: 'more than is needed',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 64\n"
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
      title: '2 to the power of 5',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".p2align 5\n"
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
  needs: ['alignment'],
  check({ alignment }, section) {
    if (alignment.bytes % descriptorAlignment === 0) return [];
    const { descriptor, variable } = section;
    if (variable !== undefined) return [ofVariable(variable, alignment.bytes, descriptor)];
    const { directive } = alignment;
    const wider = directive && widened(directive, descriptor, section);
    const fix: AbstractFix =
      directive && wider !== undefined
        ? {
            title: `Change the alignment to \`${wider}\``,
            place: descriptor,
            changes: [{ kind: 'replace', place: directive, text: wider }],
          }
        : {
            title: 'Insert `.balign 32` before the descriptor',
            place: descriptor,
            changes: [{ kind: 'insert-before', anchor: descriptor, statements: ['.balign 32'] }],
          };
    return [
      {
        place: descriptor,
        message: `descriptor aligned to ${alignment.bytes} of 32 bytes; it may cross a page, and tools that walk \`__rseq_cs\` lose it; put \`.balign 32\` in front`,
        related: directive ? [{ message: 'the alignment that is asked for', place: directive }] : [],
        fixes: [fix],
      },
    ];
  },
});

const descriptorAlignment = 32;

/** C code fills the descriptor in. */
function ofVariable(name: string, bytes: number, place: Place): Report {
  const attribute = `__attribute__((aligned(${descriptorAlignment})))`;
  return {
    place,
    message: `descriptor \`${name}\` aligned to ${bytes} of 32 bytes; it may cross a page, and tools that walk \`__rseq_cs\` lose it; declare it with \`${attribute}\``,
    fixes: [
      {
        title: `Declare \`${name}\` with \`${attribute}\``,
        place,
        changes: [{ kind: 'insert-text', at: place.end, text: ` ${attribute}` }],
      },
    ],
  };
}

/** The directive with 32 bytes, if it stands right in front of the descriptor, so that changing it is enough. */
function widened(directive: Place, descriptor: Place, section: CriticalSection): string | undefined {
  const { program } = section;
  const between = textOf(program, { start: directive.end, end: descriptor.start });
  const parts = /^(\.(?:balign|p2align|align))[wl]?(\s+)\S+$/.exec(textOf(program, directive));
  if (!/^[\s;]*$/.test(between) || !parts) return undefined;
  const [, name = '', gap = ' '] = parts;
  const power = name === '.p2align' || (name === '.align' && program.architecture.alignDirective === 'power');
  return `${name}${gap}${power ? 5 : descriptorAlignment}`;
}
