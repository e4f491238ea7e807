import { describeError } from '../platform/files';
import { isHeader } from '../platform/sourceTree';
import { AnswerPool, type Answerer } from '../project/answerPool';
import { examine, type Examination } from './examine';
import { expandPaths, nameOf, type Inputs } from './inputs';
import { complain, type CommandIo } from './io';
import { checkAbi, type Options } from './options';
import { ownProfiles } from './ownProfiles';
import { createProgress } from './progress';
import { createWorkbench, type Program, type Workbench } from './workbench';

/** So many source files are read sooner by threads. */
const FILES_FOR_THREADS = 8;

/** One run over the files of a command line: what was found, and what is needed to print it. */
export interface CommandSession {
  readonly workbench: Workbench;
  readonly inputs: Inputs;
  readonly nameOf: (file: string) => string;
  /** Looks at all files again. */
  examine(): Promise<Examination>;
  /** True once something could not be read or an analysis crashed. */
  readonly hasFailed: boolean;
}

/** Expands the paths, loads the parsers and says on standard error what was wrong; undefined if there are no parsers. */
export async function openSession(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<CommandSession | undefined> {
  const own = options.abis.length > 0 ? ownProfiles(options, io.cwd) : [];
  for (const name of options.abis) checkAbi(name, own);
  const inputs = expandPaths(operands, io.cwd);
  for (const problem of inputs.problems) complain(io, problem);
  try {
    const { backend, fallbackReason } = await program.loadSyntax(options.parser);
    if (fallbackReason !== undefined && options.verbose) complain(io, `using the portable parser: ${fallbackReason}`);
    const workbench = createWorkbench(program, backend, options, inputs, own);
    return new RunningSession(io, options, inputs, workbench, () => program.startAnswerers(options.parser));
  } catch (error) {
    complain(io, `cannot load the parsers: ${describeError(error)}; run \`npm run build\` or install rseq again`);
    return undefined;
  }
}

class RunningSession implements CommandSession {
  readonly #io: CommandIo;
  readonly #options: Options;
  readonly #said = new Set<string>();
  #hasFailed: boolean;

  constructor(
    io: CommandIo,
    options: Options,
    readonly inputs: Inputs,
    readonly workbench: Workbench,
    private readonly startAnswerers: () => readonly Answerer[],
  ) {
    this.#io = io;
    this.#options = options;
    this.#hasFailed = inputs.problems.length > 0;
  }

  readonly nameOf = (file: string): string => nameOf(file, this.inputs, this.#io.cwd);

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  async examine(): Promise<Examination> {
    const progress = createProgress(this.#io, this.#options.quiet);
    const { checker, locator } = this.workbench;
    const pool = this.#startPool();
    const result = await examine(this.inputs, {
      checker,
      locator,
      pool,
      nameOf: this.nameOf,
      progress: (done, total, file) => {
        progress.show(done, total, this.nameOf(file));
      },
    });
    await pool?.stop();
    progress.clear();
    this.#report(result);
    return result;
  }

  /** Not for a few files: a thread takes a while to start. */
  #startPool(): AnswerPool | undefined {
    const sources = this.inputs.files.filter((file) => !isHeader(file)).length;
    const answerers = sources < FILES_FOR_THREADS ? [] : this.startAnswerers();
    return answerers.length > 0 ? new AnswerPool(answerers) : undefined;
  }

  /** Configuration problems and crashes, each once however often the files are looked at. */
  #report({ problems, crashes }: Examination): void {
    for (const { file, line, message, severity } of problems) {
      const place = line === undefined ? this.nameOf(file) : `${this.nameOf(file)}:${line}`;
      if (severity === 'error') this.#hasFailed = true;
      else if (this.#options.quiet) continue;
      this.#say(`${place}: ${severity === 'warning' ? 'warning: ' : ''}${message}`);
    }
    for (const { file, error } of crashes) {
      this.#hasFailed = true;
      const detail = this.#options.verbose && error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#say(`${this.nameOf(file)}: internal error: ${detail}; please report it with this file`);
    }
  }

  #say(message: string): void {
    if (!this.#said.has(message)) complain(this.#io, message);
    this.#said.add(message);
  }
}
