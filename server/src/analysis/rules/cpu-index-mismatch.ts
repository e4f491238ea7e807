import { findFields } from '../abi/profiles';
import type { CpuValue } from '../model/operandMeaning';
import type { Program } from '../model/program';
import type { CpuCompare } from '../model/section';
import { type AbstractFix, defineSectionRule } from './rule';

/** A call of a section is judged by the same measure as an asm statement: by what its arguments come from. */
export default defineSectionRule({
  id: 'cpu-index-mismatch',
  severity: 'error',
  summary: 'data is indexed by one number and the section compares another',
  why: `\`cpu_id\` and \`mm_cid\` number different things: processors of the machine, and threads of the process that run at the same time. That one of them
is unchanged says nothing about the other, so a section that is counted by \`mm_cid\` and compares \`cpu_id\` (or the reverse) works on data that
another thread uses at this moment. The same happens if the data is chosen by one variable and another is handed to the section: what is
compared is not what was used. Where the two numbers happen to be equal, as in most tests, nothing is to be seen.`,
  fix: `Index and compare the same number: \`cpu_id\` at offset 4 for data of a cpu (read as \`cpu_id_start\`), \`mm_cid\` at offset 24 for data of a concurrency id.
With librseq pass \`RSEQ_PERCPU_CPU_ID\` with \`rseq_cpu_start()\` and \`RSEQ_PERCPU_MM_CID\` with \`rseq_current_mm_cid()\`.`,
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h: cpu_id and mm_cid are updated independently of each other',
    'librseq include/rseq/arch/templates/bits.h: every operation exists once for each of the two fields',
    'tcmalloc fb7bd769 (2021): a physical id was compared with a virtual one, and fences were left out',
  ],
  bad: [
    {
      title: 'counted by mm_cid, compared with cpu_id',
      target: 'x86_64',
      code: String.raw`int rseq_current_mm_cid(void);

int counter_inc(long *counters, long rseq)
{
	int cpu = rseq_current_mm_cid();

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
	//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: cpu-index-mismatch "mm_cid"
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
      title: 'the other way round',
      target: 'aarch64',
      code: String.raw`struct rseq;
int rseq_cpu_start(void);

int counter_inc(long *counters, struct rseq *rseq)
{
	int cpu = rseq_cpu_start();

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
		"start_%=: ldr w15, [%[rseq], #24]\n\t"
		"cmp w15, %w[cpu]\n\t"
	//       ^^^^^^^^^^^^^^^^ error: cpu-index-mismatch
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
      title: 'counted by mm_cid and compared with it',
      target: 'x86_64',
      code: String.raw`int rseq_current_mm_cid(void);

int counter_inc(long *counters, long rseq)
{
	int cpu = rseq_current_mm_cid();

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: cmpl %[cpu], %%fs:24(%[rseq])\n\t"
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
      title: 'cpu_id_start is a good index for cpu_id',
      target: 'aarch64',
      code: String.raw`struct rseq;
int rseq_cpu_start(void);

int counter_inc(long *counters, struct rseq *rseq)
{
	int cpu = rseq_cpu_start();

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
    {
      title: 'data of a node, worked on by a cpu of it',
      target: 'riscv64',
      code: String.raw`struct rseq;
int rseq_current_node_id(void);

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	int node = rseq_current_node_id();

	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"la t0, 3b\n\t"
		"sd t0, 8(%[rseq])\n"
		"1: lw t0, 4(%[rseq])\n\t"
		"bne t0, %[cpu], 4f\n\t"
		"ld t0, (%[counter])\n\t"
		"addi t0, t0, 1\n\t"
		"sd t0, (%[counter])\n"
		"2: j 5f\n\t"
		".balign 4\n\t"
		".long 0xf1401073\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[node])
		: "t0", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['cpu'],
  check({ cpu }, { program }) {
    if (cpu.kind !== 'other-field') return [];
    const { compare, index, by } = cpu;
    const { place } = compare.instruction;
    const compared = compare.operand?.name ?? compare.operand?.expression ?? 'the number';
    const field = compare.field ?? 'another field';
    const message = by
      ? `\`${by.expression.replace(/ /g, '')}\` is chosen by ${described(index)}, but the section makes sure of \`${compared}\` with ${field}; that does not tell whose data this is; use one number for both`
      : `\`${compared}\` is ${described(index)}, but is compared with ${field}; that these are equal says nothing; compare it with ${wanted(index)}`;
    const fix = by ? undefined : otherField(program, compare, wanted(index));
    return [{ place, message, fixes: fix ? [{ ...fix, place }] : [] }];
  },
  checkCall(call) {
    const { argument } = call;
    const message =
      call.kind === 'other-field'
        ? `\`${argument.text}\` comes from ${argument.field}, but \`${call.callee}\` compares it with ${call.field}; that these are equal says nothing; pass ${call.field}, or call what compares ${argument.field}`
        : `the data is chosen by \`${call.index.text}\`, but \`${call.callee}\` makes sure of \`${argument.text}\`; that does not tell whose data this is; use one number for both`;
    return [{ place: call.place, message }];
  },
});

/** `mm_cid`; or the variable, with where it comes from. */
function described(value: CpuValue | undefined): string {
  if (!value) return 'the number of a cpu';
  const { field, text } = value;
  return text === field ? field : `\`${text}\`, which comes from ${field}`;
}

/** The field to compare a number with: cpu_id_start is only good to start with. */
function wanted(value: CpuValue | undefined): string {
  return !value || value.field === 'cpu_id_start' ? 'cpu_id' : value.field;
}

/** Makes the compare read another field: by its offset in the instruction, or by its name in the operand. */
function otherField(
  program: Program,
  { instruction, load, field }: CpuCompare,
  wantedField: string,
): Omit<AbstractFix, 'place'> | undefined {
  const [from] = findFields(field ?? '');
  const [to] = findFields(wantedField);
  if (!from || !to) return undefined;
  const title = `Compare with ${wantedField}`;
  const reader = load ?? instruction;
  const operand = reader.instruction.effect.accesses.find(({ address }) => address.operand)?.address.operand;
  const place = operand ? program.operands[operand.index]?.places.expression : reader.place;
  const written = place ? program.text.slice(place.start, place.end) : '';
  const pattern = operand
    ? new RegExp(`\\b${from.name}\\b`, 'g')
    : new RegExp(`(?<![\\w.])${from.offset}(?=\\(|\\])`, 'g');
  const [match, another] = [...written.matchAll(pattern)];
  if (!place || !match || another) return undefined;
  const start = place.start + match.index;
  const text = operand ? to.name : String(to.offset);
  return {
    title,
    changes: [{ kind: 'replace', place: { start, end: start + match[0].length }, text }],
    needsReview: true,
  };
}
