/**
 * The marker language of examples, fixtures and samples: comments that say what must be found where.
 *
 *     incq (%[counter])
 *     // ^^^^^^^^^^^^^^ error: commit-after-section         that rule, at exactly these columns of the line above
 *     // ^^^^ warning: descriptor-misaligned "32 bytes"     the message contains this text
 *     // ^^^^ related: the section ends here                a related place of the finding, by a part of its message
 *     // <- error: section-never-armed                      the word that begins in the column of the comment itself
 *     // ^^^^ missing: syscall-in-section                   known miss: the test fails the day it is reported
 *
 * - A marker speaks about the nearest line above that is not a marker. `error`, `warning` and `info` are severities.
 * - Every finding needs a marker and every marker a finding; the order does not matter. In a text about one rule, information of the
 *   others needs none.
 * - `related` belongs to the finding marked before it, or to the first one. Related places need no marker.
 * - Columns are visual, with tabs of 8. A finding over several lines is marked to the end of its first line.
 * - `/* ^^^ error: id *\/` is a marker too, also with a `\` behind it, for macros and for assemblers without `//`.
 * - A comment that looks like a marker but is none (no carets, an unknown word, carets beside the text) is an error.
 *
 * Markers are comments: the code around them stays compilable, also between the strings of an asm statement.
 */
export type FindingMarkerKind = 'error' | 'warning' | 'info' | 'missing';

/** One expectation. Offsets are UTF-16 units of the text, `end` exclusive. */
export interface FindingMarker {
  readonly kind: FindingMarkerKind;
  readonly rule: string;
  /** A part of the message, where the wording is the point. */
  readonly message: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly related: readonly RelatedMarker[];
}

export interface RelatedMarker {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Markers {
  readonly findings: readonly FindingMarker[];
  /** Markers that are none; each says its line. */
  readonly problems: readonly string[];
}

const tabWidth = 8;
const comment = /^(\s*)(?:\/\/|\/\*)(.*?)(?:\*\/\s*\\?\s*)?$/;
const pointer = /^( *)(\^+|<-)\s+(error|warning|info|missing|related):\s*(.*?)\s*$/;
const lookalike = /^\s*(?:\^|<-|(?:error|warning|info|missing|related):)/;
const ruleAndMessage = /^([a-z0-9-]+)(?:\s+"([^"]*)")?$/;

/** True if the line is a marker, or was meant to be one. */
export function isMarkerLine(line: string): boolean {
  const body = comment.exec(line)?.[2];
  return body !== undefined && lookalike.test(body);
}

/** Reads the markers of a text. */
export function parseMarkers(text: string): Markers {
  const findings: { marker: Omit<FindingMarker, 'related'>; related: RelatedMarker[] }[] = [];
  const early: RelatedMarker[] = [];
  const problems: string[] = [];
  let target = { text: '', offset: 0 };
  let offset = 0;
  text.split('\n').forEach((line, index) => {
    if (!isMarkerLine(line)) {
      target = { text: line, offset };
    } else {
      const parsed = parseMarker(line, target);
      if (typeof parsed === 'string') problems.push(`line ${index + 1}: ${parsed}: ${line.trim()}`);
      else if (parsed.kind === 'related') (findings.at(-1)?.related ?? early).push(parsed.marker);
      else findings.push({ marker: parsed.marker, related: [] });
    }
    offset += line.length + 1;
  });
  findings[0]?.related.push(...early);
  if (early.length > 0 && findings.length === 0) problems.push('a related place without a finding');
  return { findings: findings.map(({ marker, related }) => ({ ...marker, related })), problems };
}

type Parsed =
  | { readonly kind: 'finding'; readonly marker: Omit<FindingMarker, 'related'> }
  | { readonly kind: 'related'; readonly marker: RelatedMarker };

function parseMarker(line: string, target: { readonly text: string; readonly offset: number }): Parsed | string {
  const parts = pointer.exec(comment.exec(line)?.[2] ?? '');
  if (!parts) return 'looks like a marker, but is none';
  const [, , carets = '', kind = '', rest = ''] = parts;
  const span = carets === '<-' ? wordAt(line, target.text) : charactersUnder(line, carets, target.text);
  if (!span) return 'points beside the text';
  const place = { start: target.offset + span[0], end: target.offset + span[1] };
  if (kind === 'related') return { kind: 'related', marker: { text: rest, ...place } };
  const words = ruleAndMessage.exec(rest);
  if (!words) return 'names no rule';
  const [, rule = '', message] = words;
  return { kind: 'finding', marker: { kind: kind as FindingMarkerKind, rule, message, ...place } };
}

/** The characters of `text` above the carets of `line`, as indices. */
function charactersUnder(line: string, carets: string, text: string): readonly [number, number] | undefined {
  const column = visualColumn(line, line.indexOf(carets));
  const start = indexAt(text, column);
  const end = indexAt(text, column + carets.length);
  return start === undefined || end === undefined || !text.slice(start, end).trim() ? undefined : [start, end];
}

/** The word of `text` that begins in the column in which the comment of `line` does. */
function wordAt(line: string, text: string): readonly [number, number] | undefined {
  const start = indexAt(text, visualColumn(line, line.search(/\S/)));
  const word = start === undefined ? null : /^\S+/.exec(text.slice(start));
  return start === undefined || !word ? undefined : [start, start + word[0].length];
}

/** The column in which the character at `index` is shown. */
export function visualColumn(line: string, index: number): number {
  let column = 0;
  for (const character of line.slice(0, index)) {
    column = character === '\t' ? (Math.floor(column / tabWidth) + 1) * tabWidth : column + 1;
  }
  return column;
}

/** The index of the character that is shown in a column; undefined if none starts there. */
function indexAt(line: string, column: number): number | undefined {
  for (let index = 0; index <= line.length; index++) {
    const at = visualColumn(line, index);
    if (at === column) return index;
    if (at > column) return undefined;
  }
  return undefined;
}
