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
 * The nearest folder above `file` that is a checkout. Undefined if there is none, or if the file is none of the checkout's
 * own: a tool keeps it in a hidden folder or in node_modules.
 */
export function repositoryOf(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (statusOf(path.join(folder, '.git'))) return folder;
    const name = path.basename(folder);
    if (path.dirname(folder) === folder || name.startsWith('.') || name === 'node_modules') return undefined;
  }
}
