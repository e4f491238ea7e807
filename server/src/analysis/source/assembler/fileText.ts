import { type Token, TokenKind } from '../preprocess/token';
import { AssemblerText, type Piece, type TokenLocator } from './assemblerText';
import { gapCharacter } from '../inlineAsm/template';

/** The text of a preprocessed `.S` file: lines and spaces as the tokens had them, each token traced to where it is spelled. */
export function fileTextOf(tokens: readonly Token[], locator: TokenLocator): AssemblerText {
  const pieces: Piece[] = [];
  let text = '';
  for (const token of tokens) {
    if (token.startsLine && text.length > 0) text += '\n';
    else if (token.spaceBefore && text.length > 0) text += ' ';
    const content = token.kind === TokenKind.Gap ? gapCharacter : token.text;
    pieces.push({ token, start: text.length, length: content.length, indexOf: (i) => Math.min(i, token.text.length) });
    text += content;
  }
  return new AssemblerText(text, pieces, false, locator);
}
