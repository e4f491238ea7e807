import type { Written } from '../../model/registration';
import type { Place } from '../../text/place';
import { AssemblerText, type Piece, type TokenLocator } from '../assembler/assemblerText';
import type { Expansion, Token } from '../preprocess/token';
import type { TokenRange } from './tokenLists';

/** Where a token of the unit went: its piece of the text, and which request brought it there. */
interface Entry extends Place {
  readonly run: number;
}

/**
 * The parts of a unit that somebody asked places for, one behind the other: the text that these places are in. What macros stand for
 * is called by their names, unless all of it comes out of one.
 */
export class Excerpt {
  readonly #pieces: Piece[] = [];
  readonly #entries = new Map<number, Entry>();
  #text = '';
  #runs = 0;

  constructor(readonly tokens: readonly Token[]) {}

  /** The place of tokens [start, end), which is not empty; written as its first token is, or as what was asked for around it. */
  placeOf(range: TokenRange): Place {
    return this.#placed(range) ?? this.#append(range);
  }

  /** The tokens of a range as they are written at its place. */
  textOf(range: TokenRange): string {
    const { start, end } = this.placeOf(range);
    return this.#pieces
      .filter((piece) => piece.start >= start && piece.start < end)
      .map(({ token: { text, spaceBefore } }, i) => (spaceBefore && i > 0 ? ` ${text}` : text))
      .join('');
  }

  written(range: TokenRange): Written {
    return { place: this.placeOf(range), text: this.textOf(range) };
  }

  finish(locator: TokenLocator): AssemblerText {
    return new AssemblerText(this.#text, this.#pieces, false, locator);
  }

  #placed({ start, end }: TokenRange): Place | undefined {
    const [first, last] = [this.#entries.get(start), this.#entries.get(end - 1)];
    return first && last && first.run === last.run ? { start: first.start, end: last.end } : undefined;
  }

  #append({ start, end }: TokenRange): Place {
    const run = this.#runs++;
    const begin = this.#text.length;
    const first = this.tokens[start];
    const level = first ? homeOf(first) : null;
    let last = begin;
    for (let i = start; i < end; i++) {
      const spelled = this.tokens[i];
      if (!spelled) break;
      const token = atLevel(spelled, level);
      // One macro's name for everything that it stands for.
      const isNew = token === spelled || this.#pieces.at(-1)?.token !== token || i === start;
      if (isNew) {
        last = this.#text.length;
        this.#pieces.push({ token, start: last, length: token.text.length, indexOf: (at) => at });
        this.#text += `${token.text} `;
      }
      this.#entries.set(i, { start: last, end: last + token.text.length, run });
    }
    return { start: begin, end: this.#text.length - 1 };
  }
}

/** The token, or the name of the macro that it came out of: whatever was written in the same body of a macro, or in the file. */
function atLevel(token: Token, level: Expansion | null): Token {
  for (let current = token; ;) {
    const home = homeOf(current);
    if (!home || isSameInvocation(home, level)) return current;
    current = home.site;
  }
}

/** The macro in whose body a token is written; null: it is written in the text of a file. Arguments go through macros unchanged. */
function homeOf(token: Token): Expansion | null {
  let home = token.expansion;
  while (home && home.argument >= 0) home = home.parent;
  return home;
}

function isSameInvocation({ site, macro }: Expansion, other: Expansion | null): boolean {
  if (other?.macro.name !== macro.name) return false;
  return other.site.file === site.file && other.site.offset === site.offset;
}
