import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { statusOf } from './fileStatus';
import { TARGETS, type TargetNames } from './targets';

/** The directories that a compiler for one target searches after all that the command line names. */
export interface SystemDirectories {
  readonly directories: readonly string[];
  /** Set if nothing is installed for the target: the target whose headers are used instead, or "" if there are none at all. */
  readonly borrowedFrom?: string;
}

/**
 * Finds the system headers of each target by looking at the file system; no compiler is run. The layout is that of Debian
 * and of upstream GCC: `/usr/lib/gcc/<triple>/<version>/include`, `/usr/<triple>/include`, `/usr/include/<triple>`.
 */
export class Toolchain {
  readonly #found = new Map<string, SystemDirectories>();
  readonly #own: readonly string[];

  /** `own`: searched behind all others, for every target; absolute. */
  constructor(own: readonly string[] = []) {
    this.#own = own;
  }

  systemDirectories(target: string, language: 'c' | 'c++' | 'asm', sysroot = '/'): SystemDirectories {
    const key = `${target} ${language} ${sysroot}`;
    let directories = this.#found.get(key);
    if (!directories) {
      const found = this.#find(target, language === 'c++', sysroot);
      directories = { ...found, directories: [...found.directories, ...this.#own] };
      this.#found.set(key, directories);
    }
    return directories;
  }

  #find(target: string, plusPlus: boolean, sysroot: string): SystemDirectories {
    const own = TARGETS.find(({ name }) => name === target);
    const directories = own ? directoriesOf(own, plusPlus, sysroot) : [];
    if (directories.length > 0) return { directories };
    for (const other of TARGETS) {
      const borrowed = directoriesOf(other, plusPlus, sysroot);
      if (borrowed.length > 0) return { directories: borrowed, borrowedFrom: other.name };
    }
    return { directories: existing([path.join(sysroot, 'usr/include')]), borrowedFrom: '' };
  }
}

/** Empty if the C library's headers are not installed for the target. */
function directoriesOf(target: TargetNames, plusPlus: boolean, sysroot: string): string[] {
  const inRoot = (...parts: string[]) => path.join(sysroot, ...parts);
  for (const triple of target.triples) {
    const cross = inRoot('usr', triple, 'include');
    const multiarch = inRoot('usr/include', triple);
    const hasMultiarch = isDirectory(path.join(multiarch, 'bits')) || isDirectory(path.join(multiarch, 'asm'));
    if (!hasMultiarch && !isDirectory(cross)) continue;
    const library = hasMultiarch
      ? [inRoot('usr/local/include'), multiarch, inRoot('usr/include')]
      : [cross, inRoot('usr/include')];
    return existing([
      ...(plusPlus ? plusPlusDirectories(hasMultiarch ? inRoot('usr/include') : cross, triple) : []),
      ...compilerDirectories(inRoot, triple),
      ...library,
    ]);
  }
  return [];
}

function compilerDirectories(inRoot: (...parts: string[]) => string, triple: string): string[] {
  const gcc = [inRoot('usr/lib/gcc', triple), inRoot('usr/lib/gcc-cross', triple)].flatMap((base) => {
    const version = newestVersion(base);
    return version === undefined
      ? []
      : [path.join(base, version, 'include'), path.join(base, version, 'include-fixed')];
  });
  if (gcc.length > 0) return gcc;
  const clang = inRoot('usr/lib/clang');
  const version = newestVersion(clang);
  return version === undefined ? [] : [path.join(clang, version, 'include')];
}

function plusPlusDirectories(include: string, triple: string): string[] {
  const version = newestVersion(path.join(include, 'c++'));
  if (version === undefined) return [];
  const library = path.join(include, 'c++', version);
  return [
    library,
    path.join(include, triple, 'c++', version),
    path.join(library, triple),
    path.join(library, 'backward'),
  ];
}

/** The folder of `base` whose name is the highest version number. */
function newestVersion(base: string): string | undefined {
  if (!isDirectory(base)) return undefined;
  const versions = readdirSync(base).filter((name) => /^\d+(\.\d+)*$/.test(name));
  return versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}

function existing(directories: readonly string[]): string[] {
  return directories.filter(isDirectory);
}

function isDirectory(directory: string): boolean {
  return statusOf(directory)?.isDirectory() ?? false;
}
