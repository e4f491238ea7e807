import type { Located } from '../../text/place';
import type { SourceSpan } from '../../text/span';
import type { DecodedLiteral } from './literal';
import type { PreprocessResult } from './options';
import { skipSplices } from './splices';
import { escapedForStringising } from './stringise';
import type { Token } from './token';

/** What of a result is needed to find places. */
export type Files = Pick<PreprocessResult, 'files' | 'isSystemFile'>;

/** A character as it is spelled somewhere: the `index`-th of the cooked text of a token that no operator made. */
export interface Spelling {
  readonly token: Token;
  readonly index: number;
}

/** An invocation of a macro that had a part in a token; `span` is the macro's name there. */
export type Invocation = Located['expansions'][number];

/**
 * The innermost spelling of character `index` of a token's cooked text: through `#` and `##` to the argument or the half
 * that the character comes from. The quotes and spaces that `#` adds belong to the part next to them.
 */
export function spellingAt(token: Token, index: number): Spelling {
  let spelling: Spelling = { token, index };
  for (;;) {
    const inner = partAt(spelling.token, spelling.index);
    if (inner === undefined) return spelling;
    spelling = inner;
  }
}

function partAt(token: Token, index: number): Spelling | undefined {
  const { parts } = token;
  const last = parts?.at(-1);
  if (parts === null || last === undefined) return undefined;
  const isPasted = parts.reduce((length, part) => length + part.text.length, 0) === token.text.length;
  let start = isPasted ? 0 : 1;
  for (const part of parts) {
    if (!isPasted && part !== parts[0] && part.spaceBefore) start++;
    const end = start + (isPasted ? part.text : escapedForStringising(part)).length;
    // The end of one half of a paste is the beginning of the other.
    if (index < end || (part === last && index === end)) {
      const within = Math.max(0, index - start);
      return { token: part, index: isPasted ? within : unescapedIndex(part, within) };
    }
    start = end;
  }
  return { token: last, index: last.text.length };
}

/** The index in a part's text of character `index` of what `#` made of it. */
function unescapedIndex(part: Token, index: number): number {
  if (escapedForStringising(part).length === part.text.length) return index;
  let escaped = 0;
  for (let at = 0; at < part.text.length; at++) {
    escaped += /["\\\n]/.test(part.text.charAt(at)) ? 2 : 1;
    if (index < escaped) return at;
  }
  return part.text.length;
}

/** Where the token itself is written, the whole of it; undefined for what the compiler predefines. */
export function spellingOf(files: Files, token: Token): SourceSpan | undefined {
  const file = files.files(token.file);
  return file && { file: file.path, start: token.offset, end: token.offset + token.length };
}

/** The offset in its file of a spelled character. Line splices inside the token are skipped. */
function offsetOf(files: Files, { token, index }: Spelling): number {
  if (token.length === token.text.length) return token.offset + index;
  const text = files.files(token.file)?.text ?? '';
  const end = token.offset + token.length;
  if (!text.slice(token.offset, end).includes('\n')) return index === 0 ? token.offset : end;
  return index >= token.text.length ? end : Math.min(end, skipSplices(text, token.offset, index));
}

/** True for what a built-in macro such as `__LINE__` put in its own place: its characters are written nowhere. */
function isMadeUp(files: Files, token: Token): boolean {
  if (token.length === token.text.length) return false;
  return (
    files
      .files(token.file)
      ?.text.slice(token.offset, token.offset + token.length)
      .includes('\n') !== true
  );
}

/**
 * The user's place of characters [from, to) of a token's cooked text, and the macros around it. The place is the
 * characters' own spelling if that is in a user file, else the innermost macro name in a user file that led to it.
 * Undefined if nothing of it is in a user file.
 */
export function locateToken(files: Files, token: Token, from: number, to: number): Located | undefined {
  const first = spellingAt(token, from);
  const span = spelledSpan(files, token, first, from, to) ?? userPlace(files, first.token) ?? userPlace(files, token);
  return span && { span, expansions: invocationsOf(files, first.token, token) };
}

function spelledSpan(files: Files, token: Token, first: Spelling, from: number, to: number): SourceSpan | undefined {
  const file = files.files(first.token.file);
  if (file === undefined || files.isSystemFile(file.id)) return undefined;
  const span = (start: number, end: number): SourceSpan => ({ file: file.path, start, end: Math.max(start, end) });
  if (isMadeUp(files, first.token)) return spellingOf(files, first.token);
  const start = offsetOf(files, first);
  if (to <= from) return span(start, start);
  const last = spellingAt(token, to - 1);
  const end = Math.min(last.index + 1, last.token.text.length);
  if (last.token === first.token) return span(start, offsetOf(files, { token: last.token, index: end }));
  // Several parts: one stretch if they are written one after the other and came the same way.
  const isOneStretch =
    last.token.file === first.token.file &&
    last.token.offset > first.token.offset &&
    haveSameHistory(first.token, last.token);
  const endOffset = isOneStretch
    ? offsetOf(files, { token: last.token, index: end })
    : first.token.offset + first.token.length;
  return span(start, endOffset);
}

function haveSameHistory(a: Token, b: Token): boolean {
  if (a.expansion === null || b.expansion === null) return a.expansion === b.expansion;
  return a.expansion.site === b.expansion.site && a.expansion.parent === b.expansion.parent;
}

/** The characters [from, to) of a decoded literal's content, as {@link locateToken}. */
export function locateContent(
  files: Files,
  token: Token,
  content: DecodedLiteral,
  from: number,
  to: number,
): Located | undefined {
  return locateToken(files, token, content.indexOf(from), content.indexOf(to));
}

/**
 * The innermost place in a user file that a token comes from: its own spelling, or, walking outwards, the name of a macro
 * whose expansion it is part of. A token that came in through an argument is looked for where the argument came from.
 */
export function userPlace(files: Files, token: Token): SourceSpan | undefined {
  let place: Token = token;
  let expansion = token.expansion;
  for (;;) {
    if (!files.isSystemFile(place.file)) return spellingOf(files, place);
    while (expansion !== null && expansion.argument >= 0) expansion = expansion.parent;
    if (expansion === null) return undefined;
    place = expansion.site;
    expansion = place.expansion;
  }
}

/**
 * The macro invocations that led to a token, from the inside out. For a part of a `#` or `##` those of the token that was
 * `made` of it, after those that only the part went through.
 */
export function invocationsOf(files: Files, token: Token, made: Token = token): Invocation[] {
  const around = new Map<string, Invocation>();
  collectInvocations(files, made, around);
  if (token === made) return [...around.values()];
  const all = new Map<string, Invocation>();
  collectInvocations(files, token, all);
  for (const key of around.keys()) all.delete(key);
  return [...all.values(), ...around.values()];
}

function collectInvocations(files: Files, token: Token, into: Map<string, Invocation>): void {
  for (let expansion = token.expansion; expansion !== null; expansion = expansion.parent) {
    const { site, macro } = expansion;
    const span = spellingOf(files, site);
    const key = `${macro.name} ${site.file}:${site.offset}`;
    if (span !== undefined && !into.has(key)) into.set(key, { macro: macro.name, span });
  }
}

/** The token in the text of a file whose expansion led to `token`: itself, or the name of the outermost macro. */
export function outermostSite(token: Token): Token {
  let outer = token;
  while (outer.expansion !== null) outer = outer.expansion.site;
  return outer;
}
