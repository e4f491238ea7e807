import { answersFor, type AnalysisRequest, type TargetAnswer } from '../analysis';
import type { AnswerPool } from '../project/answerPool';
import type { Checker } from '../project/checker';

/** So many files are read ahead: enough to keep the readers at one target for a while. */
const FILES_AHEAD = 32;

type Answered = readonly (readonly [AnalysisRequest, readonly TargetAnswer[]])[];

/** Has the files that come next read elsewhere while this thread puts together what was found in those before. */
export class AnswersAhead {
  readonly #answered: Promise<Answered>[] = [];

  constructor(
    private readonly files: readonly string[],
    private readonly checker: Checker,
    private readonly pool: AnswerPool,
  ) {}

  /** To be called before `files[index]` is checked. `isWanted`: whether a file is worth to be read, as far as that is known. */
  async reach(index: number, isWanted: (file: string) => boolean): Promise<void> {
    const { files, checker } = this;
    for (let next = this.#answered.length; next < Math.min(index + FILES_AHEAD, files.length); next++) {
      const file = files[next] ?? '';
      this.#answered.push(isWanted(file) ? this.#ask(file) : Promise.resolve([]));
    }
    for (const [request, answers] of (await this.#answered[index]) ?? []) checker.takeAnswers(request, answers);
    // What was taken need not be kept here as well.
    this.#answered[index] = Promise.resolve([]);
  }

  async #ask(file: string): Promise<Answered> {
    const requests = this.checker.requestsFor(file);
    return Promise.all(requests.map(async (request) => [request, await this.#answers(request)] as const));
  }

  async #answers(request: AnalysisRequest): Promise<readonly TargetAnswer[]> {
    const asking = answersFor(request);
    let step = asking.next();
    while (!step.done) {
      const given = step.value.map((target) => this.pool.ask({ request, target }));
      step = asking.next(await Promise.all(given));
    }
    return step.value;
  }
}
