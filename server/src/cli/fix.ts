import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { LineIndex } from '../analysis';
import { decodeText } from '../platform/decode';
import { describeError } from '../platform/files';
import { chooseFixes } from '../project/fixes';
import type { LocatedEdit } from '../project/located';
import type { Examination } from './examine';
import { plural } from './formats/summary';
import { complain, type CommandIo } from './io';
import type { CommandSession } from './session';

/** A fix may uncover another finding; more rounds than this mean that two fixes undo each other. */
const MOST_ROUNDS = 10;

/** Applies fixes until none is left that needs no choice, and gives the findings that remain. */
export async function applyFixes(session: CommandSession, io: CommandIo, quiet: boolean): Promise<Examination> {
  const { files, checker } = session.workbench;
  const writable = new WritableFiles((file, problem) => {
    complain(io, `${session.nameOf(file)}: not fixed: ${problem}`);
  });
  let fixed = 0;
  let result = await session.examine();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { count, edits } = chooseFixes(result.findings, (file) => writable.has(file));
    if (count === 0) break;
    for (const [file, ofFile] of edits) rewrite(file, ofFile);
    fixed += count;
    files.nextGeneration();
    checker.forgetAll();
    result = await session.examine();
  }
  if (!quiet && fixed > 0) complain(io, `fixed ${plural(fixed, 'finding')}`);
  return result;
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

/** Writes the file with its byte order mark and its kind of line ends kept. */
function rewrite(file: string, edits: readonly LocatedEdit[]): void {
  const { text, byteOrderMark } = decodeText(readFileSync(file));
  const lines = new LineIndex(text);
  const hasCarriageReturns = text.includes('\r\n');
  const replacements = edits.map(({ place, newText }) => ({
    start: lines.offsetAt(place.start),
    end: lines.offsetAt(place.end),
    newText: hasCarriageReturns ? newText.replace(/\r?\n/g, '\r\n') : newText,
  }));
  replacements.sort((a, b) => b.start - a.start);
  const edited = replacements.reduce((current, { start, end, newText }) => {
    return current.slice(0, start) + newText + current.slice(end);
  }, text);
  writeFileSync(file, `${byteOrderMark ? '\uFEFF' : ''}${edited}`);
}
