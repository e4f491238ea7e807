import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { statusOf } from './fileStatus';

const SOURCE_EXTENSIONS = new Set(['.c', '.cc', '.cpp', '.cxx', '.S', '.s']);
const HEADER_EXTENSIONS = new Set(['.h', '.hh', '.hpp', '.hxx', '.inc']);
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', 'out', 'dist', '.cache']);

/** True for a file that is only ever read as a part of another one. */
export function isHeader(file: string): boolean {
  return HEADER_EXTENSIONS.has(path.extname(file));
}

/** True for every extension that a folder is searched for. */
export function isSourceOrHeader(file: string): boolean {
  const extension = path.extname(file);
  return SOURCE_EXTENSIONS.has(extension) || HEADER_EXTENSIONS.has(extension);
}

/** Where a search of a folder ends. */
export interface TreeLimits {
  readonly files: number;
  readonly folders: number;
  /** Folders of this name are left out besides those of tools. */
  readonly isLeftOut: (name: string) => boolean;
}

/** The files of a folder; `isComplete` is false if a limit ended the search. */
export interface SourceTree {
  readonly files: readonly string[];
  readonly isComplete: boolean;
}

/**
 * Absolute paths of all C, C++ and assembly files below `folder`, sorted. Symbolic links to folders are not followed (they
 * make loops), folders that cannot be read are left out.
 */
export function listSourceTree(folder: string): readonly string[] {
  const unlimited = Number.POSITIVE_INFINITY;
  return searchSourceTree(folder, { files: unlimited, folders: unlimited, isLeftOut: () => false }).files;
}

/** The same within limits. */
export function searchSourceTree(folder: string, limits: TreeLimits): SourceTree {
  const found: string[] = [];
  const pending = [folder];
  let searched = 0;
  while (pending.length > 0 && found.length < limits.files && searched < limits.folders) {
    const current = pending.pop() ?? folder;
    const folders: string[] = [];
    searched++;
    for (const entry of entriesOf(current)) {
      const full = path.join(current, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name) && !limits.isLeftOut(entry.name)) folders.push(full);
      } else if (isSourceOrHeader(entry.name) && (entry.isFile() || isLinkToFile(full))) {
        found.push(full);
      }
    }
    pending.push(...folders.reverse());
  }
  return { files: found.sort(comparePaths), isComplete: pending.length === 0 };
}

/**
 * The files below a folder that `isWanted` by their name, folder by folder, without holding up whatever else there is to do. Folders of tools and
 * hidden ones are left out, as those that cannot be read.
 */
export async function* walkFiles(folder: string, isWanted: (name: string) => boolean): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => comparePaths(a.name, b.name))) {
    const full = path.join(folder, entry.name);
    if (entry.isFile() && isWanted(entry.name)) yield full;
    const isOwn = entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && !entry.name.startsWith('.');
    if (isOwn) yield* walkFiles(full, isWanted);
  }
}

/** Plain code unit order: the same on every machine. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => comparePaths(a.name, b.name));
  } catch {
    return [];
  }
}

function isLinkToFile(file: string): boolean {
  return statusOf(file)?.isFile() ?? false;
}
