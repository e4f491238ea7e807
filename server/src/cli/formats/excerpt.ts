import type { Locator, Place } from '../../project/located';

/** One line of source with the part that is meant, ready for a terminal. All columns are screen columns. */
export interface Excerpt {
  readonly lineNumber: number;
  readonly line: string;
  readonly markStart: number;
  readonly markLength: number;
}

/** As the Linux kernel, GNU and every terminal have them. */
const TAB_WIDTH = 8;

/** The first line of a place, cut to `width` columns around the marked part; tabs are spread, control characters shown. */
export function excerptOf(place: Place, locator: Locator, width: number): Excerpt | undefined {
  const lines = locator.linesOf(place.file);
  const text = locator.textOf(place.file);
  const { line, column } = place.start;
  if (line >= lines.lineCount) return undefined;
  const start = lines.lineStart(line);
  const raw = text.slice(start, lines.lineStart(line + 1)).replace(/\r?\n$/, '');
  const end = place.end.line === line ? place.end.column : raw.length;
  const { from, to } = windowAround(raw.length, column, end, width);
  const cut = raw.slice(from, to);
  const lead = from > 0 ? '…' : '';
  const head = spread(cut.slice(0, column - from), displayWidth(lead));
  const marked = spread(cut.slice(column - from, Math.max(end, column) - from), displayWidth(lead + head));
  const before = lead + head;
  const tail = spread(cut.slice(Math.max(end, column) - from), displayWidth(before + marked));
  return {
    lineNumber: line + 1,
    line: before + marked + tail + (to < raw.length ? '…' : ''),
    markStart: displayWidth(before),
    markLength: Math.max(1, displayWidth(marked)),
  };
}

/** Which part of a long line is shown: all of a normal one; else the mark with some text before and after it. */
function windowAround(length: number, start: number, end: number, width: number): { from: number; to: number } {
  if (length <= width) return { from: 0, to: length };
  const from = Math.max(0, Math.min(start - Math.floor(width / 4), length - width));
  return { from, to: Math.min(length, Math.max(from + width, Math.min(end, from + 2 * width))) };
}

/** Tabs as spaces up to the next stop, control characters as their pictures: a source line must not steer the terminal. */
function spread(text: string, startColumn: number): string {
  let result = '';
  let column = startColumn;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    const shown = c === '\t' ? ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH)) : isControl(code) ? picture(code) : c;
    result += shown;
    column += displayWidth(shown);
  }
  return result;
}

function isControl(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

/** U+2400 and following have a picture of each ASCII control character; the others become the replacement character. */
function picture(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\uFFFD';
}

/** Columns on a terminal: combining marks none, East Asian wide characters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const c of text) width += widthOf(c);
  return width;
}

function widthOf(c: string): number {
  if (c < '\u0300') return 1;
  if (/^\p{Mn}|\p{Me}|\p{Cf}$/u.test(c)) return 0;
  const code = c.codePointAt(0) ?? 0;
  const isWide =
    WIDE_RANGES.some(([first, last]) => code >= first && code <= last) || /^\p{Emoji_Presentation}$/u.test(c);
  return isWide ? 2 : 1;
}

/** East Asian Wide and Fullwidth blocks of Unicode's EastAsianWidth.txt, without their few exceptions. */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];
