import type { CancellationToken } from 'vscode-languageserver';
import { mergeUses, unusedSuppressions } from '../../analysis';
import { isHeader } from '../../platform/sourceTree';
import type { UnitReport } from '../../project/engine';
import type { LocatedFinding } from '../../project/located';
import type { CheckWorkspaceParams, CheckWorkspaceResult } from '../../protocol';
import { findingKey, toDiagnostic } from '../convert';
import type { Session } from '../session';

/**
 * `rseq/checkWorkspace`: every source file, then the headers that none of them included. Findings in files that are not
 * open are pushed; open ones show theirs anyway. File by file, so that questions about open documents come in between.
 */
export async function checkWorkspace(
  session: Session,
  params: CheckWorkspaceParams,
  token: CancellationToken,
): Promise<CheckWorkspaceResult> {
  await session.settingsKnown;
  const progress = session.connection.window.attachWorkDoneProgress(params.workDoneToken);
  const files = await session.service.listSources(session.folders.map(({ path }) => path));
  const ordered = [...files.filter((file) => !isHeader(file)), ...files.filter(isHeader)];
  const found = new WorkspaceFindings();
  progress.begin('rseq', 0, undefined, true);
  try {
    for (const [index, file] of ordered.entries()) {
      if (token.isCancellationRequested) break;
      progress.report(Math.floor((100 * index) / ordered.length), `${index + 1} of ${ordered.length} files`);
      if (!found.covers(file)) await checkFile(session, file, found, token);
    }
    if (!token.isCancellationRequested) {
      found.addUnusedSuppressions(new Set(files));
      await publish(session, found);
    }
  } finally {
    progress.done();
  }
  return { files: ordered.length, findings: found.count, cancelled: token.isCancellationRequested };
}

async function checkFile(
  session: Session,
  file: string,
  found: WorkspaceFindings,
  token: CancellationToken,
): Promise<void> {
  try {
    const report = await session.service.checkUnit(file, token);
    if (report) found.add(file, report);
  } catch (error) {
    found.hasFailed = true;
    session.log(`checking ${file} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function publish(session: Session, found: WorkspaceFindings): Promise<void> {
  const stale = new Set(session.pushedFiles);
  session.pushedFiles.clear();
  for (const [file, findings] of found.byFile) {
    const uri = session.uriOf(file);
    stale.delete(uri);
    if (session.documents.get(uri)) continue;
    session.pushedFiles.add(uri);
    await session.connection.sendDiagnostics({ uri, diagnostics: findings.map((one) => toDiagnostic(one, session)) });
  }
  for (const uri of stale) await session.connection.sendDiagnostics({ uri, diagnostics: [] });
}

/** Findings of many units by file; what several units show at one place is one finding. */
class WorkspaceFindings {
  readonly #byFile = new Map<string, Map<string, LocatedFinding>>();
  readonly #dependencies = new Set<string>();
  readonly #read = new Set<string>();
  #suppressions: UnitReport['suppressions'] = [];
  /** A unit could not be read: nobody knows what it has a use for. */
  hasFailed = false;

  add(file: string, { findings, suppressions, dependencies }: UnitReport): void {
    this.#read.add(file);
    for (const dependency of dependencies) this.#dependencies.add(dependency);
    this.#suppressions = mergeUses([this.#suppressions, suppressions]);
    this.#addAll(findings);
  }

  /** To be called when all units of the `listed` files are there. */
  addUnusedSuppressions(listed: ReadonlySet<string>): void {
    const isCertain = (file: string): boolean =>
      listed.has(file) && (isHeader(file) ? !this.hasFailed : this.#read.has(file));
    this.#addAll(unusedSuppressions(this.#suppressions).filter(({ place }) => isCertain(place.file)));
  }

  #addAll(findings: readonly LocatedFinding[]): void {
    for (const finding of findings) {
      const ofFile = this.#byFile.get(finding.place.file) ?? new Map<string, LocatedFinding>();
      this.#byFile.set(finding.place.file, ofFile);
      const key = findingKey(finding);
      if (!ofFile.has(key)) ofFile.set(key, finding);
    }
  }

  /** True for a header that a source file brought in. */
  covers(file: string): boolean {
    return isHeader(file) && this.#dependencies.has(file);
  }

  get byFile(): readonly (readonly [string, readonly LocatedFinding[]])[] {
    return [...this.#byFile].map(([file, findings]) => [file, [...findings.values()]]);
  }

  get count(): number {
    return [...this.#byFile.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
