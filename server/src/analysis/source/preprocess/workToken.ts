import { TokenKind, type Expansion, type FileId, type Token } from './token';

/**
 * The preprocessor's own tokens: a {@link Token} that may still be changed by whoever made it, until it is handed on.
 * Tokens of a lexed file are shared by all runs and never change. One class keeps all tokens in one shape, for speed.
 */
export class WorkToken implements Token {
  expansion: Expansion | null = null;
  parts: readonly WorkToken[] | null = null;
  uncertain = false;
  /** The name of a macro met inside its own expansion: never expanded again, wherever it ends up (C11 6.10.3.4p2). */
  noExpand = false;

  constructor(
    public kind: TokenKind,
    public text: string,
    public spaceBefore: boolean,
    public startsLine: boolean,
    public file: FileId,
    public offset: number,
    public length: number,
  ) {}

  copy(): WorkToken {
    const copy = new WorkToken(
      this.kind,
      this.text,
      this.spaceBefore,
      this.startsLine,
      this.file,
      this.offset,
      this.length,
    );
    copy.expansion = this.expansion;
    copy.parts = this.parts;
    copy.uncertain = this.uncertain;
    copy.noExpand = this.noExpand;
    return copy;
  }

  /** A token of the same place with another text, as the result of a built-in macro or an operator. */
  respelled(kind: TokenKind, text: string): WorkToken {
    return new WorkToken(kind, text, this.spaceBefore, this.startsLine, this.file, this.offset, this.length);
  }

  is(punctuator: string): boolean {
    return this.kind === TokenKind.Punctuator && this.text === punctuator;
  }

  get isIdentifier(): boolean {
    return this.kind === TokenKind.Identifier;
  }
}

/** What a token source returns when nothing is left; never part of an output. */
export const END = new WorkToken(TokenKind.End, '', false, true, -1, 0, 0);

/**
 * Stands where a macro or an argument expanded to nothing: the operand of a `##` with an empty argument, and the bearer of
 * the space that the vanished name had before it. Never leaves the preprocessor.
 */
export function placemarker(at: Token): WorkToken {
  return new WorkToken(TokenKind.Other, '', at.spaceBefore, at.startsLine, at.file, at.offset, 0);
}

export function isPlacemarker(token: Token): boolean {
  return token.kind === TokenKind.Other && token.text === '';
}

/** True for the operators `#` and `##` in either spelling. */
export function isHash(token: Token): boolean {
  return token.kind === TokenKind.Punctuator && (token.text === '#' || token.text === '%:');
}

export function isDoubleHash(token: Token): boolean {
  return token.kind === TokenKind.Punctuator && (token.text === '##' || token.text === '%:%:');
}
