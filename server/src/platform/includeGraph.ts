import type { SourceProvider } from '../analysis';
import { statusOf } from './fileStatus';
import { walkIncludes, type IncludeClosure, type IncludeLine, type IncludeSearch } from './includeWalk';

interface ScannedFile {
  readonly text: string;
  readonly includes: readonly IncludeLine[];
  readonly mentionsRseq: boolean;
}

/**
 * Who includes whom, by a cheap look at the `#include` lines. Conditions are not evaluated, so this may say "includes" where
 * the preprocessor would not; it only proposes hosts for a header and directories for a unit that nobody configured, and the
 * analysis tells whether it was right.
 */
export class IncludeGraph {
  readonly #sources: SourceProvider;
  readonly #scanned = new Map<string, ScannedFile>();
  /** Of translation units: many headers are asked for one after the other. */
  readonly #closures = new Map<string, IncludeClosure>();
  readonly #provided = new Map<string, boolean>();

  constructor(sources: SourceProvider) {
    this.#sources = sources;
  }

  /** Everything that `file` includes, directly or through other files. `searchOf` is asked once for each file. */
  closureOf(file: string, searchOf: (file: string) => IncludeSearch): IncludeClosure {
    let closure = this.#closures.get(file);
    if (!closure) {
      closure = walkIncludes(file, searchOf(file), {
        includesOf: (one) => this.#scan(one)?.includes ?? [],
        isThere: (one) => this.#sources.read(one) !== undefined,
        isProvided: (directory, name) => this.#isProvided(`${directory}/${name}`),
      });
      this.#closures.set(file, closure);
    }
    return closure;
  }

  /** False only if nothing in the file's own text can be about restartable sequences: their very names say so. */
  mentionsRseq(file: string): boolean {
    return this.#scan(file)?.mentionsRseq ?? false;
  }

  /**
   * The text of a file changed. Most changes leave its includes as they were, and with them all that is known; false if
   * this one did not.
   */
  fileChanged(file: string): boolean {
    const before = this.#scanned.get(file)?.includes;
    if (!before || JSON.stringify(before) === JSON.stringify(this.#scan(file)?.includes)) return true;
    for (const [root, { files }] of this.#closures) if (root === file || files.has(file)) this.#closures.delete(root);
    return false;
  }

  /** Files came or went, or directories are searched in another order. */
  everythingChanged(): void {
    this.#closures.clear();
    this.#provided.clear();
  }

  /** System headers are only looked for: reading those of all targets would take long. */
  #isProvided(file: string): boolean {
    let isProvided = this.#provided.get(file);
    if (isProvided === undefined) {
      isProvided = statusOf(file)?.isFile() ?? false;
      this.#provided.set(file, isProvided);
    }
    return isProvided;
  }

  #scan(file: string): ScannedFile | undefined {
    const text = this.#sources.read(file);
    if (text === undefined) return undefined;
    const known = this.#scanned.get(file);
    if (known?.text === text) return known;
    const matches = text.matchAll(/^[ \t]*#[ \t]*include(?:_next)?[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm);
    const includes = [...matches].map((match) => ({
      name: match[1] ?? match[2] ?? '',
      quoted: match[1] !== undefined,
    }));
    const scanned = { text, includes, mentionsRseq: /rseq/i.test(text) };
    this.#scanned.set(file, scanned);
    return scanned;
  }
}
