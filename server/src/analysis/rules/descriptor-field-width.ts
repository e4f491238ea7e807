import type { EntryVerdict } from '../model/entryVerdict';
import type { FieldName } from '../model/entry';
import { defineSectionRule } from './rule';

/** Also of the list of pointers; a descriptor whose data has no shape at all is left alone where something of it may be missing. */
export default defineSectionRule({
  id: 'descriptor-field-width',
  severity: 'error',
  summary: 'the descriptor is not the 32 bytes that the kernel reads',
  why: `The kernel copies 32 bytes from where \`rseq_cs\` points: \`version\` and \`flags\` with 4 bytes each, then \`start_ip\`, \`post_commit_offset\` and \`abort_ip\`
with 8 bytes each, on 32-bit targets too. With a field that is too narrow it takes the next one for the upper half: kernels up to 6.18 kill the
process with SIGSEGV, later ones let the section run unprotected. On a 32-bit target the zero word has to be where the byte order has the upper
half. Pointers in \`__rseq_cs_ptr_array\` that are too narrow make tools lose every descriptor behind them.`,
  fix: 'Give every address 8 bytes: `.quad`, or on 32-bit targets a word with a zero word behind it (little-endian) or in front of it (big-endian).',
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h, struct rseq_cs: two __u32 and three __u64 on every architecture',
    'librseq, include/rseq/arch/*.h: RSEQ_ASM_U64_PTR has the zero word on the side that the byte order wants',
    'measured, i386 process on Linux 6.18: anything but zero in an upper half is SIGSEGV',
  ],
  bad: [
    {
      title: 'addresses of 32 bits',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".long 1f, 2f - 1f, 4f\n\t"
	//             ^^ error: descriptor-field-width "has 4 of 8 bytes"
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
      title: 'words without zeros beside them',
      target: 'arm',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 1f, 2f - 1f, 4f\n\t"
	//             ^^ error: descriptor-field-width
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
    {
      title: 'zeros on the wrong side',
      target: 'mipsel',
      code: String.raw`#ifdef __MIPSEL__
struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 0, 1f\n\t"
		".word 0, 2f - 1f\n\t"
		".word 0, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 9b, 0; .popsection\n\t"
		"la $4, 3f\n\t"
		"sw $4, 8(%[rseq])\n"
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 4f\n\t"
		"lw $4, 0(%[counter])\n\t"
		"addiu $4, 1\n\t"
		"sw $4, 0(%[counter])\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 0, 1b\n\t"
	//             ^^^^^ error: descriptor-field-width "wrong side"
		".word 0, 2b - 1b\n\t"
		".word 0, 4f\n\t"
		".word 0x0350000d\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "$4", "memory" : aborted);
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
      title: '.quad',
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
      title: 'words and zeros, little-endian',
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
    {
      title: 'words and zeros, big-endian',
      target: 'mips',
      code: String.raw`struct rseq;

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"9: .word 0, 0\n\t"
		".word 0, 1f\n\t"
		".word 0, 2f - 1f\n\t"
		".word 0, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 0, 9b; .popsection\n\t"
		"la $4, 3f\n\t"
		"sw $4, 12(%[rseq])\n"
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 4f\n\t"
		"lw $4, 0(%[counter])\n\t"
		"addiu $4, 1\n\t"
		"sw $4, 0(%[counter])\n"
		"2: b 5f\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".word 0, 1b\n\t"
		".word 0, 2b - 1b\n\t"
		".word 0, 4f\n\t"
		".word 0x0350000d\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "$4", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
  ],
  needs: ['entry'],
  check({ entry }) {
    if (entry.kind === 'sound') return [];
    const { place } = entry;
    const repair = entry.kind === 'excess' ? undefined : entry.repair;
    const fixes = repair ? [{ title: titleOf(entry, repair.by), place, changes: repair.changes }] : [];
    return [{ place, message: messageOf(entry), fixes }];
  },
});

type Misfit = Exclude<EntryVerdict, { kind: 'sound' }>;

/** The fields' names in the kernel's header. */
const kernelNames: Readonly<Record<FieldName, string>> = {
  version: 'version',
  flags: 'flags',
  start: 'start_ip',
  length: 'post_commit_offset',
  abort: 'abort_ip',
};

function messageOf(entry: Misfit): string {
  switch (entry.kind) {
    case 'width': {
      const effect =
        entry.has < entry.needs ? 'the kernel takes what follows for a part of it' : 'all fields behind it move';
      return `\`${kernelNames[entry.field]}\` has ${entry.has} of ${entry.needs} bytes; ${effect}; give it ${entry.needs} on every target`;
    }
    case 'half':
      return entry.isSwapped
        ? `the zero word of \`${kernelNames[entry.field]}\` is on the wrong side for this byte order, so the address is in the upper half; exchange the two`
        : `the upper half of \`${kernelNames[entry.field]}\` is \`${entry.half}\` and must be zero`;
    case 'missing':
      return `\`${kernelNames[entry.field]}\` is missing: the descriptor has ${entry.has} of 32 bytes, and the kernel reads on behind it`;
    case 'excess':
      return `the descriptor goes on behind its 32 bytes (it has ${entry.has}), so tools that walk the section as an array lose step; end it here`;
    case 'pointer':
      return `\`${entry.text}\` has ${entry.has} of ${entry.needs} bytes; tools that read the list as an array of pointers lose step; give it ${entry.needs}`;
  }
}

function titleOf({ kind }: Misfit, by: string): string {
  if (kind === 'half') return `Put ${by}`;
  return kind === 'missing' ? `Add ${by}` : `Use ${by}`;
}
