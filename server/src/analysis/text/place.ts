import type { SourceSpan, TextEdit } from './span';

/** A place after all macros are unwound. */
export interface Located {
  /** The innermost spelling in a user file. */
  readonly span: SourceSpan;
  /** Macro invocations around it, from the inside out; spans are the macro names at the invocation. */
  readonly expansions: readonly { readonly macro: string; readonly span: SourceSpan }[];
}

/**
 * A text that the model speaks about (an expanded asm template, an expanded `.S` file, a function's tokens) and that only its
 * front end can trace back to files. Resolving a place walks macro expansions, so it is done for findings only.
 */
export interface TextOrigin {
  readonly text: string;
  locate(start: number, end: number): Located;
  /** Turns a change of the text into changes of files; undefined where that cannot be done safely. */
  edit(change: TextChange): readonly TextEdit[] | undefined;
}

/** A change of assembler text in terms of whole statements, independent of how the source quotes them. */
export type TextChange =
  | { readonly kind: 'replace'; readonly start: number; readonly end: number; readonly text: string }
  | { readonly kind: 'insert-before' | 'insert-after'; readonly at: Place; readonly statements: readonly string[] }
  | { readonly kind: 'move-before' | 'move-after'; readonly statement: Place; readonly anchor: Place };

/** Offsets (UTF-16 units, `end` exclusive) into the text of an origin. */
export interface Place {
  readonly origin: TextOrigin;
  readonly start: number;
  readonly end: number;
}
