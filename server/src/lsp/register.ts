import { ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver';
import { checkWorkspaceRequest, layoutRequest, type CheckWorkspaceParams, type LayoutParams } from '../protocol';
import {
  runTestRequest,
  sectionsRequest,
  testsRequest,
  type RunTestParams,
  type SectionsParams,
  type TestsParams,
} from '../testProtocol';
import type { AnalysisService } from './analysisService';
import { checkWorkspace } from './handlers/checkWorkspace';
import { codeAction, resolveCodeAction } from './handlers/codeAction';
import { diagnostic } from './handlers/diagnostic';
import { hover } from './handlers/hover';
import { initialize } from './handlers/initialize';
import { initialized } from './handlers/initialized';
import { layout } from './handlers/layout';
import { crashedRun, runTest } from './handlers/runTest';
import { sections } from './handlers/sections';
import { didChangeConfiguration, didChangeWorkspaceFolders } from './handlers/settings';
import { tests } from './handlers/tests';
import { didChange, didClose, didOpen, didSave } from './handlers/textSync';
import { didChangeWatchedFiles } from './handlers/watchedFiles';
import type { Scheduler } from './scheduler';
import { Session } from './session';

/** What the composition root hands to the server. The service may need the documents: it is made for the session's. */
export interface ServerParts {
  readonly version: string;
  /** Where rseq_test.h is; absolute. */
  readonly includeDirectory: string;
  readonly scheduler: Scheduler;
  createService(server: ServiceEnvironment): AnalysisService;
}

export interface ServiceEnvironment {
  /** Something went wrong. */
  readonly log: (message: string) => void;
  /** Something worth knowing happened. */
  readonly inform: (message: string) => void;
  readonly documents: () => Iterable<{ readonly path: string; readonly text: string }>;
}

/** Connects all handlers and starts to listen. Every handler is guarded: a crash costs one answer and is logged. */
export function serve(connection: Connection, parts: ServerParts): Session {
  const service = parts.createService({
    log: (message) => {
      connection.console.error(message);
    },
    inform: (message) => {
      connection.console.info(message);
    },
    documents: () => session.documents.all.map(({ path, text }) => ({ path, text: text.getText() })),
  });
  const session = new Session(connection, service, parts.scheduler, parts.includeDirectory);
  const request = guardRequest(session);
  const notification = guardNotification(session);

  connection.onInitialize((params) => initialize(session, params, parts.version));
  connection.onInitialized(
    notification('initialized', async () => {
      await initialized(session);
      if (session.capabilities.workspace?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          notification('workspace/didChangeWorkspaceFolders', (event) => didChangeWorkspaceFolders(session, event)),
        );
      }
    }),
  );
  connection.onShutdown(() => service.dispose());
  connection.onDidOpenTextDocument(notification('textDocument/didOpen', (params) => didOpen(session, params)));
  connection.onDidChangeTextDocument(notification('textDocument/didChange', (params) => didChange(session, params)));
  connection.onDidCloseTextDocument(notification('textDocument/didClose', (params) => didClose(session, params)));
  connection.onDidSaveTextDocument(
    notification('textDocument/didSave', () => {
      didSave(session);
    }),
  );
  connection.onDidChangeWatchedFiles(
    notification('workspace/didChangeWatchedFiles', (params) => didChangeWatchedFiles(session, params)),
  );
  connection.onDidChangeConfiguration(
    notification('workspace/didChangeConfiguration', (params) => didChangeConfiguration(session, params)),
  );
  connection.languages.diagnostics.on(
    request('textDocument/diagnostic', { kind: 'full', items: [] }, (params, token) =>
      diagnostic(session, params, token),
    ),
  );
  connection.onHover(request('textDocument/hover', null, (params, token) => hover(session, params, token)));
  connection.onCodeAction(
    request('textDocument/codeAction', [], (params, token) => codeAction(session, params, token)),
  );
  connection.onCodeActionResolve(
    guardResolve(session, 'codeAction/resolve', (action, token) => resolveCodeAction(session, action, token)),
  );
  connection.onRequest(
    checkWorkspaceRequest,
    request(checkWorkspaceRequest, { files: 0, findings: 0, cancelled: true }, (params: CheckWorkspaceParams, token) =>
      checkWorkspace(session, params, token),
    ),
  );
  connection.onRequest(
    layoutRequest,
    request(layoutRequest, { profiles: [], uses: [], isCommented: false }, (params: LayoutParams, token) =>
      layout(session, params, token),
    ),
  );
  connection.onRequest(
    testsRequest,
    request(testsRequest, { tests: [], problems: [] }, (params: TestsParams, token) => tests(session, params, token)),
  );
  connection.onRequest(
    sectionsRequest,
    request(sectionsRequest, { sections: [] }, (params: SectionsParams, token) => sections(session, params, token)),
  );
  connection.onRequest(
    runTestRequest,
    request(runTestRequest, crashedRun, (params: RunTestParams, token) => runTest(session, params, token)),
  );
  connection.listen();
  return session;
}

/** Wraps a handler: what it throws on purpose is answered, anything else is logged and answered with `fallback`. */
function guardRequest(session: Session) {
  return <P, R>(name: string, fallback: R, handle: (params: P, token: CancellationToken) => Promise<R>) => {
    return async (params: P, token: CancellationToken): Promise<R | ResponseError<never>> => {
      try {
        return await handle(params, token);
      } catch (error) {
        if (error instanceof ResponseError) return error as ResponseError<never>;
        logCrash(session, name, params, error);
        return fallback;
      }
    };
  };
}

/** The fallback of a resolve request is what came in. */
function guardResolve<P>(session: Session, name: string, handle: (params: P, token: CancellationToken) => Promise<P>) {
  return (params: P, token: CancellationToken) => guardRequest(session)(name, params, handle)(params, token);
}

function guardNotification(session: Session) {
  return <P>(name: string, handle: (params: P) => Promise<void> | void) => {
    return async (params: P): Promise<void> => {
      try {
        await handle(params);
      } catch (error) {
        logCrash(session, name, params, error);
      }
    };
  };
}

function logCrash(session: Session, name: string, params: unknown, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  session.log(`${name} failed: ${detail}\n${JSON.stringify(params).slice(0, 500)}`);
}
