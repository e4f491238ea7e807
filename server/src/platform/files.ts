import { readFileSync } from 'node:fs';
import { normalize } from 'node:path';
import type { SourceProvider } from '../analysis';
import { decodeText, looksBinary } from './decode';
import { statusOf } from './fileStatus';

/** Larger files are refused: nobody writes them by hand, and one string of that size stops everything else. */
const LARGEST_FILE = 64 * 1024 * 1024;

interface CachedFile {
  readonly modified: number;
  readonly size: number;
  readonly text: string;
}

/**
 * The analysis' view of the disk, with the editor's open documents laid over it. Within one generation a path is looked at
 * once, found or not: the preprocessor probes the same include directories again and again. A new generation looks again,
 * and hands out the same string object as long as modification time and size stay the same.
 */
export class FileStore implements SourceProvider {
  readonly #cache = new Map<string, CachedFile>();
  readonly #openDocuments = new Map<string, string>();
  readonly #seen = new Map<string, string | undefined>();

  read(file: string): string | undefined {
    const known = this.#openDocuments.get(file) ?? this.#seen.get(file);
    if (known !== undefined || this.#seen.has(file)) return known;
    const path = normalize(file);
    if (path !== file) return this.read(path);
    const text = this.#load(path);
    this.#seen.set(path, text);
    return text;
  }

  /** Forgets what was found and not found, but not the texts: files that did not change are not read again. */
  nextGeneration(): void {
    this.#seen.clear();
  }

  /** Lays the text of an open document over the file. */
  setOpenDocument(path: string, text: string): void {
    this.#openDocuments.set(path, text);
  }

  closeDocument(path: string): void {
    this.#openDocuments.delete(path);
    this.#seen.delete(path);
  }

  get openPaths(): readonly string[] {
    return [...this.#openDocuments.keys()];
  }

  #load(path: string): string | undefined {
    try {
      const status = statusOf(path);
      if (!status?.isFile() || status.size > LARGEST_FILE) return undefined;
      const cached = this.#cache.get(path);
      if (cached?.modified === status.mtimeMs && cached.size === status.size) return cached.text;
      const { text } = decodeText(readFileSync(path));
      this.#cache.set(path, { modified: status.mtimeMs, size: status.size, text });
      return text;
    } catch {
      // No permission, a path through a file, removed in between: for the preprocessor all of it means "not there".
      return undefined;
    }
  }
}

/** Why a file that the user named cannot be checked, in words; undefined if it can. */
export function whyUnreadable(path: string): string | undefined {
  try {
    const status = statusOf(path);
    if (!status) return 'no such file or directory';
    if (!status.isFile()) return 'neither a file nor a folder';
    if (status.size > LARGEST_FILE) return 'larger than 64 MB; no source file is';
    if (looksBinary(readFileSync(path))) return 'looks like a binary file; name a source file';
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/** The reason of a failed file operation without the operation and the path that Node puts around it. */
export function describeError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied; make it readable for this user';
    case 'EISDIR':
      return 'is a folder, not a file';
    case 'ELOOP':
      return 'too many symbolic links';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
