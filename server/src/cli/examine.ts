import { setImmediate as eventLoop } from 'node:timers/promises';
import { mergeUses, unusedSuppressions, type Finding, type Note, type Port, type SectionSummary } from '../analysis';
import type { ConfigurationProblem } from '../platform/configuration';
import { isHeader } from '../platform/sourceTree';
import type { AnswerPool } from '../project/answerPool';
import type { Checker, FileCheck } from '../project/checker';
import { sortFindings, sortSections, type LocatedFinding, type Locator } from '../project/located';
import { mergeFindings, mergeNotes, mergeSections } from '../project/merge';
import { AnswersAhead } from './answersAhead';
import type { Inputs } from './inputs';

/** Everything that was found in the files of a command line. */
export interface Examination {
  readonly files: number;
  readonly findings: readonly LocatedFinding[];
  readonly sections: readonly SectionSummary[];
  readonly ports: readonly Port[];
  readonly notes: readonly Note[];
  /** About configuration files, each once. */
  readonly problems: readonly ConfigurationProblem[];
  /** Files whose analysis threw. */
  readonly crashes: readonly { readonly file: string; readonly error: unknown }[];
}

export interface ExamineParts {
  readonly checker: Checker;
  /** Reads files beside this thread. */
  readonly pool: AnswerPool | undefined;
  readonly locator: Locator;
  /** Called before each file. */
  readonly progress: (done: number, total: number, file: string) => void;
  /** How a file is printed; the order of the output follows it. */
  readonly nameOf: (file: string) => string;
}

/**
 * Checks every source file, then those headers that none of them included, each through a host, but none that leads to
 * nothing new. What a source file's headers show counts as well; through a host only the header itself was asked for. Goes
 * through the event loop between files: the native parser's trees are freed there and nowhere else.
 */
export async function examine(inputs: Inputs, parts: ExamineParts): Promise<Examination> {
  const { checker } = parts;
  const run = new Run(parts, inputs.files.length);
  const covered = new Set<string>();
  const sources = inputs.files.filter((one) => !isHeader(one));
  const ahead = parts.pool && new AnswersAhead(sources, checker, parts.pool);
  for (const [index, file] of sources.entries()) {
    await ahead?.reach(index, (next) => checker.isWorthReading(next, covered));
    run.check(file, () => (checker.isWorthReading(file, covered) ? checker.check(file) : run.passOver(file)));
    for (const dependency of run.checks.at(-1)?.dependencies ?? []) covered.add(dependency);
    await eventLoop();
  }
  for (const header of inputs.files.filter(isHeader)) {
    if (covered.has(header)) run.skip(header);
    else if (!checker.isWorthReading(header, covered)) run.check(header, () => run.passOver(header));
    else run.check(header, () => onlyIn(header, checker.checkHeader(header, [])));
    await eventLoop();
  }
  const { checks } = run;
  const findings = mergeFindings([...checks.map((check) => check.findings), unusedIn(run, inputs, covered)], 'sum').map(
    (finding) => parts.locator.locateFinding(finding),
  );
  const sections = mergeSections(
    checks.map((check) => check.sections),
    'sum',
  );
  return {
    files: inputs.files.length - run.crashes.length,
    findings: sortFindings(findings, parts.nameOf),
    sections: sortSections(sections, parts.nameOf),
    ports: checks.flatMap((check) => check.ports),
    notes: mergeNotes(checks.map((check) => check.notes)),
    problems: distinctProblems(checks.flatMap((check) => check.problems)),
    crashes: run.crashes,
  };
}

/**
 * Suppressions that nothing in this run has a use for. In a header only if the header was asked for and everything that may include
 * it was read.
 */
function unusedIn({ checks, crashes, passedOver }: Run, { files }: Inputs, covered: ReadonlySet<string>): Finding[] {
  const asked = new Set(files);
  const alone = new Set(checks.map((check) => check.file));
  const isWholeRun = crashes.length === 0 && passedOver === 0;
  return unusedSuppressions(mergeUses(checks.map((check) => check.suppressions))).filter(({ span: { file } }) => {
    return asked.has(file) && (alone.has(file) || (isWholeRun && covered.has(file)));
  });
}

class Run {
  readonly checks: FileCheck[] = [];
  readonly crashes: { file: string; error: unknown }[] = [];
  /** How many files were not read because they lead to nothing new. */
  passedOver = 0;
  readonly #parts: ExamineParts;
  readonly #total: number;
  #done = 0;

  constructor(parts: ExamineParts, total: number) {
    this.#parts = parts;
    this.#total = total;
  }

  check(file: string, check: () => FileCheck): void {
    this.#parts.progress(this.#done++, this.#total, file);
    try {
      this.checks.push(check());
    } catch (error) {
      this.crashes.push({ file, error });
    }
  }

  passOver(file: string): FileCheck {
    this.passedOver++;
    return this.#parts.checker.passOver(file);
  }

  skip(file: string): void {
    this.#parts.progress(this.#done++, this.#total, file);
  }
}

function onlyIn(file: string, check: FileCheck): FileCheck {
  return {
    ...check,
    findings: check.findings.filter(({ span }) => span.file === file),
    sections: check.sections.filter(({ span }) => span.file === file),
    ports: check.ports.filter(({ span }) => span.file === file),
    // What other hosts have a use for nobody has asked.
    suppressions: check.file === file ? check.suppressions : [],
  };
}

function distinctProblems(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return [...new Map(problems.map((one) => [`${one.file} ${one.line ?? 0} ${one.message}`, one])).values()];
}
