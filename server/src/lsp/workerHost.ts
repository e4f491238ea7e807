import type { Engine } from '../project/engine';
import { CancellationBoard, type FromWorker, type Question, type ToWorker } from './workerMessages';

/** Answers the server's messages in the worker thread. An exception costs one answer. */
export function createMessageHandler(
  engine: Engine,
  buffer: SharedArrayBuffer,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  const board = new CancellationBoard(buffer);

  function answer(question: Question): void {
    const { id } = question;
    try {
      const value = board.isCancelled(id) ? undefined : ask(question, () => board.isCancelled(id));
      post({ kind: 'answer', id, value });
    } catch (error) {
      post({ kind: 'failure', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  function ask(question: Question, isCancelled: () => boolean): unknown {
    switch (question.kind) {
      case 'checkDocument':
        return engine.checkDocument(question.path, isCancelled);
      case 'checkUnit':
        return engine.checkUnit(question.path, isCancelled);
      case 'findArea':
        return engine.findArea(question.path, isCancelled);
      case 'findSections':
        return engine.findSections(question.path, isCancelled);
      case 'listSources':
        return engine.listSources(question.folders);
    }
  }

  return (message) => {
    switch (message.kind) {
      case 'open':
        engine.openDocument(message.path, message.text);
        return;
      case 'change':
        engine.changeDocument(message.path, message.changes);
        return;
      case 'close':
        engine.closeDocument(message.path);
        return;
      case 'filesChanged':
        engine.filesChanged();
        return;
      case 'configure':
        engine.configure(message.settings);
        return;
      default:
        answer(message);
    }
  };
}
