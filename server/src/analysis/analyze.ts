import { answerFor, answersFor, type TargetAnswer } from './answers';
import { architectureOf } from './arch/index';
import { mergeFindings } from './findings';
import type { Finding, Note } from './finding';
import { guarded } from './judge';
import { mergeUses, placeKey } from './suppressionUses';
import { operationsOf } from './model/operation';
import { judgeOperations } from './operationAnswers';
import type { AnalysisContext, AnalysisRequest, UnitAnalysis } from './request';
import { mergeSummaries } from './summaries';

/** For tests only. */
export interface AnalysisHooks {
  /** This fact is unknown in every section. */
  readonly withholdFact?: string;
}

/** Analyses one translation unit. Never throws on any input; what cannot be read becomes a note. */
export function analyze(context: AnalysisContext, request: AnalysisRequest, hooks: AnalysisHooks = {}): UnitAnalysis {
  const notes: Note[] = [];
  const ask = (target: string): TargetAnswer | undefined => {
    if (request.isCancelled?.()) return undefined;
    if (!architectureOf(target)) {
      notes.push({ file: request.path, message: `no table for target ${target} yet: not analysed for it` });
    }
    return guarded(request, notes, `reading for ${target}`, () =>
      answerFor(context, request, target, hooks.withholdFact),
    );
  };
  const asking = answersFor(request);
  let step = asking.next();
  while (!step.done) step = asking.next(step.value.map(ask));
  const answers = step.value;
  if (request.isCancelled?.()) return { ...nothing(request), cancelled: true };
  const [first] = answers;
  if (!first) return { ...nothing(request), notes };
  // Code without rseq asm is the same for every target: it is judged once.
  const holding = answers.filter((answer) => answer.holdsSections);
  const judgements = (holding.length > 0 ? holding : [first]).map((answer) => answer.judgement);
  const ports = judgements.flatMap((judgement) => judgement.ports);
  return {
    findings: mergeFindings([
      ...judgeOperations(request, operationsOf(ports), notes),
      ...judgements.flatMap((judgement) => judgement.findings),
      ...distinctFindings(judgements.flatMap((judgement) => judgement.remarks.findings)),
    ]),
    ports,
    sections: mergeSummaries(judgements.flatMap((judgement) => judgement.summaries)),
    suppressions: mergeUses(judgements.map((judgement) => judgement.remarks.uses)),
    notes: distinct([...notes, ...judgements.flatMap((judgement) => judgement.notes)]),
    dependencies: [...new Set(answers.flatMap((answer) => answer.dependencies))],
    targets: holding.map((answer) => answer.target),
    abis: first.abis,
    cancelled: false,
  };
}

function nothing(request: AnalysisRequest): UnitAnalysis {
  return {
    findings: [],
    ports: [],
    sections: [],
    notes: [],
    suppressions: [],
    dependencies: [request.path],
    targets: [],
    abis: [],
    cancelled: false,
  };
}

function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.file}\0${note.message}`, note])).values()];
}

/** What is said about a comment is the same for every target. */
function distinctFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.rule}\0${placeKey(finding.span)}`, finding])).values()];
}
