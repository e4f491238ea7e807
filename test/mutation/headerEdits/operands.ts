import { arming, type HeaderEdit, oneFunction } from './headerEdit';

const compare = 'RSEQ_ASM_CMP_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_CPU_ID_OFFSET(%[rseq_offset]), 4f)';

/** Mistakes with the number of the cpu, and with operands. */
export const operandEdits: readonly HeaderEdit[] = [
  {
    rule: 'cpu-compare-before-arm',
    from: `${arming}\n\t\t${compare}`,
    to: `${compare}\n\t\t${arming}`,
    at: 'cmpl %[',
    line: String.raw`"cmpl %[" __rseq_str(cpu_id) "], " __rseq_str(current_cpu_id) "\n\t" \ `.trim(),
    ...oneFunction,
    macros: ['RSEQ_ASM_CMP_CPU_ID'],
  },
  {
    rule: 'cpu-index-mismatch',
    from: compare,
    to: compare.replace('RSEQ_CPU_ID_OFFSET', '20'),
    at: 'cmpl %[',
    line: String.raw`"cmpl %[" __rseq_str(cpu_id) "], " __rseq_str(current_cpu_id) "\n\t" \ `.trim(),
    ...oneFunction,
    macros: ['RSEQ_ASM_CMP_CPU_ID'],
  },
  {
    rule: 'thread-pointer-offset-width',
    from: '"r" (rseq_offset)',
    to: '"r" ((int) rseq_offset)',
    at: '(int) rseq_offset',
    line: '[rseq_offset] "r" ((int) rseq_offset),',
    ...oneFunction,
  },
  {
    rule: 'operand-loaded-early',
    from: '"r" (newv2)',
    to: '"r" (*v2 + newv2)',
    at: '*v2 + newv2',
    line: '[newv2] "r" (*v2 + newv2),',
    ...oneFunction,
  },
  {
    rule: 'asm-goto-barrier',
    from: '\trseq_after_asm_goto();\n',
    to: '',
    at: ';',
    line: ');',
    // Two ways out have never had one.
    findings: 3,
    instances: 3,
    macros: [],
  },
];
