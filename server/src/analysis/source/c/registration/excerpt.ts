import type { Written } from '../../../model/registration';
import type { Place } from '../../../text/place';
import { AssemblerText, type Piece, type TokenLocator } from '../../assembler/assemblerText';
import type { Token } from '../../preprocess/token';
import type { TokenRange } from '../tokenLists';

/** The parts of a unit that somebody asked places for, one behind the other: the text that these places are in. */
export class Excerpt {
  readonly #pieces: Piece[] = [];
  readonly #offsets = new Map<number, number>();
  #text = '';

  constructor(readonly tokens: readonly Token[]) {}

  /** The place of tokens [start, end), which is not empty. */
  placeOf({ start, end }: TokenRange): Place {
    const last = end - 1;
    const from = this.#offsets.get(start);
    const to = this.#offsets.get(last);
    const isThere = from !== undefined && to !== undefined && to - from === this.#distance(start, last);
    const begin = isThere ? from : this.#append(start, end);
    const length = this.#distance(start, last) + (this.tokens[last]?.text.length ?? 0);
    return { start: begin, end: begin + length };
  }

  /** The tokens of a range as one would write them. */
  textOf({ start, end }: TokenRange): string {
    return this.tokens
      .slice(start, end)
      .map(({ text, spaceBefore }, i) => (spaceBefore && i > 0 ? ` ${text}` : text))
      .join('');
  }

  written(range: TokenRange): Written {
    return { place: this.placeOf(range), text: this.textOf(range) };
  }

  finish(locator: TokenLocator): AssemblerText {
    return new AssemblerText(this.#text, this.#pieces, false, locator);
  }

  #distance(first: number, last: number): number {
    let distance = 0;
    for (let i = first; i < last; i++) distance += (this.tokens[i]?.text.length ?? 0) + 1;
    return distance;
  }

  #append(start: number, end: number): number {
    const begin = this.#text.length;
    for (let i = start; i < end; i++) {
      const token = this.tokens[i];
      if (!token) break;
      this.#offsets.set(i, this.#text.length);
      this.#pieces.push({ token, start: this.#text.length, length: token.text.length, indexOf: (at) => at });
      this.#text += `${token.text} `;
    }
    return begin;
  }
}
