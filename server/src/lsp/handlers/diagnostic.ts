import {
  DocumentDiagnosticReportKind,
  ResponseError,
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Session } from '../session';

/** `textDocument/diagnostic`. A check that fails repeats the last answer: one crash must not wipe out what is known. */
export async function diagnostic(
  session: Session,
  { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  try {
    const { diagnostics } = await session.check(uri, token);
    const last = session.pulled.get(uri);
    if (last && JSON.stringify(last.diagnostics) === JSON.stringify(diagnostics)) {
      if (last.resultId === previousResultId) {
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: last.resultId };
      }
      return full(last.resultId, diagnostics);
    }
    const resultId = session.nextResultId();
    session.pulled.set(uri, { resultId, diagnostics });
    return full(resultId, diagnostics);
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.log(`checking ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const last = session.pulled.get(uri);
    return { kind: DocumentDiagnosticReportKind.Full, items: [...(last?.diagnostics ?? [])] };
  }
}

function full(resultId: string, diagnostics: readonly Diagnostic[]): DocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...diagnostics] };
}
