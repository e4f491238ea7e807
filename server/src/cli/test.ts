import { describeError } from '../platform/files';
import { buildTest } from '../runner/build';
import type { TestDefinition } from '../runner/definition';
import { Unavailable } from '../runner/route';
import { runSession, type SessionListener } from '../runner/session';
import { BuildFolder } from './buildFolder';
import { jsonReporter, tapReporter, textReporter, type TestReporter } from './formats/tests';
import { choosePaint } from './formats/paint';
import { complain, EXIT, type CommandIo, type ExitStatus } from './io';
import type { Options } from './options';
import { createProgress, type Progress } from './progress';
import { findTargets, type TestTargets } from './testTargets';
import type { Program } from './workbench';

/** `rseq test`: makes and runs programs again and again and aborts their sections at every instruction. */
export async function test(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<ExitStatus> {
  const [operand, ...args] = operands;
  const built = new BuildFolder(program.probe);
  try {
    const { includeDirectory } = program;
    const targets = findTargets(operand, { cwd: io.cwd, options, includeDirectory, buildDirectory: () => built.path });
    return await runAll(targets, args, { program, io, options });
  } finally {
    built.remove();
  }
}

interface Run {
  readonly program: Program;
  readonly io: CommandIo;
  readonly options: Options;
}

async function runAll(targets: TestTargets, args: readonly string[], run: Run): Promise<ExitStatus> {
  const { io, options } = run;
  const reporter = reporterOf(run);
  const progress = createProgress(io, options.quiet || options.format !== 'text');
  let worst: ExitStatus = EXIT.clean;
  const note = (status: ExitStatus): void => {
    if (status > worst) worst = status;
  };
  if (targets.kind === 'program') {
    const own = { name: targets.program, program: targets.program, directory: io.cwd, args, env: {}, timeout: 0 };
    note(await runTest(own, reporter, progress, run));
  } else {
    for (const problem of targets.problems) {
      complain(io, problem);
      note(EXIT.failure);
    }
    const builds = new Builds(run);
    for (const one of targets.tests) {
      reporter.test(one);
      const isBuilt = await builds.of(one);
      const all = { ...one, args: [...one.args, ...args] };
      note(isBuilt === undefined ? await runTest(all, reporter, progress, run) : fail(isBuilt, reporter, io));
    }
  }
  reporter.finish();
  return worst;
}

/** What is built, each command once however many tests it makes. */
class Builds {
  readonly #results = new Map<string, Promise<string | undefined>>();

  constructor(private readonly run: Run) {}

  /** Undefined if there is a program now, else why there is none. */
  of(test: TestDefinition): Promise<string | undefined> {
    const key = JSON.stringify([test.directory, test.build]);
    const known = this.#results.get(key) ?? this.#build(test);
    this.#results.set(key, known);
    return known;
  }

  async #build(test: TestDefinition): Promise<string | undefined> {
    const { io, options } = this.run;
    const output = (text: string): void => {
      if (options.verbose) io.err.write(text);
    };
    try {
      await buildTest(test, io.env, output);
      return undefined;
    } catch (error) {
      return describeError(error);
    }
  }
}

type Runnable = Pick<TestDefinition, 'program' | 'directory' | 'args' | 'env' | 'timeout'>;

async function runTest(
  test: Runnable,
  reporter: TestReporter,
  progress: Progress,
  { program, io, options }: Run,
): Promise<ExitStatus> {
  let done = 0;
  let total = 0;
  const listener: SessionListener = {
    planned(plan, injections) {
      total = injections;
      reporter.begin(plan);
    },
    inProcess: (reason) => {
      reporter.inProcess(reason);
    },
    skipped: (scenario, reason) => {
      reporter.skipped(scenario, reason);
    },
    injection(plan, injection) {
      progress.show(done++, total, `${injection.scenario} ${injection.point.text}`);
      reporter.injection(plan, injection);
    },
    store(plan, store) {
      reporter.store(plan, store);
    },
  };
  const { args, directory } = test;
  const timeout = options.timeout || test.timeout;
  const env = { ...io.env, ...test.env };
  const { scenarios, pass, loop } = options;
  try {
    const session = { probe: program.probe, scenarios, timeout, pass, loop, args, env, directory };
    const { plan, injections, verdicts, seconds } = await runSession(test.program, session, listener);
    progress.clear();
    reporter.end(plan, injections, verdicts, seconds);
    return verdicts.some(({ reached, passed }) => reached && !passed) ? EXIT.findings : EXIT.clean;
  } catch (error) {
    progress.clear();
    if (!(error instanceof Unavailable)) return fail(describeError(error), reporter, io);
    complain(io, error.message);
    reporter.unavailable(test.program, error);
    return EXIT.failure;
  }
}

function fail(message: string, reporter: TestReporter, io: CommandIo): ExitStatus {
  complain(io, message);
  reporter.failed(message);
  return EXIT.failure;
}

function reporterOf({ program, io, options }: Run): TestReporter {
  if (options.format === 'json') return jsonReporter(io, () => program.askMachine(io.env));
  if (options.format === 'tap') return tapReporter(io);
  return textReporter(io, choosePaint(options.color, io.out, io), options.verbose);
}
