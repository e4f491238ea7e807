import * as path from 'node:path';
import { readCompileCommands, type CompileCommands } from './compileCommands';
import { findConfigurationFile, readConfiguration, type Configuration } from './configuration';
import { statusOf } from './fileStatus';

const DATABASE = 'compile_commands.json';

/** Finds and reads `.rseq.json` and compile_commands.json, each file once until {@link ProjectFiles.forget}. */
export class ProjectFiles {
  readonly #configurations = new Map<string, Configuration>();
  readonly #databases = new Map<string, CompileCommands>();
  readonly #nearestConfiguration = new Map<string, string | undefined>();
  readonly #nearestDatabase = new Map<string, string | undefined>();

  /** The nearest `.rseq.json` of a folder. */
  configurationFor(directory: string): Configuration | undefined {
    const file = remember(this.#nearestConfiguration, directory, () => findConfigurationFile(directory));
    return file === undefined ? undefined : this.configuration(file);
  }

  configuration(file: string): Configuration {
    return remember(this.#configurations, file, () => readConfiguration(file));
  }

  /** The nearest compile_commands.json of a folder: in it, in its `build`, or above. */
  compileCommandsFor(directory: string): CompileCommands | undefined {
    const file = remember(this.#nearestDatabase, directory, () => findDatabase(directory));
    return file === undefined ? undefined : this.compileCommands(file);
  }

  /** A database that was named: the file itself or the folder that has it. */
  compileCommands(named: string): CompileCommands {
    const inFolder = path.join(named, DATABASE);
    const file = path.basename(named) !== DATABASE && exists(inFolder) ? inFolder : named;
    return remember(this.#databases, file, () => readCompileCommands(file));
  }

  /** Reads everything again when it is next asked for. */
  forget(): void {
    this.#configurations.clear();
    this.#databases.clear();
    this.#nearestConfiguration.clear();
    this.#nearestDatabase.clear();
  }
}

function findDatabase(directory: string): string | undefined {
  for (let current = directory; ; current = path.dirname(current)) {
    const found = [path.join(current, DATABASE), path.join(current, 'build', DATABASE)].find(exists);
    if (found !== undefined || path.dirname(current) === current) return found;
  }
}

function exists(file: string): boolean {
  return statusOf(file) !== undefined;
}

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const value = find();
  known.set(key, value);
  return value;
}
