/** A worker thread of the command line: reads translation units for one target each, and remembers what headers do. */
import { parentPort, workerData } from 'node:worker_threads';
import { answerFor, createAnalysisCache } from './analysis';
import type { AnswerMessage } from './cli/answererThread';
import { FileStore } from './platform/files';
import { loadSyntax, type SyntaxOptions } from './platform/syntax';
import type { TargetQuestion } from './project/answerPool';

void start(workerData as SyntaxOptions);

async function start(options: SyntaxOptions): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('answerer.js is started by `rseq check`, not by itself');
  const { backend } = await loadSyntax(options);
  const context = { sources: new FileStore(), syntax: backend, cache: createAnalysisCache() };
  port.on('message', ({ request, target }: TargetQuestion) => {
    const message: AnswerMessage = { answer: answer(request, target) };
    port.postMessage(message);
  });

  function answer(request: TargetQuestion['request'], target: string): AnswerMessage['answer'] {
    try {
      return answerFor(context, request, target, undefined);
    } catch {
      // Whoever asked reads the unit again and reports what it throws; the cache may be half written.
      context.cache = createAnalysisCache();
      return undefined;
    }
  }
}
