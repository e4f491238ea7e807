import { programVersion, type Layout } from '../platform/layout';
import type { ServerParts } from './register';
import { realScheduler } from './scheduler';
import { WorkerService } from './workerService';
import { startWorkerThread } from './workerThread';

/** The parts of a real server: a worker thread for the analysis, real time. */
export function createServerParts(layout: Layout): ServerParts {
  return {
    version: programVersion(layout),
    includeDirectory: layout.includeDirectory,
    scheduler: realScheduler,
    createService: (environment) =>
      new WorkerService({
        ...environment,
        scheduler: realScheduler,
        start: (buffer, parser, events) =>
          startWorkerThread(layout.workerScript, layout.grammarDirectory, buffer, parser, events),
      }),
  };
}
