import {
  CodeActionKind,
  PositionEncodingKind,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { pathOf } from '../documents';
import type { Session } from '../session';

/** Remembers what the client can do and says what the server can. */
export function initialize(session: Session, params: InitializeParams, version: string): InitializeResult {
  session.capabilities = params.capabilities;
  const folders = params.workspaceFolders ?? oldRootOf(params);
  session.folders = folders.map(({ uri }) => ({ uri, path: pathOf(uri) }));
  return {
    serverInfo: { name: 'rseq', version },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      diagnosticProvider: { identifier: 'rseq', interFileDependencies: true, workspaceDiagnostics: false },
      hoverProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.rseq`],
        resolveProvider: true,
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Clients older than workspace folders name one root. */
function oldRootOf(params: { readonly rootUri?: unknown }): readonly { readonly uri: string }[] {
  return typeof params.rootUri === 'string' ? [{ uri: params.rootUri }] : [];
}
