import type { RuleInfo } from '../analysis';
import { choosePaint, type Paint } from './formats/paint';
import { EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import { unknownRule, type Options } from './options';
import type { Program } from './workbench';

/** `rseq explain`: the page of a rule for the terminal; without a rule, all rules with one line each. */
export function explain(program: Program, io: CommandIo, operands: readonly string[], options: Options): ExitStatus {
  const paint = choosePaint(options.color, io.out, io);
  const [id, ...more] = operands;
  if (more.length > 0) throw new UsageError('explain takes one rule');
  if (id === undefined) {
    io.out.write(listOf(program.rules, paint));
    return EXIT.clean;
  }
  const rule = program.rules.find((one) => one.id === id);
  if (!rule) {
    const ids = program.rules.map((one) => one.id);
    throw new UsageError(unknownRule(id, ids));
  }
  io.out.write(renderPage(rule.page, paint));
  return EXIT.clean;
}

function listOf(rules: readonly RuleInfo[], paint: Paint): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, summary }) => {
    return `${paint.bold(id.padEnd(width))}  ${paint.severity(severity, severity.padEnd(7))}  ${summary}`;
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Markdown as far as rule pages use it: headings, fenced code, bold and code words. Without colours it stays as it is. */
function renderPage(page: string, paint: Paint): string {
  let isCode = false;
  const lines = page.trimEnd().split('\n');
  const rendered = lines.flatMap((line) => {
    if (line.startsWith('```')) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [`    ${paint.dim(line)}`.trimEnd()];
    const heading = /^#+ (.*)$/.exec(line);
    if (heading) return [paint.bold(heading[1] ?? '')];
    return [line.replace(/\*\*([^*]+)\*\*/g, (_, text: string) => paint.bold(text))];
  });
  return `${rendered.join('\n')}\n`;
}
