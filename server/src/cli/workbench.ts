import { createAnalysisCache, type AbiProfile, type RuleInfo, type SyntaxBackend } from '../analysis';
import type { Settings } from '../platform/configuration';
import { FileStore } from '../platform/files';
import { ProjectFiles } from '../platform/projectFiles';
import { Projects } from '../platform/projects';
import { Toolchain } from '../platform/toolchain';
import type { Answerer } from '../project/answerPool';
import { Checker, type Analyse } from '../project/checker';
import { Locator } from '../project/located';
import { UnitPlanner } from '../project/units';
import { projectFolder, type Inputs } from './inputs';
import type { CommandIo } from './io';
import type { Options } from './options';

/** What the composition root hands to the commands. */
export interface Program {
  readonly version: string;
  readonly rules: readonly RuleInfo[];
  readonly analyse: Analyse;
  /** Loads the parsers; throws if none can be loaded. */
  loadSyntax(parser: Options['parser']): Promise<{ readonly backend: SyntaxBackend; readonly fallbackReason?: string }>;
  /** Starts threads that read units beside this one; as many as the machine has use for, or none. */
  startAnswerers(parser: Options['parser']): readonly Answerer[];
  /** What kernel and libc of this machine answer to `rseq abi`, by name; throws if that cannot be found out. */
  askMachine(env: CommandIo['env']): ReadonlyMap<string, string>;
  /** The program that runs tests, see server/native/probe. */
  readonly probe: string;
  /** Where rseq_test.h is. */
  readonly includeDirectory: string;
  /** Runs the language server until the client ends it. */
  serve(): Promise<void>;
}

/** Everything that one run of `check` or `sections` works with. */
export interface Workbench {
  readonly files: FileStore;
  readonly checker: Checker;
  readonly locator: Locator;
}

/** `profiles`: what words of `--abi` may mean besides the profiles that are known. */
export function createWorkbench(
  program: Program,
  syntax: SyntaxBackend,
  options: Options,
  inputs: Inputs,
  profiles: readonly AbiProfile[],
): Workbench {
  const files = new FileStore();
  const planner = new UnitPlanner({
    sources: files,
    files: new ProjectFiles(),
    projects: new Projects((file) => projectFolder(file, inputs)),
    toolchain: new Toolchain([program.includeDirectory]),
    override: { ...settingsOf(options), ...(profiles.length > 0 ? { profiles } : {}) },
    fallback: () => ({}),
    ...(options.configurationFile === undefined ? {} : { configurationFile: options.configurationFile }),
  });
  const context = { sources: files, syntax, cache: createAnalysisCache() };
  return { files, checker: new Checker(program.analyse, context, planner), locator: new Locator(files) };
}

function settingsOf(options: Options): Settings {
  const { abis, targets, compileCommands } = options;
  return {
    ...(abis.length > 0 ? { abis } : {}),
    ...(targets.length > 0 ? { targets: [...new Set(targets)] } : {}),
    ...(compileCommands === undefined ? {} : { compileCommands }),
    rules: options.rules,
    macros: options.macros,
    quoteDirectories: options.quoteDirectories,
    includeDirectories: options.includeDirectories,
    systemDirectories: options.systemDirectories,
    forcedIncludes: options.forcedIncludes,
  };
}
