/** The worker thread of the language server: owns the analysis and everything that it remembers. */
import { parentPort, workerData } from 'node:worker_threads';
import { analyze } from './analysis';
import { createMessageHandler } from './lsp/workerHost';
import type { FromWorker, WorkerSetup } from './lsp/workerMessages';
import { findLayout } from './platform/layout';
import { loadSyntax } from './platform/syntax';
import { Toolchain } from './platform/toolchain';
import { Engine } from './project/engine';

void start(workerData as WorkerSetup);

async function start({ cancellation, grammarDirectory, parser }: WorkerSetup): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('worker.js is started by the language server, not by itself');
  const post = (message: FromWorker) => {
    port.postMessage(message);
  };
  const { backend, fallbackReason } = await loadSyntax({ grammarDirectory, prefer: parser });
  // Only now: messages that came meanwhile wait in the port.
  const engine = new Engine(analyze, backend, new Toolchain([findLayout().includeDirectory]));
  port.on('message', createMessageHandler(engine, cancellation, post));
  post({ kind: 'ready', parser: backend.kind, ...(fallbackReason === undefined ? {} : { fallbackReason }) });
}
