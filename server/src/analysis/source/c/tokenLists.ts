import type { Token } from '../preprocess/token';

/** Tokens [start, end) of a list. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

const openings = new Set(['(', '[', '{']);
const closings = new Set([')', ']', '}']);

/** The index of what closes the parenthesis, bracket or brace at `open`; the end of the list if nothing does. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (openings.has(text)) depth++;
    else if (closings.has(text) && --depth === 0) return i;
  }
  return tokens.length;
}

/** The parts of a range between separators that stand in no parentheses, empty ones included but for a last one. */
export function splitAt(tokens: readonly Token[], range: TokenRange, separator: string): TokenRange[] {
  const parts: TokenRange[] = [];
  let start = range.start;
  let depth = 0;
  for (let i = range.start; i < range.end; i++) {
    const text = tokens[i]?.text ?? '';
    if (openings.has(text)) depth++;
    else if (closings.has(text)) depth--;
    else if (depth === 0 && text === separator) {
      parts.push({ start, end: i });
      start = i + 1;
    }
  }
  return start < range.end ? [...parts, { start, end: range.end }] : parts;
}
