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

  constructor(sources: SourceProvider) {
    this.#sources = sources;
  }

  /** True if `file` includes `header`, directly or through other files. */
  reaches(file: string, header: string, search: IncludeSearch): boolean {
    const visited = new Set([file]);
    const pending = [file];
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      for (const next of this.#includedFiles(current, search)) {
        if (next === header) return true;
        if (!visited.has(next)) pending.push(next);
        visited.add(next);
      }
    }
    return false;
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
