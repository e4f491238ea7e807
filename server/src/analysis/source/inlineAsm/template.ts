import { type Token, TokenKind } from '../preprocess/token';
import { AssemblerText, type Piece, type TokenLocator } from '../assembler/assemblerText';
import { decodeLiteral } from '../preprocess/literal';
import type { Place } from '../../text/place';
import type { AsmStatement, AsmSyntax, CodeRange } from './statement';

/** Stands for text that could not be read: an undecidable #if left something out, or a macro stayed unexpanded. */
export const gapCharacter = '\uE000';

/** Stands for characters that are not there, between letters of one word: the grammar takes it for a letter. */
export const joint = '\u00ad';

/** What {@link TemplateReader} makes of a statement, but for the way back to the files, which belongs to one run. */
interface ReadTemplate {
  readonly landings: readonly Token[];
  readonly alternative: number | undefined;
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly written: string;
}

/** Reads templates, those that units have in common once. Lives in the analysis cache. */
export class TemplateReader {
  readonly #known = new WeakMap<AsmSyntax, ReadTemplate>();

  /**
   * The assembler text of an asm statement as the grammar reads it: string literals decoded and joined, `{att|intel}` alternatives
   * chosen, `%=` made a name. Every replacement keeps its length, so offsets stay those of the decoded literals.
   * `alternative`: the index of the dialect to choose; undefined where braces are nothing special.
   */
  read(statement: AsmStatement, alternative: number | undefined, locator: TokenLocator): AssemblerText {
    const landings = statement.landings.flatMap(({ tokens }) => tokens);
    const known = this.#known.get(statement.syntax);
    const isSame =
      known?.alternative === alternative &&
      known?.landings.length === landings.length &&
      landings.every((token, i) => token === known.landings[i]);
    const { text, pieces, written } = isSame ? known : this.#make(statement.syntax, landings, alternative);
    return new AssemblerText(text, pieces, true, locator, written);
  }

  #make(syntax: AsmSyntax, landings: readonly Token[], alternative: number | undefined): ReadTemplate {
    const pieces: Piece[] = [];
    const texts: string[] = [];
    let length = 0;
    const append = (token: Token, content: string, indexOf: Piece['indexOf']): void => {
      pieces.push({ token, start: length, length: content.length, indexOf });
      texts.push(content);
      length += content.length;
    };
    let depth = 0;
    for (const token of syntax.template) {
      if (token.kind === TokenKind.String) {
        const { text, indexOf } = decodeLiteral(token.text);
        append(token, text, indexOf);
        continue;
      }
      // One gap for a whole unexpanded macro call.
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      else if (depth === 0) append(token, gapCharacter, () => 0);
    }
    const template = texts.join('');
    const written = template + codeOf([...syntax.code, ...landings], length, pieces);
    const text = syntax.basic ? template : instantiate(template, alternative);
    const read = { landings, alternative, text, pieces, written };
    this.#known.set(syntax, read);
    return read;
  }
}

/**
 * The C side as it stands behind the template: a line of its own, its tokens separated by spaces; behind it what ends the
 * statement and the labels that an asm goto leads to, so that they are places too.
 */
function codeOf(tokens: readonly Token[], from: number, pieces: Piece[]): string {
  let code = '';
  for (const [index, token] of tokens.entries()) {
    code += index === 0 ? '\n' : ' ';
    pieces.push({ token, start: from + code.length, length: token.text.length, indexOf: (i) => i, isCode: true });
    code += token.text;
  }
  return code;
}

/** Where tokens of the C side are in the text that {@link TemplateReader} makes; an empty range is where it would begin. */
export function placeInCode(text: AssemblerText, range: CodeRange): Place {
  const first = text.pieces[text.codeStart + range.start];
  const last = text.pieces[text.codeStart + range.end - 1];
  const start = first?.start ?? text.written.length;
  return { start, end: last && range.end > range.start ? last.start + last.length : start };
}

/** gcc's output_asm_insn: picks a dialect of `{att|intel}`, unescapes `%{ %| %}`, gives `%=` a value. Length-preserving. */
function instantiate(text: string, wanted: number | undefined): string {
  if (!/[{|}]|%=/.test(text)) return text;
  const dialectBraces = wanted !== undefined;
  let result = '';
  let alternative = -1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const next = text[i + 1] ?? '';
    const isChosen = alternative < 0 || alternative === wanted;
    if (character === '%') {
      const pair = next === '=' ? '_0' : /[{|}]/.test(next) ? ` ${next}` : character + next;
      result += isChosen ? pair : leftOut(pair);
      i++;
    } else if (dialectBraces && character === '{' && alternative < 0) {
      alternative = 0;
      result += joint;
    } else if (dialectBraces && character === '|' && alternative >= 0) {
      alternative++;
      result += joint;
    } else if (dialectBraces && character === '}' && alternative >= 0) {
      alternative = -1;
      result += joint;
    } else {
      result += isChosen ? character : leftOut(character);
    }
  }
  // Only within a word does it matter that nothing stands there: `mov{q}`.
  return result
    .slice(0, text.length)
    .replace(/(?<![\w\u00ad])\u00ad+|\u00ad+(?![\w\u00ad])/g, (run) => ' '.repeat(run.length));
}

/** Where text was left out. */
function leftOut(text: string): string {
  return text.replace(/[^\n]/g, joint);
}
