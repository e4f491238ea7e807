/** Directives that emit nothing and change no address (GNU as manual, "Assembler Directives"). */
const silent = new Set([
  '.globl', '.global', '.local', '.weak', '.hidden', '.protected', '.internal', '.type', '.size', '.ident', '.file', '.loc',
  '.set', '.equ', '.equiv', '.eqv', '.reloc', '.symver', '.arch', '.arch_extension', '.cpu', '.fpu', '.code64', '.att_syntax',
  '.altmacro', '.noaltmacro', '.note', '.intel_syntax', '.eabi_attribute', '.addrsig', '.addrsig_sym', '.thumb_func', '.variant_pcs', '.tlsdesccall', '.option', '.extern',
  '.lcomm', '.comm', '.machine', '.machinemode', '.abiversion', '.localentry',
  '.arm', '.thumb', '.force_thumb', '.code', '.syntax', '.object_arch', '.fnstart', '.fnend', '.save', '.vsave', '.pad', '.movsp',
  '.setfp', '.cantunwind', '.personality', '.personalityindex',
]); // prettier-ignore

/** How a directive moves output between sections. */
export type SectionDirective = 'push' | 'pop' | 'switch' | 'subsection' | 'previous';

const sectionDirectives: ReadonlyMap<string, SectionDirective> = new Map([
  ['.pushsection', 'push'],
  ['.popsection', 'pop'],
  ['.section', 'switch'],
  ['.text', 'switch'],
  ['.data', 'switch'],
  ['.bss', 'switch'],
  ['.rdata', 'switch'],
  ['.sdata', 'switch'],
  ['.subsection', 'subsection'],
  ['.previous', 'previous'],
]);

/** Blocks whose statements are no statements of the program: macro definitions, repetitions, conditionals. */
const blockStarts: ReadonlyMap<string, string> = new Map([
  ['.macro', '.endm'],
  ['.rept', '.endr'],
  ['.irp', '.endr'],
  ['.irpc', '.endr'],
]);
const conditional = /^\.(if\w*|else|elseif|endif)$/;

/** Classes of directives that matter for what ends up where. */
export type DirectiveClass =
  | { readonly kind: 'silent' }
  | { readonly kind: 'section'; readonly action: SectionDirective }
  | { readonly kind: 'block'; readonly end: string }
  | { readonly kind: 'conditional' }
  | { readonly kind: 'data'; readonly width: number }
  | { readonly kind: 'string'; readonly terminated: boolean }
  | { readonly kind: 'space' }
  | { readonly kind: 'align'; readonly unit: 'bytes' | 'power' }
  | { readonly kind: 'unknown' };

/** Sorts a directive; `dataDirectives` and `alignUnit` are the architecture's. */
export function classifyDirective(
  name: string,
  dataDirectives: Readonly<Record<string, number>>,
  alignUnit: 'bytes' | 'power',
): DirectiveClass {
  const width = dataDirectives[name];
  if (width !== undefined) return { kind: 'data', width };
  const action = sectionDirectives.get(name);
  if (action) return { kind: 'section', action };
  const end = blockStarts.get(name);
  if (end !== undefined) return { kind: 'block', end };
  if (silent.has(name) || name.startsWith('.cfi_')) return { kind: 'silent' };
  if (conditional.test(name)) return { kind: 'conditional' };
  switch (name) {
    case '.align':
      return { kind: 'align', unit: alignUnit };
    case '.balign':
    case '.balignw':
    case '.balignl':
      return { kind: 'align', unit: 'bytes' };
    case '.p2align':
    case '.p2alignw':
    case '.p2alignl':
      return { kind: 'align', unit: 'power' };
    case '.ascii':
      return { kind: 'string', terminated: false };
    case '.asciz':
    case '.string':
      return { kind: 'string', terminated: true };
    case '.space':
    case '.skip':
    case '.zero':
      return { kind: 'space' };
    default:
      return { kind: 'unknown' };
  }
}
