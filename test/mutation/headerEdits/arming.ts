import { arming, everyUse, type HeaderEdit, oncePerMacro, signatureLine } from './headerEdit';

const store = String.raw`"movq %%rax, " __rseq_str(rseq_cs) "\n\t"		\
`;
const label = String.raw`		__rseq_str(label) ":\n\t"

#define RSEQ_ASM_CMP_CPU_ID`;

/** Mistakes in how sections are entered and armed, and in where their handlers end. */
export const armingEdits: readonly HeaderEdit[] = [
  {
    rule: 'abort-signature-endianness',
    from: signatureLine,
    to: String.raw`".long 0x53300553\n\t"			\
`,
    at: '0x53300553',
    line: String.raw`".long 0x53300553\n\t" \ `.trim(),
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...oncePerMacro,
  },
  {
    rule: 'abort-handler-falls-through',
    from: String.raw`		"jmp %l[" __rseq_str(abort_label) "]\n\t"		\
`,
    to: '',
    at: '4',
    line: 'RSEQ_ASM_DEFINE_ABORT(4, "", abort)',
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...everyUse,
  },
  {
    rule: 'start-label-position',
    from: store,
    to: String.raw`${store}		"nop\n\t"						\
`,
    at: '1',
    line: arming,
    macros: ['RSEQ_ASM_STORE_RSEQ_CS'],
    ...everyUse,
  },
  {
    rule: 'armed-at-wrong-offset',
    from: '#define RSEQ_CS_OFFSET		8',
    to: '#define RSEQ_CS_OFFSET		16',
    at: 'movq %%rax, ',
    line: String.raw`"movq %%rax, " __rseq_str(rseq_cs) "\n\t" \ `.trim(),
    macros: ['RSEQ_ASM_STORE_RSEQ_CS'],
    ...oncePerMacro,
  },
  {
    rule: 'arm-inside-section',
    from: store + label,
    to: String.raw`__rseq_str(label) ":\n\t"				\
		${store.replace(/\s*\\\n$/, '')}

#define RSEQ_ASM_CMP_CPU_ID`,
    at: 'movq %%rax, ',
    line: String.raw`"movq %%rax, " __rseq_str(rseq_cs) "\n\t"`,
    macros: ['RSEQ_ASM_STORE_RSEQ_CS'],
    ...oncePerMacro,
  },
  {
    rule: 'field-access-width',
    from: '"cmpl %[" __rseq_str(cpu_id)',
    to: '"cmpq %[" __rseq_str(cpu_id)',
    at: 'cmpq %[',
    line: String.raw`"cmpq %[" __rseq_str(cpu_id) "], " __rseq_str(current_cpu_id) "\n\t" \ `.trim(),
    macros: ['RSEQ_ASM_CMP_CPU_ID'],
    ...oncePerMacro,
  },
];
