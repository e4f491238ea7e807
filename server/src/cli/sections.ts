import { operationsOf } from '../analysis';
import { operationsDocument, operationsText } from './formats/operations';
import { sectionsDocument } from './formats/json';
import { choosePaint } from './formats/paint';
import { plural } from './formats/summary';
import { sectionText } from './formats/text';
import { complain, EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import type { Options } from './options';
import { openSession } from './session';
import type { Program } from './workbench';

/** `rseq sections`: prints the model of every critical section. Findings do not matter here. */
export async function sections(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<ExitStatus> {
  if (options.fix) throw new UsageError('sections --fix: only `rseq check` has fixes');
  const session = await openSession(program, io, operands, options);
  if (!session) return EXIT.failure;
  const { nameOf, workbench } = session;
  const result = await session.examine();
  if (options.compare) {
    const operations = operationsOf(result.ports);
    const text =
      options.format === 'json'
        ? operationsDocument(operations, workbench.locator, nameOf)
        : operationsText(operations, choosePaint(options.color, io.out, io));
    io.out.write(text);
    return session.hasFailed ? EXIT.failure : EXIT.clean;
  }
  if (options.format === 'json') {
    io.out.write(sectionsDocument(result.sections, workbench.locator, nameOf));
  } else {
    const paint = choosePaint(options.color, io.out, io);
    const parts = { paint, locator: workbench.locator, nameOf, width: io.out.columns ?? 160 };
    for (const section of result.sections) io.out.write(`${sectionText(section, parts)}\n`);
    const count = plural(result.sections.length, 'critical section');
    if (!options.quiet) complain(io, `${count} in ${plural(result.files, 'file')}`);
  }
  return session.hasFailed ? EXIT.failure : EXIT.clean;
}
