import * as path from 'node:path';
import type { Note, UnitAnalysis } from '../analysis';
import type { FoundHeader } from '../platform/includeWalk';
import type { FileCheck } from './checker';
import type { Unit } from './units';

/** The unit with the directories that the search of its project found, after those that somebody named (there are none). */
export function withFoundDirectories(unit: Unit, found: readonly FoundHeader[]): Unit {
  if (found.length === 0) return unit;
  const directories = new Set([...unit.configuration.includeDirectories, ...found.map(({ directory }) => directory)]);
  return { ...unit, configuration: { ...unit.configuration, includeDirectories: [...directories] } };
}

/** Says which directories were only guessed, if anything was read from them. `baseOf`: where a `.rseq.json` names them from. */
export function foundNotes(result: UnitAnalysis, found: readonly FoundHeader[], baseOf: () => string): Note[] {
  const read = new Set(result.dependencies.map((file) => path.normalize(file)));
  const firsts = new Map<string, FoundHeader>();
  for (const header of found) {
    if (read.has(header.file) && !firsts.has(header.directory)) firsts.set(header.directory, header);
  }
  const [file] = result.dependencies;
  if (firsts.size === 0 || file === undefined) return [];
  const base = baseOf();
  const named = (directory: string) => path.relative(base, directory) || '.';
  const places = [...firsts.values()].map(({ name, quoted, directory }) => {
    return `${quoted ? `"${name}"` : `<${name}>`} in ${named(directory)}`;
  });
  const list = [...firsts.keys()].map((directory) => JSON.stringify(named(directory))).join(', ');
  const advice = `add "includeDirectories": [${list}] to .rseq.json to make this certain`;
  return [{ file, message: `found ${places.join(', ')}; ${advice}` }];
}

/** Says which targets were read with another one's system headers: only those that the unit turned out to have. */
export function borrowedNotes(result: UnitAnalysis, unit: Unit): Note[] {
  return result.targets.flatMap((target): Note[] => {
    const from = unit.borrowedHeaders.get(target);
    const system = unit.configuration.systemDirectories[target] ?? [];
    const isUsed = result.dependencies.some((file) => system.some((directory) => file.startsWith(`${directory}/`)));
    if (!from || !isUsed) return [];
    return [{ file: unit.path, message: `no system headers of ${target} are installed; those of ${from} were read` }];
  });
}

/** Says that a header was read without a file around it. `isIncluded`: under a condition that did not hold there. */
export function readAlone(check: FileCheck, isIncluded: boolean): FileCheck {
  const reason = isIncluded ? 'the files that include it leave it out' : 'no file that includes it was found';
  return withNote(check, { file: check.file, message: `read on its own: ${reason}` });
}

/** Says that the unit of a header was made up: a source file that includes nothing but another header. */
export function readThrough(check: FileCheck, header: string): FileCheck {
  const host = path.relative(path.dirname(header), check.file);
  return withNote(check, { file: header, message: `read through ${host}: no source file that includes it was found` });
}

function withNote(check: FileCheck, note: Note): FileCheck {
  return { ...check, notes: [...check.notes, note] };
}
