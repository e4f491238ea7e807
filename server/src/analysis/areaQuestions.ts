import { librarySymbols } from './abi/libc';
import type { AbiProfile } from './abi/profile';
import { listProfiles } from './abi/profiles';
import { architectures } from './arch/index';
import { declaredAbis, profilesOf } from './judge';
import type { AreaMention } from './model/areaMention';
import type { AnalysisContext, AnalysisRequest } from './request';
import { slot } from './source/analysisCache';
import { areaTags } from './source/c/area';
import { remarksOf } from './source/remarks';
import { readUnit } from './source/unit';
import type { SourceProvider } from './sourceProvider';

/** What a file of a unit has to do with struct rseq. Plain data. */
export interface FileArea {
  readonly mentions: readonly AreaMention[];
  /** The profiles that are declared for the file. */
  readonly declared: readonly AbiProfile[];
  /** Does a comment in the unit declare them, which holds over what is configured? */
  readonly isCommented: boolean;
}

const words: ReadonlySet<string> = new Set([
  ...areaTags,
  ...Object.keys(librarySymbols),
  ...listProfiles().flatMap(({ fields }) =>
    fields.flatMap(({ name, parts = [] }) => [name, ...parts.map((part) => part.name)]),
  ),
]);

/** Can a mention of struct rseq be called so? Any other word needs no reading of the unit. */
export function isAreaWord(word: string): boolean {
  return words.has(word);
}

/** How many files' answers are kept: those that somebody looks at. */
const mostAreas = 20;

/**
 * Where `file` is about struct rseq in a unit, with what is declared for it. `targets`: those for which code was found; without
 * any the unit is read for the requested ones, else for the one that looks into all code.
 */
export function fileArea(
  context: AnalysisContext,
  request: AnalysisRequest,
  targets: readonly string[],
  file: string,
): FileArea {
  const wanted = request.targets;
  const found = wanted.length > 0 ? targets.filter((target) => wanted.includes(target)) : targets;
  const meant =
    [found, wanted, architectures.slice(0, 1).map(({ name }) => name)].find((some) => some.length > 0) ?? [];
  const areas = meant.flatMap((target) => areaFor(context, request, target, file) ?? []);
  const mentions = areas.flatMap((area) => area.mentions);
  return {
    mentions: [...new Map(mentions.map((mention) => [JSON.stringify(mention), mention])).values()],
    declared: areas[0]?.declared ?? [],
    isCommented: areas.some((area) => area.isCommented),
  };
}

/** Says again what was said last time if nothing that was read has changed. undefined: there is no table for the target. */
function areaFor(
  context: AnalysisContext,
  request: AnalysisRequest,
  target: string,
  file: string,
): FileArea | undefined {
  const memory = slot(context.cache, 'file areas', () => new Map<string, Remembered>());
  const { path, configuration, targets, declarations } = request;
  const key = JSON.stringify([target, targets.length > 0, file, path, configuration, declarations]);
  const known = memory.get(key);
  if (known?.isCurrent(context.sources) === true) return known.area;
  const unit = readUnit(context, request, target);
  if (!unit) return undefined;
  const remarks = remarksOf(unit);
  const area = {
    mentions: unit.mentions().filter(({ span }) => span.file === file),
    declared: profilesOf(request, declaredAbis(request, remarks, file)),
    isCommented: [file, path].some((one) => remarks.abis(one).length > 0),
  };
  memory.delete(key);
  if (!unit.preprocessed.cancelled) memory.set(key, { area, isCurrent: unit.preprocessed.isCurrent });
  for (const oldest of memory.keys()) {
    if (memory.size <= mostAreas) break;
    memory.delete(oldest);
  }
  return area;
}

interface Remembered {
  readonly area: FileArea;
  readonly isCurrent: (sources: SourceProvider) => boolean;
}
