import { homedir, tmpdir } from 'node:os';
import * as path from 'node:path';
import { statusOf } from './fileStatus';
import { ProjectIndex } from './projectIndex';

/** The projects that files belong to, each listed when it is first looked through and remembered until told otherwise. */
export class Projects {
  readonly #rootOf: (file: string) => string;
  readonly #indexes = new Map<string, ProjectIndex>();

  /** `rootOf` says which folder is the project of a file; all paths absolute. */
  constructor(rootOf: (file: string) => string) {
    this.#rootOf = rootOf;
  }

  /** The project of a file. */
  of(file: string): ProjectIndex {
    const root = this.#rootOf(file);
    let index = this.#indexes.get(root);
    if (!index) {
      index = new ProjectIndex(root);
      this.#indexes.set(root, index);
    }
    return index;
  }

  /** Files came or went. */
  forget(): void {
    this.#indexes.clear();
  }
}

/**
 * The folder of the project that `file` belongs to: the nearest checkout above it, else the folder from which it is built.
 * Undefined if there is neither, or if the file is none of the project's own: a tool keeps it in a hidden folder or in
 * node_modules.
 */
export function projectRootOf(file: string): string | undefined {
  const folders = foldersAbove(file);
  const isThere = (folder: string, names: readonly string[]): boolean =>
    names.some((name) => statusOf(path.join(folder, name)) !== undefined);
  const root = folders.find((folder) => isThere(folder, CHECKOUTS)) ?? folders.find((folder) => isThere(folder, ROOTS));
  if (root !== undefined) return root;
  const first = folders.findIndex((folder) => isThere(folder, PARTS));
  if (first < 0) return undefined;
  const behind = folders.findIndex((folder, index) => index > first && !isThere(folder, PARTS));
  return folders[behind < 0 ? folders.length - 1 : behind - 1];
}

const CHECKOUTS = ['.git', '.hg', '.svn', '.jj'];
/** Files that only the top folder of a build has. */
const ROOTS = [
  ...['.rseq.json', 'compile_commands.json', 'configure.ac', 'configure.in', 'configure'],
  ...['MODULE.bazel', 'WORKSPACE', 'WORKSPACE.bazel'],
];
/** Files that the folders below it may have as well: the topmost of a row of such folders counts. */
const PARTS = [
  ...['CMakeLists.txt', 'meson.build', 'Makefile', 'makefile', 'GNUmakefile', 'Makefile.am', 'Kbuild'],
  ...['BUILD', 'BUILD.bazel', 'SConstruct', 'SConscript', 'wscript'],
];

/** From the inside out, up to what no project is: a home, the place for temporary files, the top. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  const limits = new Set([homedir(), tmpdir()]);
  for (let folder = path.dirname(file); !limits.has(folder); folder = path.dirname(folder)) {
    const name = path.basename(folder);
    if (name === 'node_modules' || path.dirname(folder) === folder) break;
    folders.push(folder);
    if (name.startsWith('.')) break;
  }
  return folders;
}
