import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Layout } from '../platform/layout';
import { createServerParts } from './parts';
import { serve } from './register';

/** Serves one client on standard input and output; ends when the client closes the stream. The library exits on `exit`. */
export function serveOnStandardStreams(layout: Layout): Promise<void> {
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
  const { service } = serve(connection, createServerParts(layout));
  return new Promise((resolve) => {
    reader.onClose(() => {
      void service.dispose().then(resolve);
    });
  });
}
