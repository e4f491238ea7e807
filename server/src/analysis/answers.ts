import { laterReads } from './model/laterReads';
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
  /** Whether critical sections, or instructions that register, were found that are meant for the target. */
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
  const memory = memoryOf(context);
  const wanted = request.targets.length > 0;
  const key = keyOf(request, target, withhold);
  const earlier = memory.get(key);
  memory.delete(key);
  if (earlier?.isCurrent(context.sources) === true) {
    memory.set(key, earlier);
    return earlier.answer;
  }
  const unit = readUnit(context, request, target, withhold);
  if (!unit) return undefined;
  const holdsSections =
    unit.groups.some(
      ({ sections, program, isNeutral }) => (sections.length > 0 || laterReads(program).length > 0) && !isNeutral,
    ) || unit.registration?.isForTarget === true;
  const named = wanted ? [] : targetsNamedIn(unit);
  const answer: TargetAnswer = {
    target,
    holdsSections,
    judgement: judge(context, request, unit, holdsSections ? [target] : []),
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

/** Of requests and settings, everything that an answer depends on besides the files. */
function keyOf(request: AnalysisRequest, target: string, withhold: string | undefined): string {
  const { path, targets, configuration, declarations } = request;
  return JSON.stringify([target, targets.length > 0, withhold ?? null, path, configuration, declarations]);
}

function memoryOf({ cache }: AnalysisContext): Map<string, Remembered> {
  return slot(cache, 'answers', () => new Map<string, Remembered>());
}

/** Takes an answer that was made elsewhere, of the files as they are now and stay: {@link answerFor} gives it from now on. */
export function rememberAnswer(context: AnalysisContext, request: AnalysisRequest, answer: TargetAnswer): void {
  memoryOf(context).set(keyOf(request, answer.target, undefined), { answer, isCurrent: () => true });
}

/** Yields targets, is given their answers, and ends with all of them. */
export type Asking = Generator<readonly string[], readonly TargetAnswer[], readonly (TargetAnswer | undefined)[]>;

/**
 * Asks for every target that is meant: the requested ones; else those that the code names in its own files
 * (`#if defined(__aarch64__)`); else, where it names none, those that its assembler text admits. The host is never assumed: the
 * first architecture of the list only serves to look into the code, and its answer comes first. Yields targets that can be asked
 * at the same time and takes their answers in the same order; returns those that there are.
 */
export function* answersFor({ targets }: AnalysisRequest): Asking {
  const asked = new Set<string>();
  const answers: TargetAnswer[] = [];
  const read = function* (some: readonly string[]): Asking {
    const fresh = [...new Set(some)].filter((target) => !asked.has(target));
    for (const target of fresh) asked.add(target);
    const given = fresh.length > 0 ? (yield fresh).filter((answer) => answer !== undefined) : [];
    answers.push(...given);
    return given;
  };
  const [first] = architectures;
  if (targets.length > 0) {
    yield* read(targets);
  } else if (first) {
    const pilot = yield* read([first.name]);
    // A file that only another target includes may name further targets.
    for (let work = pilot; work.length > 0;) work = yield* read(work.flatMap(({ named }) => named));
    if (answers.length <= 1) yield* read(pilot.flatMap(({ implied }) => implied));
  }
  return answers;
}
