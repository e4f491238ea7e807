import type { Engine } from '../project/engine';
import type { AnalysisService } from './analysisService';

/** The service without a thread of its own. A question is answered in a later turn, so that a cancellation can overtake it. */
export function createInProcessService(engine: Engine): AnalysisService {
  return {
    openDocument: (path, text) => {
      engine.openDocument(path, text);
    },
    changeDocument: (path, changes) => {
      engine.changeDocument(path, changes);
    },
    closeDocument: (path) => {
      engine.closeDocument(path);
    },
    filesChanged: () => {
      engine.filesChanged();
    },
    configure: (settings) => {
      engine.configure(settings);
    },
    checkDocument: (path, cancellation) =>
      later(() => engine.checkDocument(path, () => cancellation.isCancellationRequested)),
    checkUnit: (path, cancellation) => later(() => engine.checkUnit(path, () => cancellation.isCancellationRequested)),
    findArea: (path, cancellation) => later(() => engine.findArea(path, () => cancellation.isCancellationRequested)),
    findSections: (path, cancellation) =>
      later(() => engine.findSections(path, () => cancellation.isCancellationRequested)),
    listSources: (folders) => later(() => engine.listSources(folders)),
    dispose: () => Promise.resolve(),
  };
}

function later<T>(answer: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(answer());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
