import * as path from 'node:path';
import type { ProjectIndex } from './projectIndex';
import { isStandardHeader } from './standardHeaders';

/** Directories in which `#include` looks, besides the includer's own. Absolute. */
export interface IncludeSearch {
  readonly directories: readonly string[];
  /** Those that are searched last, of all targets that the unit may have. */
  readonly systemDirectories: readonly string[];
  /** Set for a unit of which nobody said where it looks: its project is looked through for what cannot be found. */
  readonly project?: ProjectIndex;
}

export interface IncludeLine {
  readonly name: string;
  readonly quoted: boolean;
}

/** A header that only the search of the project found. */
export interface FoundHeader extends IncludeLine {
  /** Taken as include directory; `file` lies in it under `name`. Absolute, both. */
  readonly directory: string;
  readonly file: string;
}

/** What a translation unit includes, as far as its `#include` lines tell. */
export interface IncludeClosure {
  /** Absolute, without the unit itself and without system headers. */
  readonly files: ReadonlySet<string>;
  /** How many different names were found nowhere. */
  readonly missing: number;
  readonly found: readonly FoundHeader[];
}

/** What the walk asks the disk. */
export interface WalkedFiles {
  includesOf(file: string): readonly IncludeLine[];
  isThere(file: string): boolean;
  isProvided(systemDirectory: string, name: string): boolean;
}

/** More directories are never taken for one unit. */
const MOST_DIRECTORIES = 32;

/** Follows the `#include` lines of `file` until nothing new is found. */
export function walkIncludes(file: string, search: IncludeSearch, files: WalkedFiles): IncludeClosure {
  const walk = new Walk(search, files, path.extname(file) === '.c');
  walk.follow(file);
  while (walk.takeDirectories()) walk.retry();
  return walk.closure;
}

interface Unresolved extends IncludeLine {
  readonly includer: string;
}

class Walk {
  readonly #search: IncludeSearch;
  readonly #files: WalkedFiles;
  readonly #isC: boolean;
  readonly #reached = new Set<string>();
  readonly #taken: string[] = [];
  readonly #found: FoundHeader[] = [];
  #unresolved: Unresolved[] = [];

  constructor(search: IncludeSearch, files: WalkedFiles, isC: boolean) {
    this.#search = search;
    this.#files = files;
    this.#isC = isC;
  }

  get closure(): IncludeClosure {
    const names = this.#unresolved.map(({ name }) => name);
    // `<vector>` in a header of C stands where only C++ comes by.
    const missing = new Set(this.#isC ? names.filter((name) => !/^[a-z_]+$/.test(name)) : names);
    return { files: this.#reached, missing: missing.size, found: this.#found };
  }

  follow(start: string): void {
    const pending = [start];
    for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
      for (const line of this.#files.includesOf(file)) {
        const next = this.#resolve({ ...line, includer: file });
        if (next === undefined || this.#reached.has(next)) continue;
        this.#reached.add(next);
        pending.push(next);
      }
    }
  }

  /** Takes the directories of the project from which alone an unresolved name can come; false if there are none. */
  takeDirectories(): boolean {
    const { project } = this.#search;
    if (!project) return false;
    const before = this.#taken.length;
    for (const { name } of this.#unresolved) {
      if (this.#taken.length >= MOST_DIRECTORIES) break;
      const directory = isStandardHeader(name) ? undefined : project.onlyDirectoryOf(name);
      if (directory === undefined || this.#taken.includes(directory) || this.#hidesSystem(project, directory)) continue;
      this.#taken.push(directory);
    }
    return this.#taken.length > before;
  }

  /** Looks again for what was not found, now that more directories are taken. */
  retry(): void {
    const again = this.#unresolved;
    this.#unresolved = [];
    for (const line of again) {
      const next = this.#resolve(line);
      if (next === undefined || this.#reached.has(next)) continue;
      this.#reached.add(next);
      this.follow(next);
    }
  }

  /** The file that the line includes, unless it is a system header or was not found, which is noted. */
  #resolve(line: Unresolved): string | undefined {
    const { name, quoted, includer } = line;
    const beside = quoted ? [path.dirname(includer)] : [];
    const hit = this.#firstIn([...beside, ...this.#search.directories], name);
    if (hit !== undefined) return hit.file;
    if (this.#search.systemDirectories.some((directory) => this.#files.isProvided(directory, name))) return undefined;
    const found = this.#firstIn(this.#taken, name);
    if (found) this.#found.push({ name, quoted, ...found });
    else this.#unresolved.push(line);
    return found?.file;
  }

  #firstIn(directories: readonly string[], name: string): { directory: string; file: string } | undefined {
    for (const directory of directories) {
      const file = path.resolve(directory, name);
      if (this.#files.isThere(file)) return { directory, file };
    }
    return undefined;
  }

  /** An include directory is searched before the system's: one with a `stdio.h` of its own would stand in for the real one. */
  #hidesSystem(project: ProjectIndex, directory: string): boolean {
    const provides = (name: string) =>
      this.#search.systemDirectories.some((system) => this.#files.isProvided(system, name));
    return project.standardHeadersIn(directory).some(provides);
  }
}
