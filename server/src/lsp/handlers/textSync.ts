import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import type { Session } from '../session';
import { testFilesChanged, testsMayHaveChanged } from '../tests/changes';
import { schedulePush } from './push';
import { refresh } from './refresh';

export async function didOpen(session: Session, { textDocument }: DidOpenTextDocumentParams): Promise<void> {
  const { uri, languageId, version, text } = textDocument;
  const document = session.documents.open(uri, languageId, version, text);
  session.service.openDocument(document.path, text);
  // From now on the document's own diagnostics are shown; what a check of the workspace left would double them.
  if (session.pushedFiles.delete(uri)) await session.connection.sendDiagnostics({ uri, diagnostics: [] });
  await testsMayHaveChanged(session, document);
  if (!session.isPulling) schedulePush(session);
}

export async function didChange(
  session: Session,
  { textDocument, contentChanges }: DidChangeTextDocumentParams,
): Promise<void> {
  const changed = session.documents.change(textDocument.uri, textDocument.version, contentChanges);
  if (!changed) return;
  session.service.changeDocument(changed.document.path, changed.changes);
  if (!session.isPulling) schedulePush(session);
  await testsMayHaveChanged(session, changed.document);
}

export async function didClose(session: Session, { textDocument: { uri } }: DidCloseTextDocumentParams): Promise<void> {
  const document = session.documents.close(uri);
  session.pulled.delete(uri);
  if (!document) return;
  session.service.closeDocument(document.path);
  session.knownTests?.delete(uri);
  await testFilesChanged(session, [uri]);
  if (session.isPulling) return;
  await session.connection.sendDiagnostics({ uri, diagnostics: [] });
  schedulePush(session);
}

/** A client that watches files has told already. */
export function didSave(session: Session): void {
  if (session.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  session.service.filesChanged();
  refresh(session);
}
