import { Worker } from 'node:worker_threads';
import type { ParserChoice } from './analysisService';
import type { FromWorker, WorkerSetup } from './workerMessages';
import type { WorkerEvents, WorkerThread } from './workerService';

/** Starts the analysis in a real worker thread. */
export function startWorkerThread(
  script: string,
  grammarDirectory: string,
  cancellation: SharedArrayBuffer,
  parser: ParserChoice,
  events: WorkerEvents,
): WorkerThread {
  const setup: WorkerSetup = { cancellation, grammarDirectory, parser };
  // Standard output belongs to the protocol: what a worker prints by mistake must not get into it.
  const worker = new Worker(script, { workerData: setup, stdout: true });
  worker.stdout.pipe(process.stderr);
  let isEnded = false;
  const end = (reason: string) => {
    if (!isEnded) events.onEnd(reason);
    isEnded = true;
  };
  worker.on('message', (message: FromWorker) => {
    events.onMessage(message);
  });
  worker.on('error', (error) => {
    end(error.stack ?? error.message);
  });
  worker.on('exit', (code) => {
    end(`exit code ${code}`);
  });
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    terminate: async () => {
      isEnded = true;
      await worker.terminate();
    },
  };
}
