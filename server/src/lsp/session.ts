import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
} from 'vscode-languageserver';
import { statusNotification, type StatusParams } from '../protocol';
import type { AreaReport, DocumentReport } from '../project/engine';
import type { WrittenSection } from '../project/writtenSection';
import type { AnalysisService } from './analysisService';
import { toDiagnostic, type FileNames } from './convert';
import { Documents, pathOf } from './documents';
import type { Scheduler } from './scheduler';

/** A document's report together with the version of the text that it was made from. */
export interface CheckedDocument {
  readonly report: DocumentReport;
  readonly diagnostics: readonly Diagnostic[];
}

export interface WorkspaceFolder {
  readonly uri: string;
  readonly path: string;
}

/** All state of the server. Handlers are functions of it, their parameters and a token. */
export class Session implements FileNames {
  readonly documents = new Documents();
  capabilities: ClientCapabilities = {};
  folders: readonly WorkspaceFolder[] = [];
  /** Fulfilled once the client's settings are known; no question is put to the analysis before. */
  settingsKnown: Promise<void> = Promise.resolve();
  /** The last diagnostics that a client pulled, by URI: for `unchanged`, and for a check that fails. */
  readonly pulled = new Map<string, { readonly resultId: string; readonly diagnostics: readonly Diagnostic[] }>();
  /** Files that are not open and have pushed diagnostics, from a check of the workspace. */
  readonly pushedFiles = new Set<string>();
  /** The next push of a client that does not pull. */
  pendingPush: { cancel(): void } | undefined;
  runningPush: { cancel(): void } | undefined;
  /** What was last told of the tests in open documents, by URI; undefined while nobody asked for tests. */
  knownTests: Map<string, string> | undefined;
  /** Programs of tests that were built, or could not be, in a batch. */
  builds: { readonly batch: string; readonly results: Map<string, Promise<void>> } | undefined;
  #resultIds = 0;

  constructor(
    readonly connection: Connection,
    readonly service: AnalysisService,
    readonly scheduler: Scheduler,
    /** Where rseq_test.h is; absolute. */
    readonly includeDirectory: string,
  ) {}

  /** True for a client that asks for diagnostics; the others get them sent. */
  get isPulling(): boolean {
    return this.capabilities.textDocument?.diagnostic !== undefined;
  }

  nextResultId(): string {
    return String(++this.#resultIds);
  }

  uriOf(path: string): string {
    return this.documents.uriOf(path);
  }

  versionOf(path: string): number | null {
    return this.documents.get(this.uriOf(path))?.text.version ?? null;
  }

  /**
   * Checks a document and tells the client its status. Throws `ServerCancelled` if it was cancelled or the document
   * changed meanwhile, and what the analysis throws.
   */
  async check(uri: string, token: CancellationToken): Promise<CheckedDocument> {
    const report = await this.#ask(uri, token, (path) => this.service.checkDocument(path, token));
    if (this.documents.get(uri)) await this.connection.sendNotification(statusNotification, statusOf(uri, report));
    return { report, diagnostics: report.findings.map((finding) => toDiagnostic(finding, this)) };
  }

  /** Where a document is about struct rseq. Throws as {@link check} does. */
  findArea(uri: string, token: CancellationToken): Promise<AreaReport> {
    return this.#ask(uri, token, (path) => this.service.findArea(path, token));
  }

  /** The critical sections that are written in a document. Throws as {@link check} does. */
  findSections(uri: string, token: CancellationToken): Promise<readonly WrittenSection[]> {
    return this.#ask(uri, token, (path) => this.service.findSections(path, token));
  }

  /** An answer about the document as it is when it comes. */
  async #ask<T>(uri: string, token: CancellationToken, ask: (path: string) => Promise<T | undefined>): Promise<T> {
    await this.settingsKnown;
    const path = this.documents.get(uri)?.path ?? pathOf(uri);
    const version = this.versionOf(path);
    const answer = await ask(path);
    if (answer === undefined)
      throw cancelled(token.isCancellationRequested ? LSPErrorCodes.RequestCancelled : undefined);
    if (this.versionOf(path) !== version) throw cancelled();
    return answer;
  }

  /** To the client's log. Once the connection is closed there is nobody to tell. */
  log(message: string): void {
    try {
      this.connection.console.error(message);
    } catch {
      return;
    }
  }
}

/**
 * The client should ask again, unless it was the client who cancelled: then it knows whether it still wants an answer, and
 * "do not ask again" would make VS Code forget that it does.
 */
function cancelled(code: number = LSPErrorCodes.ServerCancelled): ResponseError<{ retriggerRequest: boolean }> {
  const data = code === LSPErrorCodes.ServerCancelled ? { retriggerRequest: true } : undefined;
  return new ResponseError(code, 'the document changed or the request was cancelled', data);
}

function statusOf(uri: string, report: DocumentReport): StatusParams {
  const { targets, abis, sections, host, unknown } = report;
  return { uri, targets, abis, sections, unknown, ...(host === undefined ? {} : { host }) };
}
