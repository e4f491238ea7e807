import type { CancellationToken } from 'vscode-languageserver';
import type { TestsParams, TestsResult } from '../../testProtocol';
import { pathOf } from '../documents';
import type { Session } from '../session';
import { findFileTests, findWorkspaceTests, idOf } from '../tests/search';

/** `rseq/tests`: what can be run under abort injection. Nothing is built or run to find it. */
export async function tests(session: Session, { uri }: TestsParams, token: CancellationToken): Promise<TestsResult> {
  session.knownTests ??= new Map();
  const found = await (uri === undefined ? findWorkspaceTests(session, token) : findFileTests(session, pathOf(uri)));
  return {
    tests: found.tests.map((test) => ({
      id: idOf(session, test),
      name: test.name,
      uri: session.uriOf(test.file),
      line: test.line - 1,
    })),
    problems: found.problems,
  };
}
