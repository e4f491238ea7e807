/** How the bytes of a file were read; needed to write it back without changing what was not edited. */
export interface DecodedText {
  /** Without a byte order mark; what is not valid in the encoding is U+FFFD. */
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  /** True if encoding `text` again gives the same bytes. */
  readonly lossless: boolean;
}

/** Decodes a source file: UTF-8 unless a byte order mark says UTF-16. Never fails. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le', true);
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be', true);
  return decode(bytes, 'utf-8', first === 0xef && second === 0xbb && third === 0xbf);
}

/** True if the bytes have a NUL in their first 8 KB and no byte order mark that would explain it. */
export function looksBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && bytes.subarray(0, 8192).includes(0);
}

function decode(bytes: Uint8Array, encoding: DecodedText['encoding'], byteOrderMark: boolean): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  return { text, encoding, byteOrderMark, lossless: encoding === 'utf-8' && isValidUtf8(bytes) };
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
