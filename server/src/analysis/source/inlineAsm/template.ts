import { type Token, TokenKind } from '../preprocess/token';
import { AssemblerText, type Piece, type TokenLocator } from '../assembler/assemblerText';
import { decodeLiteral } from '../preprocess/literal';
import type { Place } from '../../text/place';
import type { AsmStatement, CodeRange } from './statement';

/** Stands for text that could not be read: an undecidable #if left something out, or a macro stayed unexpanded. */
export const gapCharacter = '\uE000';

/** Stands for characters that are not there, between letters of one word: the grammar takes it for a letter. */
export const joint = '\u00ad';

/**
 * The assembler text of an asm statement as the grammar reads it: string literals decoded and joined, `{att|intel}` alternatives
 * chosen, `%=` made a name. Every replacement keeps its length, so offsets stay those of the decoded literals.
 * `alternative`: the index of the dialect to choose; undefined where braces are nothing special.
 */
export function templateOf(
  statement: AsmStatement,
  alternative: number | undefined,
  locator: TokenLocator,
): AssemblerText {
  const pieces: Piece[] = [];
  let text = '';
  const append = (token: Token, content: string, indexOf: (i: number) => number): void => {
    pieces.push({ token, start: text.length, length: content.length, indexOf });
    text += content;
  };
  let depth = 0;
  for (const token of statement.template) {
    if (token.kind === TokenKind.String) {
      const literal = decodeLiteral(token.text);
      append(token, literal.text, (i) => literal.starts[i] ?? token.text.length);
      continue;
    }
    // One gap for a whole unexpanded macro call.
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth === 0) append(token, gapCharacter, () => 0);
  }
  const written = text + codeOf(statement, text.length, pieces);
  return new AssemblerText(statement.basic ? text : instantiate(text, alternative), pieces, true, locator, written);
}

/**
 * The C side as it stands behind the template: a line of its own, its tokens separated by spaces; behind it what ends the
 * statement and the labels that an asm goto leads to, so that they are places too.
 */
function codeOf(statement: AsmStatement, from: number, pieces: Piece[]): string {
  let code = '';
  const landings = statement.landings.flatMap(({ tokens }) => tokens);
  for (const [index, token] of [...statement.code, ...landings].entries()) {
    code += index === 0 ? '\n' : ' ';
    pieces.push({ token, start: from + code.length, length: token.text.length, indexOf: (i) => i, isCode: true });
    code += token.text;
  }
  return code;
}

/** Where tokens of the C side are in the text that {@link templateOf} makes; an empty range is where it would begin. */
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
