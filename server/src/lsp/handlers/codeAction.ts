import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
} from 'vscode-languageserver';
import { chooseFixes } from '../../project/fixes';
import { findingKey, rangesTouch, toCodeActions, toRange, toWorkspaceEdit, type ActionData } from '../convert';
import type { Session } from '../session';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.rseq`;

/** Quick fixes for the findings in a range, and all of them at once for a client that asks for `source.fixAll`. */
export async function codeAction(
  session: Session,
  { textDocument: { uri }, range, context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const isWanted = (kind: string) => context.only?.some((only) => kind === only || kind.startsWith(`${only}.`));
  const wantsQuickFix = isWanted(CodeActionKind.QuickFix) ?? true;
  const wantsFixAll = isWanted(FIX_ALL) ?? false;
  if (!wantsQuickFix && !wantsFixAll) return [];
  const { report } = await session.check(uri, token);
  const actions = wantsFixAll ? fixAll(session, uri, report.findings) : [];
  if (wantsQuickFix) {
    const touched = report.findings.filter(({ place }) => rangesTouch(toRange(place), range));
    actions.push(...touched.flatMap((finding) => toCodeActions(finding, uri, session)));
  }
  if (canResolve(session)) return actions;
  return Promise.all(actions.map((action) => resolveCodeAction(session, action, token)));
}

/** `codeAction/resolve`: the edit, which is worked out only for the action that is really chosen. */
export async function resolveCodeAction(
  session: Session,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  if (action.edit || !isActionData(action.data)) return action;
  const { uri, version, finding: key, fix } = action.data;
  const { report } = await session.check(uri, token);
  const finding = report.findings.find((one) => findingKey(one) === key);
  const edits = finding?.fixes[fix]?.edits;
  if (!finding || !edits || session.versionOf(finding.place.file) !== version) {
    throw new ResponseError(LSPErrorCodes.ContentModified, 'the document changed; ask for its code actions again');
  }
  return { ...action, edit: toWorkspaceEdit(edits, session, knowsVersions(session)) };
}

/** Of this document only: an editor may do it whenever one is saved. */
function fixAll(session: Session, uri: string, findings: Parameters<typeof chooseFixes>[0]): CodeAction[] {
  const { count, edits } = chooseFixes(findings, (file) => session.uriOf(file) === uri);
  if (count === 0) return [];
  const edit = toWorkspaceEdit([...edits.values()].flat(), session, knowsVersions(session));
  return [{ title: 'Fix all rseq findings that need no choice', kind: FIX_ALL, edit }];
}

function canResolve(session: Session): boolean {
  const { codeAction: support } = session.capabilities.textDocument ?? {};
  return (support?.dataSupport ?? false) && (support?.resolveSupport?.properties.includes('edit') ?? false);
}

function knowsVersions(session: Session): boolean {
  return session.capabilities.workspace?.workspaceEdit?.documentChanges ?? false;
}

function isActionData(data: unknown): data is ActionData {
  return typeof data === 'object' && data !== null && 'uri' in data && 'finding' in data && 'fix' in data;
}
