import { TokenKind, type Expansion, type FileId, type Token } from './token';

const SPACE_BEFORE = 1;
const STARTS_LINE = 2;
const UNCERTAIN = 4;
const NO_EXPAND = 8;
/** What lies above the flags is {@link Token.group}. */
const GROUP_SHIFT = 4;
const FLAGS = (1 << GROUP_SHIFT) - 1;

/**
 * The preprocessor's own tokens: a {@link Token} that may still be changed by whoever made it, until it is handed on.
 * Tokens of a lexed file are shared by all runs and never change. One class keeps all tokens in one shape, and flags in one
 * number: there are many of them.
 */
export class WorkToken implements Token {
  expansion: Expansion | null = null;
  parts: readonly WorkToken[] | null = null;
  #flags: number;

  constructor(
    public kind: TokenKind,
    public text: string,
    spaceBefore: boolean,
    startsLine: boolean,
    public file: FileId,
    public offset: number,
    public length: number,
  ) {
    this.#flags = (spaceBefore ? SPACE_BEFORE : 0) | (startsLine ? STARTS_LINE : 0);
  }

  get spaceBefore(): boolean {
    return (this.#flags & SPACE_BEFORE) !== 0;
  }
  set spaceBefore(value: boolean) {
    this.#set(SPACE_BEFORE, value);
  }

  get startsLine(): boolean {
    return (this.#flags & STARTS_LINE) !== 0;
  }
  set startsLine(value: boolean) {
    this.#set(STARTS_LINE, value);
  }

  get uncertain(): boolean {
    return (this.#flags & UNCERTAIN) !== 0;
  }
  set uncertain(value: boolean) {
    this.#set(UNCERTAIN, value);
  }

  get group(): number {
    return this.#flags >>> GROUP_SHIFT;
  }
  set group(value: number) {
    this.#flags = (this.#flags & FLAGS) | (value << GROUP_SHIFT);
  }

  /** The name of a macro met inside its own expansion: never expanded again, wherever it ends up (C11 6.10.3.4p2). */
  get noExpand(): boolean {
    return (this.#flags & NO_EXPAND) !== 0;
  }
  set noExpand(value: boolean) {
    this.#set(NO_EXPAND, value);
  }

  copy(): WorkToken {
    const copy = new WorkToken(this.kind, this.text, false, false, this.file, this.offset, this.length);
    copy.expansion = this.expansion;
    copy.parts = this.parts;
    copy.#flags = this.#flags;
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

  #set(flag: number, value: boolean): void {
    this.#flags = value ? this.#flags | flag : this.#flags & ~flag;
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
