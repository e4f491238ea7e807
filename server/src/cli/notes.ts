import type { Note } from '../analysis';

/** Orders notes by the printed name of their file, then by message. */
export function compareNotes(a: Note, b: Note, nameOf: (file: string) => string): number {
  return compare(nameOf(a.file), nameOf(b.file)) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
