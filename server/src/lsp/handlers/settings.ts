import type { DidChangeConfigurationParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import type { ParserChoice } from '../analysisService';
import { pathOf } from '../documents';
import type { Session } from '../session';
import { allTestsChanged } from '../tests/changes';
import { refresh } from './refresh';

/** Asks the client for `rseq.*` of each folder; a client that cannot be asked has told, or has none. */
export async function pullSettings(session: Session): Promise<void> {
  if (!session.capabilities.workspace?.configuration) {
    configure(session, undefined, []);
    return;
  }
  const items = [{ section: 'rseq' }, ...session.folders.map(({ uri }) => ({ scopeUri: uri, section: 'rseq' }))];
  const values: unknown = await session.connection.workspace.getConfiguration(items);
  const [general, ...perFolder] = Array.isArray(values) ? (values as unknown[]) : [];
  configure(session, general, perFolder);
}

/** The settings changed: read them again, then everything. */
export async function didChangeConfiguration(session: Session, params: DidChangeConfigurationParams): Promise<void> {
  if (session.capabilities.workspace?.configuration) {
    session.settingsKnown = pullSettings(session);
    await session.settingsKnown;
  } else {
    const told: unknown = params.settings;
    const section = isObject(told) ? told['rseq'] : undefined;
    configure(session, section, []);
  }
  refresh(session);
}

export async function didChangeWorkspaceFolders(session: Session, event: WorkspaceFoldersChangeEvent): Promise<void> {
  const removed = new Set(event.removed.map(({ uri }) => uri));
  session.folders = [
    ...session.folders.filter(({ uri }) => !removed.has(uri)),
    ...event.added.map(({ uri }) => ({ uri, path: pathOf(uri) })),
  ];
  session.settingsKnown = pullSettings(session);
  await session.settingsKnown;
  refresh(session);
  await allTestsChanged(session);
}

function configure(session: Session, general: unknown, perFolder: readonly unknown[]): void {
  const folders = session.folders.map(({ path }, index) => ({ path, value: perFolder[index] ?? general }));
  session.service.configure({ folders, general }, parserOf(general));
}

function parserOf(settings: unknown): ParserChoice {
  const parser = isObject(settings) ? settings['parser'] : undefined;
  return parser === 'native' || parser === 'wasm' ? parser : 'auto';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
