/** A place in a text; both numbers are 0-based, `column` counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Converts between offsets and lines of one text. Lines end at `\n`; the `\r` of `\r\n` belongs to the line it ends. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of `offset`, which is clamped to the text. */
  positionAt(offset: number): Position {
    const target = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= target) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: target - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position, clamped to the text. */
  offsetAt(position: Position): number {
    return Math.min(this.lineStart(position.line) + position.column, this.#length);
  }

  /** The offset of the first character of a 0-based line, clamped to the text. */
  lineStart(line: number): number {
    if (line < 0) return 0;
    return this.#starts[line] ?? this.#length;
  }
}
