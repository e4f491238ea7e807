import type { Place } from '../../../text/place';
import { AssemblerText, type Piece, type TokenLocator } from '../../assembler/assemblerText';
import type { Token } from '../../preprocess/token';
import type { FunctionRange } from '../functions';
import type { TokenRange } from '../tokenLists';

const typeOfExpression = /^(?:typeof|typeof_unqual|__typeof__|__typeof|decltype)$/;

/**
 * A function as the grammar reads it, one piece of text for each token. `typeof (...)`, in which nothing is read and which the grammar
 * does not know, becomes a type of the same length.
 */
export class FunctionText {
  readonly text: AssemblerText;
  readonly #pieces: Piece[] = [];

  constructor(
    tokens: readonly Token[],
    readonly range: FunctionRange,
    locator: TokenLocator,
  ) {
    let text = '';
    let depth = 0;
    let typed = false;
    for (const token of tokens.slice(range.start, range.end + 1)) {
      const { length } = token.text;
      this.#pieces.push({ token, start: text.length, length, indexOf: (i) => i });
      if (depth === 0) {
        const begins = typeOfExpression.test(token.text);
        text += begins ? 'int'.padEnd(length) : typed && token.text === '(' ? ' ' : token.text;
        if (typed && token.text === '(') depth = 1;
        typed = begins;
      } else {
        if (token.text === '(') depth++;
        else if (token.text === ')') depth--;
        text += ' '.repeat(length);
      }
      text += ' ';
    }
    this.text = new AssemblerText(text, this.#pieces, false, locator);
  }

  /** Index in the unit's tokens of what stands at an offset of the text. */
  tokenAt(offset: number): number {
    return this.range.start + this.#pieces.findLastIndex(({ start }) => start <= offset);
  }

  /** Where tokens of the function are in the text. */
  placeOf({ start, end }: TokenRange): Place {
    const first = this.#pieces[start - this.range.start];
    const last = this.#pieces[end - 1 - this.range.start];
    return { start: first?.start ?? 0, end: last ? last.start + last.length : 0 };
  }
}
