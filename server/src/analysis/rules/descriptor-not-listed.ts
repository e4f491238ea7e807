import type { ListingVerdict } from '../model/listing';
import { defineSectionRule, type Report } from './rule';

/** A descriptor that another file or statement may list, or whose list cannot be read, is left alone; a copy in the list counts. */
export default defineSectionRule({
  id: 'descriptor-not-listed',
  severity: 'warning',
  summary: 'tools do not find the descriptor',
  why: `The kernel takes the descriptor from \`rseq_cs\` and needs no list. Debuggers, binary translators and post-link optimisers find sections by
walking \`__rseq_cs\` and the pointers to it in \`__rseq_cs_ptr_array\`: without them a breakpoint or a moved block inside the section makes it abort for ever, or lets it run
unprotected. Linux had both in one section called \`__rseq_table\` before 5.0, which few tools still read (information only).`,
  fix: 'Put the descriptor into `__rseq_cs` and a pointer to it into `__rseq_cs_ptr_array`; code that needs it nearby has a copy.',
  mends: 'often',
  evidence: [
    'librseq commit dd01d0f and issue 1; Linux tools/testing/selftests/rseq/rseq-*.h: "can be used by debuggers"',
    'gdb, lldb, DynamoRIO and BOLT read the descriptors of a program from these sections',
  ],
  bad: [
    {
      title: 'no pointer to it',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
	//       ^^ warning: descriptor-not-listed "__rseq_cs_ptr_array"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
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
      title: 'in a section of its own',
      target: 'aarch64',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection .data.rel.ro, \"aw\"\n\t"
		".balign 32\n"
		"desc_%=: .word 0, 0\n\t"
	//       ^^^^^^^^ warning: descriptor-not-listed ".data.rel.ro"
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
      title: 'neither',
      target: 's390x',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection .data\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
	//       ^^ warning: descriptor-not-listed ".data"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		"larl %%r1, 3b\n\t"
		"stg %%r1, 8(%[rseq])\n"
		"1: c %[cpu], 4(%[rseq])\n\t"
		"jnz 4f\n\t"
		"lg %%r1, 0(%[counter])\n\t"
		"aghi %%r1, 1\n\t"
		"stg %%r1, 0(%[counter])\n"
		"2: j 5f\n\t"
		".long 0xb2ff0fff\n"
		"4: j %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "a" (rseq), [counter] "a" (&counters[cpu])
		: "r1", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  good: [
    {
      title: 'both lists',
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
      title: 'the copy in the code is in the list',
      target: 'arm',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 1f, 0, 2f - 1f, 0, 4f, 0\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n\t"
		"adr r0, 3f\n\t"
		"str r0, [%[rseq], #8]\n"
		"1: ldr r0, [%[rseq], #4]\n\t"
		"cmp %[cpu], r0\n\t"
		"bne 4f\n\t"
		"ldr r0, [%[counter]]\n\t"
		"add r0, r0, #1\n\t"
		"str r0, [%[counter]]\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 1b, 0, 2b - 1b, 0, 4f, 0\n\t"
		".word 0xe7f5def3\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "r0", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['listing'],
  check({ listing }) {
    if (listing.kind === 'listed') return [];
    const { place } = listing;
    const report: Report = { place, message: messageOf(listing) };
    if (listing.kind === 'old-section') return [{ ...report, severity: 'info' }];
    const title =
      listing.kind === 'elsewhere' ? 'Move it to `__rseq_cs`, and list it' : 'Add a pointer to `__rseq_cs_ptr_array`';
    const { repair } = listing;
    return [{ ...report, fixes: repair ? [{ title, place, changes: repair }] : [] }];
  },
});

function messageOf(listing: Exclude<ListingVerdict, { kind: 'listed' }>): string {
  switch (listing.kind) {
    case 'no-pointer':
      return 'nothing in `__rseq_cs_ptr_array` points to this descriptor, so debuggers and post-link tools miss the section; add a pointer';
    case 'elsewhere': {
      const where = listing.section === '' ? 'in the code' : `in \`${listing.section}\``;
      return `this descriptor is only ${where}, so debuggers and post-link tools miss the section; put it, or a copy, into \`__rseq_cs\``;
    }
    case 'old-section':
      return '`__rseq_table` is read by few tools: Linux 5.0 replaced it by `__rseq_cs` with pointers in `__rseq_cs_ptr_array`';
  }
}
