import { TokenKind, type Token } from './token';

/** The text that one token contributes to a stringised argument. */
export function escapedForStringising(token: Token): string {
  const isLiteral = token.kind === TokenKind.String || token.kind === TokenKind.Character;
  return isLiteral ? token.text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n') : token.text;
}

/** The string literal that `#` makes of an argument. */
export function stringised(argument: readonly Token[]): string {
  let text = '';
  let isFirst = true;
  for (const token of argument) {
    if (!isFirst && token.spaceBefore) text += ' ';
    text += escapedForStringising(token);
    isFirst = false;
  }
  // GCC drops the last backslash of an odd run, which would escape the closing quote.
  let backslashes = 0;
  while (text.charAt(text.length - 1 - backslashes) === '\\') backslashes++;
  return `"${backslashes % 2 === 1 ? text.slice(0, -1) : text}"`;
}
