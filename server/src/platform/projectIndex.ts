import * as path from 'node:path';
import { isStandardHeader } from './standardHeaders';
import { isHeader, searchSourceTree, type SourceTree } from './sourceTree';

/** A project that has more is not looked through for headers: listing it would take seconds. Linux has 65 000 in 6 000. */
const MOST_FILES = 150_000;
const MOST_FOLDERS = 20_000;

/** Where builds leave copies of headers, and what tools hide. */
const LEFT_OUT = /^(\..*|build|_build|builddir|cmake-build-.*|CMakeFiles|bazel-.*)$/;

/** The C, C++ and assembly files of a project, by name. Listed once, when first asked. */
export class ProjectIndex {
  readonly root: string;
  #tree: SourceTree | undefined;
  #sources: readonly string[] | undefined;
  #headers: readonly string[] | undefined;
  #byName: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #standardHeaders = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.root = root;
  }

  /** Absolute paths of the files that may be translation units, sorted; of a very large project the first ones. */
  get sources(): readonly string[] {
    this.#sources ??= this.#listed().files.filter((file) => !isHeader(file));
    return this.#sources;
  }

  /** The others: files that are only ever read as parts of one of these, or of each other. */
  get headers(): readonly string[] {
    this.#headers ??= this.#listed().files.filter(isHeader);
    return this.#headers;
  }

  /** The directory from which `name` can be included, if there is exactly one in the project. */
  onlyDirectoryOf(name: string): string | undefined {
    if (path.isAbsolute(name) || name.split('/').includes('..')) return undefined;
    const wanted = path.posix.normalize(name);
    const [only, ...others] = this.#named(path.basename(wanted)).filter((file) => file.endsWith(`/${wanted}`));
    return only === undefined || others.length > 0 ? undefined : only.slice(0, -wanted.length - 1) || '/';
  }

  /** The names below `directory` that are those of standard headers, as an `#include` would write them. */
  standardHeadersIn(directory: string): readonly string[] {
    let names = this.#standardHeaders.get(directory);
    if (!names) {
      names = this.#all()
        .filter((file) => file.startsWith(`${directory}/`))
        .map((file) => file.slice(directory.length + 1))
        .filter(isStandardHeader);
      this.#standardHeaders.set(directory, names);
    }
    return names;
  }

  #named(name: string): readonly string[] {
    this.#byName ??= groupByName(this.#all());
    return this.#byName.get(name) ?? [];
  }

  /** Nothing of a project that is too large: of a part of it nobody could say that a name is there only once. */
  #all(): readonly string[] {
    const { files, isComplete } = this.#listed();
    return isComplete ? files : [];
  }

  #listed(): SourceTree {
    this.#tree ??= searchSourceTree(this.root, {
      files: MOST_FILES,
      folders: MOST_FOLDERS,
      isLeftOut: (name) => LEFT_OUT.test(name),
    });
    return this.#tree;
  }
}

function groupByName(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const name = path.basename(file);
    const group = groups.get(name);
    if (group) group.push(file);
    else groups.set(name, [file]);
  }
  return groups;
}
