import { everyUse, type HeaderEdit, oncePerMacro, oneFunction, table, tableMacros } from './headerEdit';

const definition = 'RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)';

/** Mistakes in how the descriptor and the lists around it are put together. */
export const tableEdits: readonly HeaderEdit[] = [
  {
    rule: 'pushsection-unbalanced',
    from: String.raw`		".popsection\n\t"					\
		".pushsection __rseq_cs_ptr_array`,
    to: String.raw`		".pushsection __rseq_cs_ptr_array`,
    at: String.raw`.pushsection __rseq_cs, \"aw\"`,
    line: String.raw`".pushsection __rseq_cs, \"aw\"\n\t" \ `.trim(),
    macros: tableMacros,
    ...oncePerMacro,
  },
  {
    rule: 'pushsection-unbalanced',
    from: String.raw`"jmp %l[" __rseq_str(abort_label) "]\n\t"		\
		".popsection\n\t"`,
    to: String.raw`"jmp %l[" __rseq_str(abort_label) "]\n\t"`,
    at: String.raw`.pushsection __rseq_failure, \"ax\"`,
    line: String.raw`".pushsection __rseq_failure, \"ax\"\n\t" \ `.trim(),
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...oncePerMacro,
  },
  {
    rule: 'descriptor-field-width',
    from: '".quad " __rseq_str(start_ip)',
    to: '".long " __rseq_str(start_ip)',
    at: '1f',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'descriptor-field-width',
    from: '".quad " __rseq_str(label) "b',
    to: '".long " __rseq_str(label) "b',
    at: '3',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'descriptor-label-direction',
    from: definition,
    to: 'RSEQ_ASM_DEFINE_TABLE(3, 1b, 2f, 4f)',
    at: '1b',
    line: 'RSEQ_ASM_DEFINE_TABLE(3, 1b, 2f, 4f) /* start, commit, abort */',
    ...oneFunction,
    macros: tableMacros,
  },
  {
    rule: 'descriptor-empty-range',
    from: definition,
    to: 'RSEQ_ASM_DEFINE_TABLE(3, 2f, 1f, 4f)',
    at: '1f',
    line: 'RSEQ_ASM_DEFINE_TABLE(3, 2f, 1f, 4f) /* start, commit, abort */',
    ...oneFunction,
    macros: tableMacros,
  },
  {
    rule: 'abort-target-c-label',
    from: definition,
    to: 'RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, %l[abort])',
    at: '%l[abort]',
    line: 'RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, %l[abort]) /* start, commit, abort */',
    ...oneFunction,
    macros: tableMacros,
  },
  {
    rule: 'descriptor-not-listed',
    from: String.raw`".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"		\
		".quad " __rseq_str(label) "b\n\t"			\
		".popsection\n\t"`,
    to: '""',
    at: '3',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'descriptor-section-flags',
    from: String.raw`__rseq_cs, \"aw\"`,
    to: String.raw`__rseq_cs, \"a\"`,
    at: String.raw`\"a\"`,
    line: String.raw`".pushsection __rseq_cs, \"a\"\n\t" \ `.trim(),
    macros: tableMacros,
    ...oncePerMacro,
  },
];
