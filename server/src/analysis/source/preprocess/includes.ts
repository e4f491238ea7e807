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

/** A question for a header. */
export interface IncludeLookup {
  readonly key: string;
  readonly name: string;
  readonly angled: boolean;
  readonly isNext: boolean;
  readonly includer: Includer;
  readonly found: FoundFile | undefined;
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
  readonly #lookups = new Map<string, IncludeLookup>();

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

  /** @param isNext `#include_next`: goes on behind the directory in which the includer was found */
  lookUp(name: string, angled: boolean, isNext: boolean, includer: Includer): IncludeLookup {
    const key = keyOf(name, angled, isNext, includer);
    const known = this.#lookups.get(key);
    if (known) return known;
    return this.#answer({ key, name, angled, isNext, includer });
  }

  /** What another run's question gives in this one. */
  repeat(lookup: IncludeLookup): FoundFile | undefined {
    return (this.#lookups.get(lookup.key) ?? this.#answer(lookup)).found;
  }

  #answer(question: Omit<IncludeLookup, 'found'>): IncludeLookup {
    const { name, angled, isNext, includer } = question;
    const found = isNext ? this.#search(name, includer.searchIndex + 1) : this.#find(name, angled, includer);
    const lookup = { ...question, found };
    this.#lookups.set(question.key, lookup);
    return lookup;
  }

  #find(name: string, angled: boolean, includer: Includer): FoundFile | undefined {
    return (
      (angled ? undefined : this.#try(inFolder(folderOf(includer.spelledPath), name), includer.isSystem, -1)) ??
      this.#search(name, angled ? this.#firstAngled : 0)
    );
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

function keyOf(
  name: string,
  angled: boolean,
  isNext: boolean,
  { spelledPath, isSystem, searchIndex }: Includer,
): string {
  if (isNext) return `next ${searchIndex} ${name}`;
  return angled ? `<${name}` : `${isSystem ? 'system' : 'user'} "${folderOf(spelledPath)}|${name}`;
}
