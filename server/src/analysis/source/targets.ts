import { architectures } from '../arch/index';
import type { SectionFactName } from '../model/section';
import type { AnalysisContext, AnalysisRequest } from '../request';
import type { SourceFile } from './preprocess/index';
import { readUnit, type TargetUnit } from './unit';

/**
 * Reads a unit for every target that is meant: the requested ones; else those that the code names in its own files
 * (`#if defined(__aarch64__)`); else, where it names none, those that its assembler text admits. The host is never assumed: the
 * first architecture of the list only serves to look into the code.
 */
export function readUnits(
  context: AnalysisContext,
  request: AnalysisRequest,
  withhold: SectionFactName | undefined,
  attempt: (target: string, read: () => TargetUnit | undefined) => TargetUnit | undefined,
): readonly TargetUnit[] {
  const units = new Map<string, TargetUnit>();
  const read = (target: string): TargetUnit | undefined => {
    const unit = attempt(target, () => readUnit(context, request, target, withhold));
    if (unit) units.set(target, unit);
    return unit;
  };
  if (request.targets.length > 0) {
    for (const target of request.targets) read(target);
    return [...units.values()];
  }
  const [first] = architectures;
  const pilot = first && read(first.name);
  if (!pilot) return [];
  const named = new Set<string>();
  // A file that only another target includes may name further targets.
  for (let work: readonly TargetUnit[] = [pilot]; work.length > 0;) {
    const fresh = work.flatMap((unit) => targetsNamedIn(unit)).filter((target) => !named.has(target));
    for (const target of fresh) named.add(target);
    work = [...new Set(fresh)].flatMap((target) => (units.has(target) ? [] : (read(target) ?? [])));
  }
  if (named.size === 0) {
    for (const architecture of architectures) {
      if (architecture === first || !architecture.impliedByText) continue;
      if (pilot.admittedBy(architecture)) read(architecture.name);
    }
  }
  return [...units.values()];
}

const selectorTargets: ReadonlyMap<string, readonly string[]> = targetsBySelector();

function targetsBySelector(): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const architecture of architectures) {
    for (const selector of architecture.selectors) {
      map.set(selector, [...(map.get(selector) ?? []), architecture.name]);
    }
  }
  return map;
}

/** Targets whose macros the user's files of a unit name, in code that is skipped too. */
function targetsNamedIn(unit: TargetUnit): readonly string[] {
  const { preprocessed } = unit;
  return preprocessed.dependencies.flatMap((path) => {
    const file = preprocessed.fileNamed(path);
    return file && !preprocessed.isSystemFile(file.id) ? targetsNamedBy(file) : [];
  });
}

const namedTargets = new WeakMap<SourceFile, readonly string[]>();

function targetsNamedBy(file: SourceFile): readonly string[] {
  const known = namedTargets.get(file);
  if (known) return known;
  const targets = new Set<string>();
  for (const [word] of file.text.matchAll(/\b__\w+/g)) {
    for (const target of selectorTargets.get(word) ?? []) targets.add(target);
  }
  const found = [...targets];
  namedTargets.set(file, found);
  return found;
}
