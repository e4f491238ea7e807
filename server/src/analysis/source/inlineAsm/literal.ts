/** A string literal after decoding. `offsets[i]` is the index, in the literal's own text, of decoded character `i`. */
export interface DecodedLiteral {
  readonly content: string;
  readonly offsets: readonly number[];
  /** Index in the literal's text behind the last decoded character. */
  readonly end: number;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '?': '?',
};

/** Decodes a C or C++ string literal (with prefix, raw or not), remembering where each character came from. */
export function decodeLiteral(text: string): DecodedLiteral {
  const raw = /^(?:L|u8|u|U)?R"([^(\s\\]*)\(/.exec(text);
  if (raw) {
    const start = raw[0].length;
    const close = text.lastIndexOf(`)${raw[1] ?? ''}"`);
    const end = close < start ? text.length : close;
    const content = text.slice(start, end);
    return { content, offsets: Array.from({ length: content.length }, (_, i) => start + i), end };
  }
  const open = text.indexOf('"') + 1;
  const close = text.length > open && text.endsWith('"') ? text.length - 1 : text.length;
  const offsets: number[] = [];
  let content = '';
  for (let i = open; i < close;) {
    const [decoded, length] = text[i] === '\\' ? decodeEscape(text, i) : [text[i] ?? '', 1];
    for (let k = 0; k < decoded.length; k++) offsets.push(i);
    content += decoded;
    i += length;
  }
  return { content, offsets, end: close };
}

/** The characters that an escape sequence at `at` stands for, and its length in the source. */
function decodeEscape(text: string, at: number): readonly [string, number] {
  const next = text[at + 1] ?? '';
  const simple = simpleEscapes[next];
  if (simple !== undefined) return [simple, 2];
  const numeric = /^\\(?:([0-7]{1,3})|x([0-9a-fA-F]+))/.exec(text.slice(at, at + 12));
  if (!numeric) return [next, 2];
  const code = numeric[1] !== undefined ? parseInt(numeric[1], 8) : parseInt(numeric[2] ?? '0', 16);
  return [String.fromCharCode(code & 0xffff), numeric[0].length];
}

/** Writes assembler text the way a string literal needs it. */
export function encodeForLiteral(text: string): string {
  return text.replace(/[\\"\n\t]/g, (character) => {
    switch (character) {
      case '\n':
        return '\\n';
      case '\t':
        return '\\t';
      default:
        return `\\${character}`;
    }
  });
}
