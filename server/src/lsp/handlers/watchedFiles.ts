import type { DidChangeWatchedFilesParams } from 'vscode-languageserver';
import type { Session } from '../session';
import { testFilesChanged } from '../tests/changes';
import { refresh } from './refresh';

/** Files changed on the disk. What an editor has open it knows better than the disk: those changes say nothing new. */
export async function didChangeWatchedFiles(session: Session, { changes }: DidChangeWatchedFilesParams): Promise<void> {
  const others = changes.filter(({ uri }) => !session.documents.get(uri));
  if (others.length === 0) return;
  session.service.filesChanged();
  for (const { uri } of others) {
    if (session.pushedFiles.delete(uri)) await session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }
  refresh(session);
  await testFilesChanged(
    session,
    others.map(({ uri }) => uri),
  );
}
