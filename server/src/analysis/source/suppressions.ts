import type { SuppressedRule, Suppression } from '../model/remark';
import type { Place, TextOrigin } from '../text/place';
import type { TextEdit } from '../text/span';
import type { Remark, SourceFile } from './preprocess/index';

const keyword = /\brseq-ignore\b[ \t]*/g;
/** `rseq-ignore` as the first word of a comment: it cannot be prose about such comments. */
const first = /^(?:[/*!<#@|;]|\s)*rseq-ignore\b/;

/** The suppression that a comment is; undefined if it is none. A comment that only speaks of suppressions has no colon. */
export function suppressionIn(source: SourceFile, remark: Remark): Suppression | undefined {
  // Line splices are taken out of a remark's text, but its places are those of the file.
  const text = source.text.slice(remark.offset, remark.end);
  keyword.lastIndex = 0;
  const found = keyword.exec(text);
  if (!found) return undefined;
  const { names, end } = readNames(text, keyword.lastIndex);
  const hasColon = text[end] === ':';
  const isFirst = first.test(text);
  if (!isFirst && (!hasColon || names.length === 0)) return undefined;
  const at = (offset: number): number => remark.offset + offset;
  const placed = ({ start, end: to }: Place): Place => ({ start: at(start), end: at(to) });
  const removal = isFirst
    ? removalOf(source.text, remark.offset, remark.end)
    : directiveOf(source.text, at(found.index), remark.end);
  return {
    place: { start: at(found.index), end: at(names.at(-1)?.end ?? found.index + found[0].trimEnd().length) },
    removal,
    names: names.map((place, index): SuppressedRule => {
      const own = removalOfName(names, index);
      return { name: text.slice(place.start, place.end), place: placed(place), removal: own ? placed(own) : removal };
    }),
    hasReason: hasColon && /[^\s*\\]/.test(text.slice(end + 1).replace(/\*\/$/, '')),
  };
}

/** Reads names separated by commas; `end` is where something else stands. */
function readNames(text: string, from: number): { names: readonly Place[]; end: number } {
  const names: Place[] = [];
  const name = /([\w-]+)[ \t]*(,?)[ \t]*/y;
  name.lastIndex = from;
  let end = from;
  for (let match = name.exec(text); match; match = name.exec(text)) {
    const [, word = '', comma] = match;
    names.push({ start: match.index, end: match.index + word.length });
    end = name.lastIndex;
    if (comma === '') break;
  }
  return { names, end };
}

/** A name with its comma; undefined if it is the only one. */
function removalOfName(names: readonly Place[], index: number): Place | undefined {
  const [own, next, before] = [names[index], names[index + 1], names[index - 1]];
  if (own && next) return { start: own.start, end: next.start };
  return own && before && { start: before.end, end: own.end };
}

/** The rest of a comment in front of which something else is said. */
function directiveOf(text: string, from: number, end: number): Place {
  const said = text.slice(from, end).replace(/\s*\*\/$/, '');
  const blanks = /[ \t]*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  return { start: from - blanks, end: from + said.length };
}

/** The comment with its lines where nothing else is on them, or with the blanks beside it. */
function removalOf(text: string, start: number, end: number): Place | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const before = text.slice(lineStart, start);
  const behind = text.slice(end, lineEnd);
  if (before.trim() === '' && /^\s*\\?\s*$/.test(behind)) {
    // The last line of a macro ends it: without it the line behind would be part of the macro.
    const isContinuation = /\\\r?\n$/.test(text.slice(Math.max(0, lineStart - 3), lineStart));
    const isLast = !/\\\s*$/.test(behind);
    return isContinuation && isLast ? { start, end } : { start: lineStart, end: Math.min(lineEnd + 1, text.length) };
  }
  const blanks = /\s*$/.exec(before)?.[0].length ?? 0;
  if (before.trim() === '') return { start, end: end + (/^\s*/.exec(behind)?.[0].length ?? 0) };
  if (blanks > 0) return { start: start - blanks, end };
  return /^\s|^$/.test(behind) ? { start, end } : undefined;
}

/** Places of a file are where they are; its changes are replacements. */
export function fileOrigin({ path }: SourceFile): TextOrigin {
  return {
    locate: ({ start, end }) => ({ span: { file: path, start, end }, expansions: [] }),
    edit: (changes) => {
      const edits = changes.map((change): TextEdit | undefined =>
        change.kind === 'replace' ? { span: { file: path, ...change.place }, newText: change.text } : undefined,
      );
      return edits.every((edit) => edit !== undefined) ? edits : undefined;
    },
  };
}
