import * as path from 'node:path';
import { whyUnreadable } from '../platform/files';
import { statusOf } from '../platform/fileStatus';
import { projectRootOf } from '../platform/projects';
import { listSourceTree } from '../platform/sourceTree';

/** The files that the paths of a command line mean. */
export interface Inputs {
  /** Absolute, each once, in the order of the command line, folders sorted. */
  readonly files: readonly string[];
  /** One line each for what cannot be read. */
  readonly problems: readonly string[];
  /** How a file is printed: as given; below a given folder, with the folder as given; else see {@link nameOf}. */
  readonly names: ReadonlyMap<string, string>;
  /** Folders that were given, absolute: the projects of files that are in no checkout. */
  readonly folders: readonly string[];
}

/** Expands files and folders; no path at all means the working directory. Never throws. */
export function expandPaths(paths: readonly string[], cwd: string): Inputs {
  const names = new Map<string, string>();
  const problems: string[] = [];
  const folders: string[] = [];
  for (const given of paths.length > 0 ? paths : ['.']) {
    const absolute = path.resolve(cwd, given);
    const found = isFolder(absolute) ? listSourceTree(absolute) : [absolute];
    if (isFolder(absolute)) folders.push(absolute);
    if (found.length === 0)
      problems.push(`${given}: no C, C++ or assembly files below ${given}; name a folder that has some`);
    for (const file of found) {
      const name = file === absolute ? given : joinAsGiven(given, path.relative(absolute, file));
      const reason = whyUnreadable(file);
      if (reason !== undefined) problems.push(`${name}: ${reason}`);
      else if (!names.has(file)) names.set(file, name);
    }
  }
  return { files: [...names.keys()], problems, names, folders };
}

/** Decision 3: paths as given; others relative to the working directory if below it, else absolute. */
export function nameOf(file: string, inputs: Inputs, cwd: string): string {
  const given = inputs.names.get(file);
  if (given !== undefined) return given;
  const relative = path.relative(cwd, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** The project of a file: its checkout or what it is built in, else the folder that was given and has it, else its own folder. */
export function projectFolder(file: string, inputs: Inputs): string {
  const given = inputs.folders.find((folder) => file.startsWith(`${folder}${path.sep}`));
  return projectRootOf(file) ?? given ?? path.dirname(file);
}

function joinAsGiven(folder: string, relative: string): string {
  return folder === '.' ? relative : `${folder.replace(/\/+$/, '')}/${relative}`;
}

function isFolder(file: string): boolean {
  return statusOf(file)?.isDirectory() ?? false;
}
