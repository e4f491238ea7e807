import type { Located } from '../../text/place';
import type { SourceSpan } from '../../text/span';
import type { PreprocessResult } from './options';
import { skipSplices } from './splices';
import type { Token } from './token';

/** Where a token itself is spelled: in a macro's body, in an argument, in the text. undefined for built-in text. */
export function spellingOf(result: PreprocessResult, token: Token): SourceSpan | undefined {
  const file = result.files(token.file);
  return file && { file: file.path, start: token.offset, end: token.offset + token.length };
}

/** The macro name (or the token itself) that stands in no macro any more. */
export function outermostSite(token: Token): Token {
  let current = token;
  while (current.expansion) current = current.expansion.site;
  return current;
}

/**
 * The innermost spelling, in a user file, of the characters [from, to) of a token's cooked text: through `#` and `##` to what was
 * stringised or pasted, and out of system headers to where their macros were used.
 */
export function locateToken(result: PreprocessResult, token: Token, from: number, to: number): Located | undefined {
  const spelled = innermost(result, token, from, to);
  const expansions: { macro: string; span: SourceSpan }[] = [];
  let span = spelled && isUser(result, spelled.token) ? spelled.span : undefined;
  for (let expansion = (spelled?.token ?? token).expansion; expansion; expansion = expansion.parent) {
    const site = spellingOf(result, expansion.site);
    if (!site || !isUser(result, expansion.site)) continue;
    if (span) expansions.push({ macro: expansion.macro.name, span: site });
    else span = site;
  }
  return span && { span, expansions };
}

function isUser(result: PreprocessResult, token: Token): boolean {
  return token.file >= 0 && !result.isSystemFile(token.file);
}

function innermost(
  result: PreprocessResult,
  token: Token,
  from: number,
  to: number,
): { readonly token: Token; readonly span: SourceSpan } | undefined {
  const part = token.parts && partAt(token, token.parts, from);
  if (part) {
    const end = Math.min(to - part.start, part.token.text.length);
    const inner = innermost(result, part.token, from - part.start, Math.max(end, from - part.start));
    if (inner && isUser(result, inner.token)) return inner;
  }
  const file = result.files(token.file);
  if (!file) return undefined;
  if (token.parts) return { token, span: { file: file.path, start: token.offset, end: token.offset + token.length } };
  const spliced = token.length !== token.text.length;
  const at = (index: number): number => (spliced ? skipSplices(file.text, token.offset, index) : token.offset + index);
  return { token, span: { file: file.path, start: at(from), end: at(to) } };
}

/** The source of the character at `index` of a stringised or pasted token. */
function partAt(
  token: Token,
  parts: readonly Token[],
  index: number,
): { readonly token: Token; readonly start: number } | undefined {
  let at = token.text.startsWith('"') && parts.map((part) => part.text).join('') !== token.text ? 1 : 0;
  const stringised = at === 1;
  for (const [i, part] of parts.entries()) {
    if (stringised && i > 0 && part.spaceBefore) at++;
    const length = stringised && /^["']|^\w+["']/.test(part.text) ? escapedLength(part.text) : part.text.length;
    if (index < at + length) return index >= at && length === part.text.length ? { token: part, start: at } : undefined;
    at += length;
  }
  return undefined;
}

function escapedLength(text: string): number {
  return text.replace(/["\\]/g, '\\$&').length;
}
