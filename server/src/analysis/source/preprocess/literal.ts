/** What a string or character literal means, and where each part of the meaning is written. */
export interface DecodedLiteral {
  /** The content after escapes, without prefix and quotes. An octal or `\x` escape gives the character of that code. */
  readonly text: string;
  /**
   * The index in the literal's spelling where UTF-16 unit `i` of `text` is written; `text.length` gives the end of the content.
   * `indexOf(i + 1) - indexOf(i)` is the length of its spelling.
   */
  readonly indexOf: (i: number) => number;
}

const RAW = /^(?:L|u8|u|U)?R"([^(]*)\(/;
const HEAD = /^(?:L|u8|u|U)?(["'])/;
const SIMPLE: Readonly<Partial<Record<string, string>>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
};

/**
 * Decodes the cooked spelling of a string or character literal, prefix, quotes and all. Never fails: an escape that means
 * nothing stands for its last character, and anything else but a literal is taken as its own content.
 */
export function decodeLiteral(spelling: string): DecodedLiteral {
  const raw = RAW.exec(spelling);
  if (raw !== null) return verbatim(spelling, raw[0].length, spelling.length - (raw[1]?.length ?? 0) - 2);
  const head = HEAD.exec(spelling);
  if (head === null) return verbatim(spelling, 0, spelling.length);
  const from = head[0].length;
  const closed = spelling.length > from && spelling.endsWith(head[1] ?? '"');
  const to = closed ? spelling.length - 1 : spelling.length;
  if (!spelling.includes('\\')) return verbatim(spelling, from, to);
  let text = '';
  const starts: number[] = [];
  for (let at = from; at < to;) {
    const { value, end } = decodeCharacter(spelling, at, to);
    for (let unit = 0; unit < value.length; unit++) starts.push(at);
    text += value;
    at = end;
  }
  return { text, indexOf: (i) => starts[i] ?? to };
}

function verbatim(spelling: string, from: number, to: number): DecodedLiteral {
  return { text: spelling.slice(from, to), indexOf: (i) => Math.min(from + i, to) };
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]))/y;

function decodeCharacter(spelling: string, at: number, to: number): { value: string; end: number } {
  if (spelling[at] !== '\\') return { value: spelling.charAt(at), end: at + 1 };
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(spelling);
  if (match === null || ESCAPE.lastIndex > to) return { value: '\\', end: at + 1 };
  const [whole, octal, hex, short, long, simple] = match;
  const end = at + whole.length;
  if (simple !== undefined) return { value: SIMPLE[simple] ?? simple, end };
  const code = octal === undefined ? parseInt(hex ?? short ?? long ?? '', 16) : parseInt(octal, 8);
  return { value: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', end };
}
