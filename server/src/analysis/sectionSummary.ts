import type { SourceSpan } from './text/span';

/** Closed list of what an instruction of a body can be. */
export type BodyKind =
  | 'load'
  | 'store'
  | 'read-modify-write'
  | 'compare'
  | 'branch'
  | 'call'
  | 'syscall'
  | 'barrier'
  | 'trap'
  | 'alu'
  | 'nop'
  | 'directive'
  | 'opaque';

/** Why a fact of a section could not be established. Closed list. */
export type UnknownReason =
  | 'condition' // an undecidable #if had a part in it
  | 'macro' // a macro was not expanded: unknown or malformed
  | 'mnemonic' // an instruction that the architecture's table does not know
  | 'operand' // an operand whose value or address is not constant here
  | 'label' // a label that is not in this asm
  | 'target' // no table for this architecture
  | 'layout' // the descriptor is not the 32 bytes that its fields need
  | 'flow' // control flow leaves what can be read here
  | 'absent'; // there is nothing to know: the front end has no such thing

/** A section as `rseq sections` prints it. Labels are the text in the source; undefined: unknown or not there. */
export interface SectionSummary {
  /** Equal for instantiations of one section of the source, different for two uses of one macro. */
  readonly identity: string;
  readonly span: SourceSpan;
  /** Where its asm statement begins after all macros are unwound, an empty span; not for text that is assembled as it is. */
  readonly site?: SourceSpan;
  readonly functions: readonly string[];
  readonly targets: readonly string[];
  readonly variants: readonly string[];
  /** The variants in which its file was read as well and it is not there. */
  readonly otherVariants: readonly string[];
  readonly instances: number;
  readonly descriptor: {
    readonly span: SourceSpan;
    readonly version?: number;
    readonly flags?: number;
    readonly start?: string;
    readonly postCommit?: string;
    readonly abort?: string;
  };
  readonly armed?: { readonly span: SourceSpan };
  /** `bytes`: the four bytes before the abort handler in memory order, as lower-case hex. */
  readonly signature?: { readonly span: SourceSpan; readonly bytes: string };
  readonly body: readonly { readonly span: SourceSpan; readonly text: string; readonly kind: BodyKind }[];
  /** Instructions of the same text in front of its start and behind its end, the nearest first. */
  readonly around: { readonly before: readonly SourceSpan[]; readonly after: readonly SourceSpan[] };
  readonly commit?: { readonly span: SourceSpan; readonly text: string };
  readonly exits: readonly { readonly label: string; readonly span: SourceSpan }[];
  readonly abortHandler?: { readonly span: SourceSpan };
  /** True if descriptor, start, commit, abort handler and signature are all known. */
  readonly resolved: boolean;
  readonly unknown: readonly UnknownReason[];
}
