import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { decodeText } from '../platform/decode';
import { describeError } from '../platform/files';
import type { LocatedEdit, LocatedFinding, Locator } from '../project/located';
import type { Examination } from './examine';
import { plural } from './formats/summary';
import { complain, type CommandIo } from './io';
import type { CommandSession } from './session';

/** A fix may uncover another finding; more rounds than this mean that two fixes undo each other. */
const MOST_ROUNDS = 10;

/** An edit in offsets of the text that it belongs to. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * Applies fixes until none is left and gives the findings that remain. Only the fix of a finding that has exactly one is
 * applied: between several a human must choose. A fix goes in whole or not at all.
 */
export function applyFixes(session: CommandSession, io: CommandIo, quiet: boolean): Examination {
  const { locator, files, checker } = session.workbench;
  const writable = new WritableFiles((file, problem) => {
    complain(io, `${session.nameOf(file)}: not fixed: ${problem}`);
  });
  let fixed = 0;
  let result = session.examine();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { count, replacements } = chooseFixes(result.findings, locator, writable);
    if (count === 0) break;
    for (const [file, edits] of replacements) rewrite(file, edits);
    fixed += count;
    files.nextGeneration();
    checker.forgetAll();
    result = session.examine();
  }
  if (!quiet && fixed > 0) complain(io, `fixed ${plural(fixed, 'finding')}`);
  return result;
}

function chooseFixes(findings: readonly LocatedFinding[], locator: Locator, writable: WritableFiles) {
  const replacements = new Map<string, Replacement[]>();
  let count = 0;
  for (const { fixes } of findings) {
    const [fix] = fixes;
    if (!fix || fixes.length > 1 || !fix.edits.every(({ place }) => writable.has(place.file))) continue;
    const edits = fix.edits.map((edit) => ({ file: edit.place.file, ...replacementOf(edit, locator) }));
    if (edits.some(({ file, ...edit }) => replacements.get(file)?.some((other) => overlaps(edit, other)))) continue;
    for (const { file, ...edit } of edits) replacements.set(file, [...(replacements.get(file) ?? []), edit]);
    count++;
  }
  return { replacements, count };
}

/** Which files can be written back without damage; says once for each other file why not. */
class WritableFiles {
  readonly #known = new Map<string, boolean>();
  readonly #refuse: (file: string, problem: string) => void;

  constructor(refuse: (file: string, problem: string) => void) {
    this.#refuse = refuse;
  }

  has(file: string): boolean {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const problem = whyUnwritable(file);
    if (problem !== undefined) this.#refuse(file, problem);
    this.#known.set(file, problem === undefined);
    return problem === undefined;
  }
}

function whyUnwritable(file: string): string | undefined {
  try {
    accessSync(file, constants.W_OK);
    const { lossless } = decodeText(readFileSync(file));
    return lossless ? undefined : 'it is not valid UTF-8 and writing would damage it; convert it first';
  } catch (error) {
    return describeError(error);
  }
}

function replacementOf({ place, newText }: LocatedEdit, locator: Locator): Replacement {
  const lines = locator.linesOf(place.file);
  const hasCarriageReturns = locator.textOf(place.file).includes('\r\n');
  return {
    start: lines.offsetAt(place.start),
    end: lines.offsetAt(place.end),
    newText: hasCarriageReturns ? newText.replace(/\r?\n/g, '\r\n') : newText,
  };
}

/** Touching insertions count as overlapping: their order would be arbitrary. */
function overlaps(a: Replacement, b: Replacement): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Writes the file with its byte order mark kept. */
function rewrite(file: string, replacements: readonly Replacement[]): void {
  const { text, byteOrderMark } = decodeText(readFileSync(file));
  const ordered = [...replacements].sort((a, b) => b.start - a.start);
  const edited = ordered.reduce((current, edit) => {
    return current.slice(0, edit.start) + edit.newText + current.slice(edit.end);
  }, text);
  writeFileSync(file, `${byteOrderMark ? '\uFEFF' : ''}${edited}`);
}
