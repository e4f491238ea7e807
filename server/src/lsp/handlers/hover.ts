import { MarkupKind, type CancellationToken, type Hover, type HoverParams } from 'vscode-languageserver';
import { areaHover, isAreaWord } from '../../analysis';
import { rangesTouch, toRange } from '../convert';
import type { Session } from '../session';

/** `textDocument/hover`: what there is to know about struct rseq where the document names it, a field of it, or libc's symbols. */
export async function hover(
  session: Session,
  { textDocument: { uri }, position }: HoverParams,
  token: CancellationToken,
): Promise<Hover | null> {
  // A client may ask about a document that it never opened; nothing is shown there.
  const document = session.documents.get(uri);
  if (!document || !isAreaWord(wordAt(document.text.getText(), document.text.offsetAt(position)))) return null;
  const { mentions, declared } = await session.findArea(uri, token);
  for (const { mention, place } of mentions) {
    const range = toRange(place);
    if (!rangesTouch(range, { start: position, end: position })) continue;
    const text = areaHover(mention, declared);
    if (text !== undefined) return { contents: contents(session, text), range };
  }
  return null;
}

/** The C name around an offset; empty where there is none. */
function wordAt(text: string, offset: number): string {
  const [before = ''] = /\w*$/.exec(text.slice(Math.max(0, offset - longestName), offset)) ?? [];
  const [behind = ''] = /^\w*/.exec(text.slice(offset, offset + longestName)) ?? [];
  return before + behind;
}

/** More characters than any name has that something is known about. */
const longestName = 64;

/** Signs of markdown go where the client shows them as they are. */
function contents({ capabilities }: Session, text: string): Extract<Hover['contents'], { kind: MarkupKind }> {
  const formats = capabilities.textDocument?.hover?.contentFormat ?? [MarkupKind.Markdown];
  if (formats.includes(MarkupKind.Markdown)) return { kind: MarkupKind.Markdown, value: text };
  return { kind: MarkupKind.PlainText, value: text.replaceAll(/\*\*|`/g, '') };
}
