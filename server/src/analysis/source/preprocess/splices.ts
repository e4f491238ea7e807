/** A text without its line splices, and the way back. */
export interface SplicedText {
  /** The text with every backslash-newline taken out. */
  readonly clean: string;
  /** Null if there were none. */
  readonly splices: Splices | null;
}

/**
 * Where line splices were. Most of a lexer's trouble with splices (inside names, operators, comment marks) goes away when
 * it reads a text without them; only the offsets have to be mapped back.
 */
export class Splices {
  /** Offset in the clean text of the character that followed the n-th splice, ascending. */
  readonly #at: number[];
  /** Number of characters taken out up to and including the n-th splice. */
  readonly #removed: number[];
  /** Lexers ask in ascending order: the number of splices at or before the last answer. */
  #cursor = 0;

  constructor(at: number[], removed: number[]) {
    this.#at = at;
    this.#removed = removed;
  }

  /** The offset in the original text of the character at `clean`. */
  toRaw(clean: number): number {
    while (this.#cursor > 0 && (this.#at[this.#cursor - 1] ?? 0) > clean) this.#cursor--;
    while (this.#cursor < this.#at.length && (this.#at[this.#cursor] ?? 0) <= clean) this.#cursor++;
    return clean + (this.#removed[this.#cursor - 1] ?? 0);
  }

  /** The smallest clean offset whose original offset is at least `raw`. */
  toClean(raw: number): number {
    let n = this.#cursor;
    while (n < this.#at.length && (this.#at[n] ?? 0) + (this.#removed[n] ?? 0) <= raw) n++;
    const clean = raw - (this.#removed[n - 1] ?? 0);
    return Math.min(clean, this.#at[n] ?? clean);
  }
}

// GCC and Clang both accept blanks between the backslash and the end of the line (with a warning).
const SPLICE = /\\[ \t\v\f\r]*\n/g;

export function removeSplices(text: string): SplicedText {
  if (!text.includes('\\')) return { clean: text, splices: null };
  const pieces: string[] = [];
  const at: number[] = [];
  const removed: number[] = [];
  let from = 0;
  let total = 0;
  for (const match of text.matchAll(SPLICE)) {
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    total += match[0].length;
    at.push(from - total);
    removed.push(total);
  }
  if (at.length === 0) return { clean: text, splices: null };
  pieces.push(text.slice(from));
  return { clean: pieces.join(''), splices: new Splices(at, removed) };
}

/** The offset in `text` of the `index`-th character behind `offset`, not counting line splices. */
export function skipSplices(text: string, offset: number, index: number): number {
  const splice = /\\[ \t\v\f\r]*\n/y;
  let at = offset;
  for (let left = index; ; left--) {
    splice.lastIndex = at;
    while (splice.test(text)) {
      at = splice.lastIndex;
      splice.lastIndex = at;
    }
    if (left <= 0) return at;
    at++;
  }
}
