/**
 * The kernel's header with one mistake, as an author makes it in the editor: in a macro that all sections use, or in one
 * function. Where we point at is part of the bargain: at what was written wrongly, or at what it is missing from, with the
 * macros that lead there.
 */
export interface HeaderEdit {
  readonly rule: string;
  readonly header?: string;
  readonly from: string;
  readonly to: string;
  /** What the finding covers, and the line it is in, white space squeezed. */
  readonly at: string;
  readonly line: string;
  /** The macros of the expansion chain, innermost first; those that only make strings left out. */
  readonly macros: readonly string[];
  /** How many findings, and how many sections together. */
  readonly findings: number;
  readonly instances: number;
}

export const sections = 7;
export const everyUse = { findings: sections, instances: sections };
export const oncePerMacro = { findings: 1, instances: sections };
export const oneFunction = { findings: 1, instances: 1, macros: [] };
export const table = { line: 'RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f) /* start, commit, abort */' };
export const tableMacros = ['__RSEQ_ASM_DEFINE_TABLE', 'RSEQ_ASM_DEFINE_TABLE'];
export const arming = 'RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_CS_OFFSET(%[rseq_offset]))';
export const signatureLine = String.raw`".long " __rseq_str(RSEQ_SIG) "\n\t"			\
`;
export const branchLine = String.raw`"jnz " __rseq_str(label) "\n\t"`;
