import { architectures } from '../arch/index';
import type { PreprocessResult, SourceFile } from './preprocess/index';
import type { TargetUnit } from './unit';

const targetsBySelector: ReadonlyMap<string, readonly string[]> = selectorTable();

function selectorTable(): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const architecture of architectures) {
    for (const selector of architecture.selectors) {
      table.set(selector, [...(table.get(selector) ?? []), architecture.name]);
    }
  }
  return table;
}

/** Targets whose predefined macros the user's files of a unit name, in code that is skipped too. */
export function targetsNamedIn({ preprocessed }: TargetUnit): readonly string[] {
  return [...new Set(userFiles(preprocessed).flatMap(targetsNamedBy))];
}

function userFiles(preprocessed: PreprocessResult): readonly SourceFile[] {
  return preprocessed.dependencies.flatMap((path) => {
    const file = preprocessed.fileNamed(path);
    return file && !preprocessed.isSystemFile(file.id) ? [file] : [];
  });
}

/** Compilers' and libc's macros for the byte order, and those for targets that have but one. */
const byteOrderMacro = /\b__(BYTE_ORDER|(BIG|LITTLE)_ENDIAN|MIPSE[BL]|ARME[BL]|AARCH64E[BL])(__)?\b/;

export function namesByteOrder(preprocessed: PreprocessResult): boolean {
  return userFiles(preprocessed).some(({ text }) => byteOrderMacro.test(text));
}

/** By version of a file: an edited file is another object. */
const namedTargets = new WeakMap<SourceFile, readonly string[]>();

function targetsNamedBy(file: SourceFile): readonly string[] {
  const known = namedTargets.get(file);
  if (known) return known;
  const targets = new Set<string>();
  for (const [word] of file.text.matchAll(/\b__\w+/g)) {
    for (const target of targetsBySelector.get(word) ?? []) targets.add(target);
  }
  const found = [...targets];
  namedTargets.set(file, found);
  return found;
}
