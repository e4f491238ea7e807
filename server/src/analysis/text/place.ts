import type { SourceSpan, TextEdit } from './span';

/**
 * A stretch of the text that the model was built from: an expanded asm template, an expanded `.S` file, a function's tokens.
 * Offsets are UTF-16 units, `end` exclusive. Which text is meant follows from what the place belongs to (a program, an access);
 * only the front end that made the text can trace a place back to files, and does so for findings only.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A place after all macros are unwound. */
export interface Located {
  /** The innermost spelling in a user file. */
  readonly span: SourceSpan;
  /** Macro invocations around it, from the inside out; spans are the macro names at the invocation. */
  readonly expansions: readonly { readonly macro: string; readonly span: SourceSpan }[];
}

/** What a front end can do with places of a text that it made. */
export interface TextOrigin {
  /** undefined: no part of it is spelled in a user file. */
  locate(place: Place): Located | undefined;
  /** Turns changes of the text into edits of files; undefined where that cannot be done safely. */
  edit(changes: readonly TextChange[]): readonly TextEdit[] | undefined;
}

/** A change in terms of whole statements (or of parts of the C side), independent of how the source quotes them. */
export type TextChange =
  | { readonly kind: 'replace'; readonly place: Place; readonly text: string }
  | { readonly kind: 'insert-before' | 'insert-after'; readonly anchor: Place; readonly statements: readonly string[] }
  /** Text for the C side of an asm statement; it goes behind what ends at the offset `at`. */
  | { readonly kind: 'insert-text'; readonly at: number; readonly text: string }
  | { readonly kind: 'remove'; readonly statement: Place }
  /** A C statement behind what ends at the offset `at`, on a line of its own if there is one. */
  | { readonly kind: 'insert-code'; readonly at: number; readonly code: string }
  | { readonly kind: 'move-before' | 'move-after'; readonly statement: Place; readonly anchor: Place };
