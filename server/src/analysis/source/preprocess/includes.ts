import type { PreprocessCache } from './cache';
import { headerModel } from './headerModels';
import type { PreprocessOptions } from './options';
import { folderOf, inFolder, isAbsolute, normalise } from './paths';
import type { ReadLog } from './readLog';
import type { SourceFile } from './sourceFile';

/** The folder name of header models in paths; no real path begins like this. */
export const MODEL_FOLDER = '<model>';

export interface FoundFile {
  readonly file: SourceFile;
  readonly isSystem: boolean;
  /** Place in the search list, -1 if beside the includer or by absolute path. */
  readonly searchIndex: number;
  readonly spelledPath: string;
}

export interface Includer {
  readonly spelledPath: string;
  readonly isSystem: boolean;
  readonly searchIndex: number;
}

interface SearchFolder {
  readonly path: string;
  readonly isSystem: boolean;
}

/** Finds headers in GCC's order: beside the includer and in the quote directories if quoted, then include, then system. */
export class IncludeSearch {
  readonly #cache: PreprocessCache;
  readonly #reads: ReadLog;
  readonly #folders: readonly SearchFolder[];
  readonly #firstAngled: number;
  readonly #found = new Map<string, FoundFile | undefined>();

  constructor(cache: PreprocessCache, reads: ReadLog, options: PreprocessOptions) {
    this.#cache = cache;
    this.#reads = reads;
    const system = new Set(options.systemDirectories.map(normalise));
    // GCC ignores a -I for a directory that is a system directory anyway, so that its headers stay system headers.
    const include = options.includeDirectories.filter((path) => !system.has(normalise(path)));
    const folder = (isSystem: boolean) => (path: string) => ({ path, isSystem });
    this.#folders = [
      ...options.quoteDirectories.map(folder(false)),
      ...include.map(folder(false)),
      ...options.systemDirectories.map(folder(true)),
    ];
    this.#firstAngled = options.quoteDirectories.length;
  }

  find(name: string, angled: boolean, includer: Includer): FoundFile | undefined {
    const folder = angled ? '' : folderOf(includer.spelledPath);
    const key = angled ? `<${name}` : `${includer.isSystem ? 'system' : 'user'} "${folder}|${name}`;
    if (this.#found.has(key)) return this.#found.get(key);
    const found =
      (angled ? undefined : this.#try(inFolder(folder, name), includer.isSystem, -1)) ??
      this.#search(name, angled ? this.#firstAngled : 0);
    this.#found.set(key, found);
    return found;
  }

  /** `#include_next`: goes on behind the directory in which the includer was found. */
  findNext(name: string, includer: Includer): FoundFile | undefined {
    return this.#search(name, includer.searchIndex + 1);
  }

  /** A file of the command line: as given, else searched like a quoted include. */
  findForced(name: string): FoundFile | undefined {
    return this.#try(name, false, -1) ?? this.#search(name, 0);
  }

  #search(name: string, from: number): FoundFile | undefined {
    if (isAbsolute(name)) return this.#try(name, false, -1);
    for (let index = from; index < this.#folders.length; index++) {
      const folder = this.#folders[index];
      const found = folder && this.#try(inFolder(folder.path, name), folder.isSystem, index);
      if (found !== undefined) return found;
    }
    return this.#model(name);
  }

  #try(path: string, isSystem: boolean, searchIndex: number): FoundFile | undefined {
    const file = this.#reads.read(normalise(path));
    return file && { file, isSystem, searchIndex, spelledPath: path };
  }

  #model(name: string): FoundFile | undefined {
    const text = headerModel(name);
    if (text === undefined) return undefined;
    const path = `${MODEL_FOLDER}/${name}`;
    const file = this.#cache.load(path, text);
    return file && { file, isSystem: true, searchIndex: this.#folders.length, spelledPath: path };
  }
}
