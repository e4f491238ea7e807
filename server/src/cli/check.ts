import type { Note } from '../analysis';
import { compareNotes } from './notes';
import { applyFixes } from './fix';
import { githubText } from './formats/github';
import { checkDocument } from './formats/json';
import { choosePaint } from './formats/paint';
import { plural, summarize, summaryLine, type Summary } from './formats/summary';
import { findingText } from './formats/text';
import type { Examination } from './examine';
import { complain, EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import type { Options } from './options';
import { openSession, type CommandSession } from './session';
import type { Program } from './workbench';

/** `rseq check`: prints the findings of all files; see the contract for the exit status. */
export async function check(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<ExitStatus> {
  if (options.compare) throw new UsageError('check --compare: only `rseq sections` puts ports side by side');
  const session = await openSession(program, io, operands, options);
  if (!session) return EXIT.failure;
  const result = await (options.fix ? applyFixes(session, io, options.quiet) : session.examine());
  const summary = summarize(result.files, result.sections.length, result.findings);
  print(session, result, summary, io, options);
  if (session.hasFailed) return EXIT.failure;
  return summary.errors + summary.warnings > 0 ? EXIT.findings : EXIT.clean;
}

function print(session: CommandSession, result: Examination, summary: Summary, io: CommandIo, options: Options): void {
  const { nameOf, workbench } = session;
  const notes = [...result.notes].sort((a, b) => compareNotes(a, b, nameOf));
  if (options.format === 'json') {
    io.out.write(checkDocument(result.findings, notes, summary, nameOf));
    return;
  }
  if (options.format === 'github') {
    for (const finding of result.findings) io.out.write(githubText(finding, nameOf));
  } else {
    const paint = choosePaint(options.color, io.out, io);
    const parts = { paint, locator: workbench.locator, nameOf, width: Math.min(io.out.columns ?? 160, 240) };
    for (const finding of result.findings) io.out.write(`${findingText(finding, parts)}\n`);
  }
  if (options.verbose) for (const { file, message } of notes) complain(io, `${nameOf(file)}: note: ${message}`);
  if (!options.quiet) complain(io, `${summaryLine(summary)}${hintAtNotes(notes, options)}`);
}

function hintAtNotes(notes: readonly Note[], options: Options): string {
  const isHinted = notes.length > 0 && !options.verbose;
  return isHinted ? ` (${plural(notes.length, 'thing')} unknown, -v says what)` : '';
}
