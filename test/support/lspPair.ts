import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  InitializedNotification,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { SyntaxBackend } from '../../server/src/analysis';
import type { AnalysisService } from '../../server/src/lsp/analysisService';
import { createInProcessService } from '../../server/src/lsp/inProcessService';
import { serve, type ServiceEnvironment } from '../../server/src/lsp/register';
import { findLayout } from '../../server/src/platform/layout';
import { Engine } from '../../server/src/project/engine';
import type { Analyse } from '../../server/src/project/checker';
import { statusNotification, type StatusParams } from '../../server/src/protocol';
import { ManualScheduler } from './manualScheduler';

/** What a modern editor can do. */
export const pullingClient: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  window: { workDoneProgress: true },
};

/** An editor of ten years ago: it is told everything. */
export const plainClient: ClientCapabilities = {};

export interface PairOptions {
  readonly analyse: Analyse;
  readonly syntax: SyntaxBackend;
  readonly capabilities?: ClientCapabilities;
  /** Workspace folders, absolute paths. */
  readonly folders?: readonly string[];
  /** `rseq.*`, the same for every folder. */
  readonly settings?: unknown;
  /** Another service than the one in this process. */
  readonly createService?: (environment: ServiceEnvironment) => AnalysisService;
}

/** A client and a server over two streams in memory; everything between them is the real protocol. */
export class LspPair {
  readonly scheduler = new ManualScheduler();
  readonly published = new EventLog<PublishDiagnosticsParams>();
  readonly statuses = new EventLog<StatusParams>();
  readonly logged = new EventLog<string>();
  readonly refreshes = new EventLog<true>();
  readonly registrations: string[] = [];
  settings: unknown;
  readonly client: ProtocolConnection;
  /** Writes straight to the server, past all types. */
  readonly wire: PassThrough;
  initializeResult: InitializeResult | undefined;
  readonly #end: () => void;

  constructor(options: PairOptions) {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    this.wire = toServer;
    this.settings = options.settings ?? null;
    const createService =
      options.createService ?? (() => createInProcessService(new Engine(options.analyse, options.syntax)));
    const serverConnection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    const { includeDirectory } = findLayout();
    serve(serverConnection, { version: '0.0.0', includeDirectory, scheduler: this.scheduler, createService });
    this.client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.#listen();
    this.#end = () => {
      this.client.dispose();
      serverConnection.dispose();
    };
  }

  /** Says hello and waits until the server is ready. */
  static async start(options: PairOptions): Promise<LspPair> {
    const pair = new LspPair(options);
    const folders = (options.folders ?? []).map((folder) => ({ uri: pathToFileURL(folder).href, name: folder }));
    pair.initializeResult = await pair.client.sendRequest<InitializeResult>('initialize', {
      processId: null,
      capabilities: options.capabilities ?? pullingClient,
      workspaceFolders: folders,
    });
    await pair.client.sendNotification(InitializedNotification.type, {});
    return pair;
  }

  /** Resolves when the server has handled everything that was sent until now: messages are handled in order. */
  async handled(): Promise<void> {
    await this.client.sendRequest('test/unknown').catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.client.sendRequest(ShutdownRequest.type);
    this.#end();
  }

  open(uri: string, text: string, languageId = 'c', version = 1): Promise<void> {
    return this.client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version, text },
    });
  }

  /** Replaces the first `found` in `text`, which is the document's present text; gives the new text. */
  async replace(uri: string, version: number, text: string, found: string, newText: string): Promise<string> {
    const start = text.indexOf(found);
    await this.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [
        { range: { start: positionOf(text, start), end: positionOf(text, start + found.length) }, text: newText },
      ],
    });
    return text.slice(0, start) + newText + text.slice(start + found.length);
  }

  close(uri: string): Promise<void> {
    return this.client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string, token?: CancellationToken): Promise<DocumentDiagnosticReport> {
    const params = { textDocument: { uri }, ...(previousResultId === undefined ? {} : { previousResultId }) };
    return this.client.sendRequest(DocumentDiagnosticRequest.type, params, token);
  }

  #listen(): void {
    const { client } = this;
    client.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.add(params);
    });
    client.onNotification(statusNotification, (params: StatusParams) => {
      this.statuses.add(params);
    });
    client.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.add(message);
    });
    client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => this.settings));
    client.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes.add(true);
      return null;
    });
    client.onRequest('client/registerCapability', (params: { registrations: { method: string }[] }) => {
      this.registrations.push(...params.registrations.map(({ method }) => method));
      return null;
    });
    client.listen();
  }
}

/** What came in, in order; a test waits for the next thing that it cares about. */
export class EventLog<T> {
  readonly #events: T[] = [];
  readonly #waiting = new Set<(event: T) => void>();

  add(event: T): void {
    this.#events.push(event);
    for (const listener of this.#waiting) listener(event);
  }

  get all(): readonly T[] {
    return this.#events;
  }

  /** The first event that fits, also one of the past. Never gives up: the test runner's time limit does. */
  first(fits: (event: T) => boolean): Promise<T> {
    const past = this.#events.find(fits);
    if (past !== undefined) return Promise.resolve(past);
    return this.next(fits);
  }

  /** The next event from now on that fits. */
  next(fits: (event: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve) => {
      const listener = (event: T) => {
        if (!fits(event)) return;
        this.#waiting.delete(listener);
        resolve(event);
      };
      this.#waiting.add(listener);
    });
  }
}

function positionOf(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
