import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { Session } from '../session';
import { pullSettings } from './settings';

/** Files whose change on the disk may change a result. */
const WATCHED = ['**/compile_commands.json', '**/.rseq.json', '**/*.{c,h,cc,hh,cpp,hpp,cxx,hxx,S,s,inc}'];

/** Registers what can only be registered late, and asks for the settings. */
export async function initialized(session: Session): Promise<void> {
  const { workspace } = session.capabilities;
  session.settingsKnown = pullSettings(session);
  const { client } = session.connection;
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    await client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
  if (workspace?.didChangeConfiguration?.dynamicRegistration) {
    await client.register(DidChangeConfigurationNotification.type, { section: 'rseq' });
  }
  await session.settingsKnown;
}
