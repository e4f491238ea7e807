import { Worker } from 'node:worker_threads';
import type { TargetAnswer } from '../analysis';
import type { Answerer, TargetQuestion } from '../project/answerPool';
import type { SyntaxOptions } from '../platform/syntax';

/** Megabytes for what is forgotten soon: reading makes many small objects, and collecting them early costs a third of the time. */
const YOUNG_GENERATION = 96;

/** What the thread says: one message for each question, in order. */
export interface AnswerMessage {
  readonly answer: TargetAnswer | undefined;
}

/** A thread that reads units for one target each. @param script `answerer.js` */
export function startAnswererThread(script: string, syntax: SyntaxOptions): Answerer {
  const worker = new Worker(script, {
    workerData: syntax,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
    stdout: true,
    stderr: true,
  });
  // What it does not answer this thread does itself, and says what was wrong.
  const waiting: ((answer: TargetAnswer | undefined) => void)[] = [];
  let isGone = false;
  const end = (): void => {
    isGone = true;
    for (const give of waiting.splice(0)) give(undefined);
  };
  worker.on('error', end);
  worker.on('exit', end);
  worker.on('message', ({ answer }: AnswerMessage) => waiting.shift()?.(answer));
  return {
    ask: (question: TargetQuestion) =>
      new Promise((give) => {
        if (isGone) {
          give(undefined);
          return;
        }
        waiting.push(give);
        worker.postMessage(question);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}
