/** A stretch of one source file. Offsets are UTF-16 code units from the start of the file's text; `end` is exclusive. */
export interface SourceSpan {
  /** The path as the {@link SourceProvider} knows it. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of `span` by `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: SourceSpan;
  readonly newText: string;
}

/** Orders spans by file, start, end; for stable output. */
export function compareSpans(a: SourceSpan, b: SourceSpan): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
