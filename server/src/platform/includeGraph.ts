import * as path from 'node:path';
import type { SourceProvider } from '../analysis';

/** Directories in which `#include` looks, besides the includer's own. */
export interface IncludeSearch {
  readonly directories: readonly string[];
}

interface ScannedFile {
  readonly text: string;
  readonly includes: readonly { readonly name: string; readonly quoted: boolean }[];
}

/**
 * Who includes whom, by a cheap look at the `#include` lines. Conditions are not evaluated, so this may say "includes" where
 * the preprocessor would not; it only proposes hosts for a header, and the analysis of the host tells whether it was right.
 */
export class IncludeGraph {
  readonly #sources: SourceProvider;
  readonly #scanned = new Map<string, ScannedFile>();
  /** Source file → everything that it includes: many headers are asked for one after the other. */
  readonly #closures = new Map<string, ReadonlySet<string>>();

  constructor(sources: SourceProvider) {
    this.#sources = sources;
  }

  /** True if `file` includes `header`, directly or through other files. `searchOf` is asked once for each file. */
  reaches(file: string, header: string, searchOf: (file: string) => IncludeSearch): boolean {
    const closure = this.#closures.get(file) ?? this.#closureOf(file, searchOf(file));
    this.#closures.set(file, closure);
    return closure.has(header);
  }

  /** The text of a file changed. Most changes leave its includes as they were, and with them all that is known. */
  fileChanged(file: string): void {
    const before = this.#scanned.get(file)?.includes;
    if (!before) return;
    const after = this.#scan(file);
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#closures.clear();
  }

  /** Files came or went, or directories are searched in another order. */
  everythingChanged(): void {
    this.#closures.clear();
  }

  #closureOf(file: string, search: IncludeSearch): ReadonlySet<string> {
    const reached = new Set<string>();
    const pending = [file];
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      for (const next of this.#includedFiles(current, search)) {
        if (!reached.has(next)) pending.push(next);
        reached.add(next);
      }
    }
    return reached;
  }

  #includedFiles(file: string, search: IncludeSearch): string[] {
    const found: string[] = [];
    for (const { name, quoted } of this.#scan(file)) {
      const directories = quoted ? [path.dirname(file), ...search.directories] : search.directories;
      const candidates = directories.map((directory) => path.resolve(directory, name));
      const hit = candidates.find((candidate) => this.#sources.read(candidate) !== undefined);
      if (hit !== undefined) found.push(hit);
    }
    return found;
  }

  #scan(file: string): ScannedFile['includes'] {
    const text = this.#sources.read(file);
    if (text === undefined) return [];
    const known = this.#scanned.get(file);
    if (known?.text === text) return known.includes;
    const matches = text.matchAll(/^[ \t]*#[ \t]*include(?:_next)?[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm);
    const includes = [...matches].map((match) => ({
      name: match[1] ?? match[2] ?? '',
      quoted: match[1] !== undefined,
    }));
    this.#scanned.set(file, { text, includes });
    return includes;
  }
}
