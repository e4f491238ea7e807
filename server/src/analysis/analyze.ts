import { architectureOf } from './arch/index';
import { mergeFindings } from './findings';
import type { Note } from './finding';
import type { SectionFactName } from './model/section';
import type { AnalysisContext, AnalysisRequest, UnitAnalysis } from './request';
import { slot } from './source/analysisCache';
import { readUnits } from './source/targets';
import type { TargetUnit } from './source/unit';
import { mergeSummaries } from './summaries';
import { declaredAbis, guarded, judge, type Judgement } from './judge';
import { remarksOf } from './source/remarks';

/** For tests only. */
export interface AnalysisHooks {
  /** This fact is unknown in every section. */
  readonly withholdFact?: SectionFactName;
}

/** Analyses one translation unit. Never throws on any input; what cannot be read becomes a note. */
export function analyze(context: AnalysisContext, request: AnalysisRequest, hooks: AnalysisHooks = {}): UnitAnalysis {
  const notes: Note[] = [];
  const units = readUnits(context, request, hooks.withholdFact, (target, read) => {
    if (request.isCancelled?.()) return undefined;
    if (!architectureOf(target)) {
      notes.push({ file: request.path, message: `no table for target ${target} yet: not analysed for it` });
    }
    return guarded(request, notes, `reading for ${target}`, read);
  });
  if (request.isCancelled?.()) return { ...nothing(request), cancelled: true };
  const [first] = units;
  if (!first) return { ...nothing(request), notes };
  // Code without rseq asm is the same for every target: read it once.
  const holding = units.filter((unit) => unit.groups.length > 0);
  const relevant = holding.length > 0 ? holding : [first];
  const judgements = relevant.map((unit) => judgementOf(context, request, unit, holding.length > 0));
  return {
    findings: mergeFindings(judgements.flatMap((judgement) => judgement.findings)),
    sections: mergeSummaries(judgements.flatMap((judgement) => judgement.summaries)),
    notes: distinct([...notes, ...judgements.flatMap((judgement) => judgement.notes)]),
    dependencies: [...new Set(units.flatMap((unit) => unit.preprocessed.dependencies))],
    targets: holding.map((unit) => unit.target),
    abis: declaredAbis(request, remarksOf(first), request.path),
    cancelled: request.isCancelled?.() ?? false,
  };
}

/** What was said about a unit is said again as long as unit and declarations are the same. */
function judgementOf(
  context: AnalysisContext,
  request: AnalysisRequest,
  unit: TargetUnit,
  namesTarget: boolean,
): Judgement {
  const memory = slot(
    context.cache,
    'judgements',
    () => new WeakMap<TargetUnit, { key: string; judgement: Judgement }>(),
  );
  const key = JSON.stringify([request.declarations, namesTarget]);
  const earlier = memory.get(unit);
  if (earlier?.key === key) return earlier.judgement;
  const judgement = judge(request, unit, namesTarget ? [unit.target] : []);
  memory.set(unit, { key, judgement });
  return judgement;
}

function nothing(request: AnalysisRequest): UnitAnalysis {
  return {
    findings: [],
    sections: [],
    notes: [],
    dependencies: [request.path],
    targets: [],
    abis: [],
    cancelled: false,
  };
}

function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.file}\0${note.message}`, note])).values()];
}
