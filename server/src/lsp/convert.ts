import {
  CodeActionKind,
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Position,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Severity } from '../analysis';
import { messageInContext } from '../project/context';
import { titleOf } from '../project/fixes';
import type { LocatedEdit, LocatedFinding, Place } from '../project/located';

/** The only place where the analysis' words become the protocol's. Both count lines and UTF-16 columns from 0. */

/** How a file is named in the protocol. */
export interface FileNames {
  uriOf(path: string): string;
  /** The version of an open document, null for a file on disk. */
  versionOf(path: string): number | null;
}

const RULE_PAGES = 'https://github.com/rseq-tools/rseq/blob/main/docs/rules';

/** The address of a rule's page. */
export function pageOf(rule: string): string {
  return `${RULE_PAGES}/${rule}.md`;
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Hint,
};

export function toRange({ start, end }: Place): Range {
  return { start: toPosition(start), end: toPosition(end) };
}

function toPosition({ line, column }: Place['start']): Position {
  return { line, character: column };
}

export function toDiagnostic(finding: LocatedFinding, names: FileNames): Diagnostic {
  return {
    range: toRange(finding.place),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    codeDescription: { href: pageOf(finding.rule) },
    source: 'rseq',
    message: messageInContext(finding),
    relatedInformation: finding.related.map(({ message, place }) => ({
      message,
      location: { uri: names.uriOf(place.file), range: toRange(place) },
    })),
    data: { fixes: finding.fixes.map(titleOf) },
  };
}

/** What a code action carries to be resolved: which fix of which finding of which version. */
export interface ActionData {
  readonly uri: string;
  readonly version: number | null;
  readonly finding: string;
  readonly fix: number;
}

/** Names a finding within its document. */
export function findingKey({ rule, place }: LocatedFinding): string {
  return `${rule} ${place.start.line}:${place.start.column}-${place.end.line}:${place.end.column}`;
}

/** The quick fixes of a finding, still without their edits. */
export function toCodeActions(finding: LocatedFinding, uri: string, names: FileNames): CodeAction[] {
  return finding.fixes.map((one, fix) => ({
    title: titleOf(one),
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, names)],
    // An editor applies the preferred one without asking.
    isPreferred: finding.fixes.length === 1 && one.needsReview !== true,
    data: { uri, version: names.versionOf(finding.place.file), finding: findingKey(finding), fix } satisfies ActionData,
  }));
}

/** With versions where the client checks them: an edit made for another text is then refused, not applied somewhere. */
export function toWorkspaceEdit(edits: readonly LocatedEdit[], names: FileNames, withVersions: boolean): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const { place, newText } of edits) {
    byFile.set(place.file, [...(byFile.get(place.file) ?? []), { range: toRange(place), newText }]);
  }
  if (!withVersions) {
    return { changes: Object.fromEntries([...byFile].map(([file, changes]) => [names.uriOf(file), changes])) };
  }
  const documentChanges = [...byFile].map(([file, changes]): TextDocumentEdit => {
    return { textDocument: { uri: names.uriOf(file), version: names.versionOf(file) }, edits: changes };
  });
  return { documentChanges };
}

/** True if two ranges have a place in common; an empty range counts as its place. */
export function rangesTouch(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
