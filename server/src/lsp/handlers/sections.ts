import type { CancellationToken } from 'vscode-languageserver';
import type { SectionsParams, SectionsResult } from '../../testProtocol';
import { toRange } from '../convert';
import type { Session } from '../session';

/** `rseq/sections`: where critical sections are written in a document. */
export async function sections(
  session: Session,
  { uri }: SectionsParams,
  token: CancellationToken,
): Promise<SectionsResult> {
  const found = await session.findSections(uri, token);
  return {
    sections: found.map(({ functions, place }) => ({ functions, line: toRange(place).start.line })),
  };
}
