import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeError } from '../platform/files';
import { planTest, type TestPlan } from '../runner/plan';
import { runProbe, scenarios, type ProbeEvent } from '../runner/probe';
import { describeInjection, verdictOf, type Injection } from '../runner/report';
import { jsonReporter, tapReporter, textReporter, type TestReporter } from './formats/tests';
import { choosePaint } from './formats/paint';
import { complain, EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import type { Options } from './options';
import { createProgress } from './progress';
import type { Program } from './workbench';

/** `rseq test`: runs a program again and again and aborts its sections at every instruction. */
export async function test(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<ExitStatus> {
  const [file, ...args] = operands;
  if (file === undefined) throw new UsageError('test needs a program: rseq test <program> [-- arguments]');
  let plan: TestPlan;
  let content: Buffer;
  const name = path.resolve(io.cwd, file);
  try {
    content = readFileSync(name);
  } catch (error) {
    complain(io, `${file}: ${describeError(error)}`);
    return EXIT.failure;
  }
  try {
    plan = planTest(name, content);
  } catch (error) {
    complain(io, describeError(error));
    return EXIT.failure;
  }
  const reporter = reporterOf(program, io, options);
  const injections: Injection[] = [];
  const progress = createProgress(io, options.quiet || options.format !== 'text');
  const chosen = options.scenarios.length > 0 ? options.scenarios : [...scenarios];
  const total = plan.points.length * chosen.length;
  let problem: string | undefined;
  const onEvent = (event: ProbeEvent): void => {
    if (event.event === 'baseline') problem = problemOf(plan, event);
    if (event.event === 'skipped') reporter.skipped(event.scenario, event.reason);
    if (event.event !== 'injection') return;
    const injection = describeInjection(plan, event);
    injections.push(injection);
    progress.show(injections.length, total, `${injection.scenario} ${injection.point.text}`);
    reporter.injection(plan, injection);
  };
  const begin = performance.now();
  reporter.begin(plan);
  try {
    const { probe } = program;
    await runProbe(plan, { probe, scenarios: chosen, timeout: options.timeout, args, env: io.env }, onEvent);
  } catch (error) {
    problem = describeError(error);
  }
  progress.clear();
  const verdicts = plan.sections.map((_, index) => verdictOf(index, injections));
  if (problem === undefined && !verdicts.some(({ reached }) => reached)) {
    problem = `${plan.program} never runs one of its ${plan.sections.length} sections; pass it arguments that do`;
  }
  if (problem !== undefined) {
    complain(io, problem);
    return EXIT.failure;
  }
  reporter.end(plan, injections, verdicts, (performance.now() - begin) / 1000);
  return verdicts.some(({ reached, passed }) => reached && !passed) ? EXIT.findings : EXIT.clean;
}

/** Why nothing can be tested: the program does not even end well by itself. */
function problemOf({ program }: TestPlan, event: Extract<ProbeEvent, { event: 'baseline' }>): string | undefined {
  const { ending, executed } = event;
  if (ending === 'exit 0') {
    return executed ? `${program} runs another program in its place (exec); name that one` : undefined;
  }
  if (ending === 'hung') return `${program} does not end by itself within 10 s; a test has to, or say --timeout`;
  return `${program} ends with ${ending} before anything was done to it; it has to end with exit 0 if its invariant holds`;
}

function reporterOf(program: Program, io: CommandIo, options: Options): TestReporter {
  if (options.format === 'json') return jsonReporter(io, () => program.askMachine(io.env));
  if (options.format === 'tap') return tapReporter(io);
  return textReporter(io, choosePaint(options.color, io.out, io), options.verbose);
}
