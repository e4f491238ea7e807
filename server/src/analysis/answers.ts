import { architectures } from './arch/index';
import { declaredAbis, judge, type Judgement } from './judge';
import type { AnalysisContext, AnalysisRequest } from './request';
import { slot } from './source/analysisCache';
import { remarksOf } from './source/remarks';
import { targetsNamedIn } from './source/targetNames';
import { readUnit } from './source/unit';
import type { SourceProvider } from './sourceProvider';

/** Everything that a unit says when it is read for one target: plain data, without tokens and trees. */
export interface TargetAnswer {
  readonly target: string;
  /** Whether critical sections were found that are meant for the target. */
  readonly holdsSections: boolean;
  readonly judgement: Judgement;
  readonly dependencies: readonly string[];
  readonly abis: readonly string[];
  /** Targets whose macros the unit's own files name. */
  readonly named: readonly string[];
  /** Targets that the assembler text admits, where none is named. */
  readonly implied: readonly string[];
}

interface Remembered {
  readonly answer: TargetAnswer;
  readonly isCurrent: (sources: SourceProvider) => boolean;
}

/** How many answers are kept: a few units for every target. */
const mostAnswers = 400;

/**
 * Reads and judges a unit for one target, or says again what was said last time if nothing that was read has changed. Most
 * targets of a unit do not see what somebody types, so a keystroke costs the targets that do.
 */
export function answerFor(
  context: AnalysisContext,
  request: AnalysisRequest,
  target: string,
  withhold: string | undefined,
): TargetAnswer | undefined {
  const memory = slot(context.cache, 'answers', () => new Map<string, Remembered>());
  const wanted = request.targets.length > 0;
  const key = JSON.stringify([
    target,
    wanted,
    withhold ?? null,
    request.path,
    request.configuration,
    request.declarations,
  ]);
  const earlier = memory.get(key);
  memory.delete(key);
  if (earlier?.isCurrent(context.sources) === true) {
    memory.set(key, earlier);
    return earlier.answer;
  }
  const unit = readUnit(context, request, target, withhold);
  if (!unit) return undefined;
  const holdsSections = unit.groups.some(({ sections, isNeutral }) => sections.length > 0 && !isNeutral);
  const named = wanted ? [] : targetsNamedIn(unit);
  const answer: TargetAnswer = {
    target,
    holdsSections,
    judgement: judge(request, unit, holdsSections ? [target] : []),
    dependencies: unit.preprocessed.dependencies,
    abis: declaredAbis(request, remarksOf(unit), request.path),
    named,
    implied: wanted || named.length > 0 ? [] : impliedTargets(target, unit.admittedBy),
  };
  if (!unit.preprocessed.cancelled) memory.set(key, { answer, isCurrent: unit.preprocessed.isCurrent });
  for (const oldest of memory.keys()) {
    if (memory.size <= mostAnswers) break;
    memory.delete(oldest);
  }
  return answer;
}

function impliedTargets(own: string, admittedBy: (architecture: (typeof architectures)[number]) => boolean): string[] {
  return architectures
    .filter((architecture) => architecture.name !== own && architecture.impliedByText && admittedBy(architecture))
    .map((architecture) => architecture.name);
}

/**
 * The answers for every target that is meant: the requested ones; else those that the code names in its own files
 * (`#if defined(__aarch64__)`); else, where it names none, those that its assembler text admits. The host is never assumed: the
 * first architecture of the list only serves to look into the code, and its answer comes first.
 */
export function answersFor(
  request: AnalysisRequest,
  ask: (target: string) => TargetAnswer | undefined,
): readonly TargetAnswer[] {
  const answers = new Map<string, TargetAnswer>();
  const read = (target: string): TargetAnswer[] => {
    if (answers.has(target)) return [];
    const answer = ask(target);
    if (answer) answers.set(target, answer);
    return answer ? [answer] : [];
  };
  if (request.targets.length > 0) return request.targets.flatMap(read);
  const [first] = architectures;
  const pilot = first ? read(first.name) : [];
  // A file that only another target includes may name further targets.
  for (let work = pilot; work.length > 0;) work = work.flatMap((answer) => answer.named.flatMap(read));
  if (answers.size <= 1) for (const answer of pilot) answer.implied.forEach(read);
  return [...answers.values()];
}
