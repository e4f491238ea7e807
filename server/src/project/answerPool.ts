import type { AnalysisRequest, TargetAnswer } from '../analysis';

/** One translation unit, and the target that it is to be read for. Plain data. */
export interface TargetQuestion {
  readonly request: AnalysisRequest;
  readonly target: string;
}

/** Somebody who reads units beside this thread, one question at a time. */
export interface Answerer {
  /** undefined: there is no answer, because the reader is gone or its analysis threw. Never rejects. */
  ask(question: TargetQuestion): Promise<TargetAnswer | undefined>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly question: TargetQuestion;
  readonly give: (answer: TargetAnswer | undefined) => void;
}

/**
 * Shares questions out among answerers. Units of one program include the same headers, and what these do for one target is remembered
 * where it was first found out: so an answerer stays with its target as long as there are questions about it, and then takes a
 * target that nobody else has begun.
 */
export class AnswerPool {
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #idle: Reader[];
  readonly #readers: readonly Reader[];

  constructor(answerers: readonly Answerer[]) {
    this.#readers = answerers.map((answerer) => ({ answerer, target: '', known: new Set() }));
    this.#idle = [...this.#readers];
  }

  ask(question: TargetQuestion): Promise<TargetAnswer | undefined> {
    return new Promise((give) => {
      const queue = this.#waiting.get(question.target) ?? [];
      this.#waiting.set(question.target, queue);
      queue.push({ question, give });
      this.#share();
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#readers.map(({ answerer }) => answerer.stop()));
  }

  #share(): void {
    for (let reader = this.#idle.shift(); reader; reader = this.#idle.shift()) {
      const target = this.#nextFor(reader);
      const next = target === undefined ? undefined : this.#waiting.get(target)?.shift();
      if (target === undefined || !next) {
        this.#idle.unshift(reader);
        return;
      }
      void this.#work(reader, target, next);
    }
  }

  async #work(reader: Reader, target: string, { question, give }: Waiting): Promise<void> {
    reader.target = target;
    reader.known.add(target);
    give(await reader.answerer.ask(question));
    this.#idle.push(reader);
    this.#share();
  }

  #nextFor({ target: current, known }: Reader): string | undefined {
    const open = [...this.#waiting].filter(([, queue]) => queue.length > 0);
    const cost = (target: string): number => {
      if (target === current) return 0;
      if (known.has(target)) return 1;
      return this.#readers.some((other) => other.known.has(target)) ? 3 : 2;
    };
    open.sort(([a, ofA], [b, ofB]) => cost(a) - cost(b) || ofB.length - ofA.length);
    return open[0]?.[0];
  }
}

interface Reader {
  readonly answerer: Answerer;
  target: string;
  /** Targets that it has read something for. */
  readonly known: Set<string>;
}
