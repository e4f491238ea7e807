import type { Token } from '../preprocess/token';
import type { Located, Place } from '../../text/place';

/** A stretch of assembler text and the token it came from. */
export interface Piece {
  readonly token: Token;
  /** Offset of the piece in the assembler text. */
  readonly start: number;
  readonly length: number;
  /** Index in the token's cooked text of character `i` of the piece; `i` may equal the length. */
  readonly indexOf: (i: number) => number;
  /** C text around the template, which no quotes stand around. */
  readonly isCode?: boolean;
}

/** Traces characters of a token's cooked text to files: the preprocessor's business. */
export interface TokenLocator {
  /** The place of characters [from, to) of one token; undefined if nothing of it is spelled in a user file. */
  locate(token: Token, from: number, to: number): Located | undefined;
}

/** Assembler text put together from tokens: the template of an asm statement, or a `.S` file after preprocessing. */
export class AssemblerText {
  #codeStart: number | undefined;

  constructor(
    /** What the grammar reads. */
    readonly text: string,
    readonly pieces: readonly Piece[],
    /** True if quotes and escapes stand between this text and the source. */
    readonly quoted: boolean,
    readonly locator: TokenLocator,
    /**
     * The same text as it was written, before `%=` and `{att|intel}` were resolved, with the same offsets; behind it the C side of
     * the statement. For places, edits and messages.
     */
    readonly written: string = text,
  ) {}

  /** The written text that the assembler gets, without the C side. */
  get template(): string {
    return this.written.slice(0, this.text.length);
  }

  /** Index of the first piece of the C side. */
  get codeStart(): number {
    return (this.#codeStart ??= this.pieces.findIndex((piece) => piece.isCode === true));
  }

  /** The piece in which `offset` lies; at a seam, the one that begins there. */
  pieceAt(offset: number): Piece | undefined {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    return piece && offset >= piece.start && offset <= piece.start + piece.length ? piece : undefined;
  }

  /** A span can only be one stretch of one file: it ends where the first piece's spelling ends, if the place goes on in another. */
  locate(place: Place): Located | undefined {
    const first = this.pieceAt(place.start);
    if (!first) return undefined;
    const end = Math.max(
      Math.min(place.end, first.start + first.length),
      place.start + (place.end > place.start ? 1 : 0),
    );
    const from = first.indexOf(place.start - first.start);
    const located = this.locator.locate(first.token, from, Math.max(first.indexOf(end - first.start), from));
    if (!located || place.end <= end) return located;
    const last = this.pieceAt(place.end - 1);
    const tail = last && this.#locateUpTo(last, place.end);
    // A macro argument followed by text of the macro's body: keep to the argument.
    const continues = tail && tail.span.file === located.span.file && sameLevel(first.token, last.token);
    return continues && tail.span.end > located.span.start
      ? { ...located, span: { ...located.span, end: tail.span.end } }
      : located;
  }

  #locateUpTo(piece: Piece, end: number): Located | undefined {
    const from = piece.indexOf(end - 1 - piece.start);
    return this.locator.locate(piece.token, from, Math.max(piece.indexOf(end - piece.start), from + 1));
  }
}

/** True if both tokens were written next to each other: in the same text, or in the body of one macro at one expansion. */
export function sameLevel(a: Token, b: Token): boolean {
  if (a.file !== b.file || (a.parts === null) !== (b.parts === null)) return false;
  const [x, y] = [a.expansion, b.expansion];
  if (!x || !y) return x === y;
  return x.site === y.site && x.argument === y.argument && x.macro.name === y.macro.name;
}
