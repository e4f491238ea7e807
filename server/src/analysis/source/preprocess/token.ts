/** Index into the file table of a {@link PreprocessCache}; stable for the life of the cache. -1: built in, no file. */
export type FileId = number;

export enum TokenKind {
  Identifier,
  Number,
  String,
  Character,
  Punctuator,
  /** Any other character (a stray `\`, a lone quote). */
  Other,
  /**
   * Zero width: here a group was left out although its `#if` could not be decided (a missing include, an unknown macro),
   * so other tokens may stand here in the real program.
   */
  Gap,
  End,
}

/** How a token came out of a macro. `parent` is the expansion in which the macro name itself stood. */
export interface Expansion {
  readonly macro: MacroName;
  /** The macro name token at the invocation. */
  readonly site: Token;
  /** The parameter through which the token came in, or -1 if it stood in the macro's body. */
  readonly argument: number;
  readonly parent: Expansion | null;
}

/** A macro as far as places are concerned: its name and where it is defined. */
export interface MacroName {
  readonly name: string;
  readonly file: FileId;
  readonly offset: number;
}

/**
 * A preprocessing token with its whole history. `file` and `offset` (UTF-16 units) say where it is spelled: in a macro's
 * body, in an argument or in the text. A stringised or pasted token is spelled at its `#` or `##` and lists its sources in `parts`.
 */
export interface Token {
  readonly kind: TokenKind;
  /** Cooked spelling: line splices removed, interned. */
  readonly text: string;
  readonly spaceBefore: boolean;
  readonly startsLine: boolean;
  readonly file: FileId;
  readonly offset: number;
  /** Length of the raw spelling in UTF-16 units (larger than `text.length` when a line splice is inside). */
  readonly length: number;
  readonly expansion: Expansion | null;
  readonly parts: readonly Token[] | null;
  /** True if a macro that only an undecidable `#if` defined, or may have defined, had a part in it. */
  readonly uncertain: boolean;
  /**
   * The group of an undecidable `#if` that it was read from, the innermost one, or 0: tokens of one group are there together or
   * not at all.
   */
  readonly group: number;
}
