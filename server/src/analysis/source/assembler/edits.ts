import type { Place, TextChange } from '../../text/place';
import type { SourceSpan, TextEdit } from '../../text/span';
import { encodeForLiteral } from '../inlineAsm/literal';
import type { AssemblerText, Piece } from './assemblerText';
import { sameLevel } from './assemblerText';
import { codeLine, lineInsertion, type SourceLines } from './lineInsertion';

/**
 * Turns changes of assembler text into edits of the files it is spelled in, in the file's own style: a literal per line stays a
 * literal per line, a macro body keeps its backslashes, text within one literal keeps its separator. undefined where a change
 * would reach into text that other code shares in another role.
 */
export function editsFor(
  text: AssemblerText,
  changes: readonly TextChange[],
  lines: SourceLines,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const made = editsForChange(text, change, lines);
    if (!made) return undefined;
    // A macro's argument may be used in several places that change alike.
    edits.push(...made.filter((edit) => !edits.some((other) => isSame(edit, other))));
  }
  return edits;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  const isReplacement = a.span.end > a.span.start;
  return (
    isReplacement &&
    a.newText === b.newText &&
    a.span.file === b.span.file &&
    a.span.start === b.span.start &&
    a.span.end === b.span.end
  );
}

function editsForChange(text: AssemblerText, change: TextChange, lines: SourceLines): readonly TextEdit[] | undefined {
  switch (change.kind) {
    case 'replace':
      return replacement(text, change.place, change.text);
    case 'insert-text':
      return codeInsertion(text, change.at, () => change.text);
    case 'insert-code':
      return codeInsertion(text, change.at, (end) => codeLine(end, change.code, lines));
    case 'insert-before':
      return insertion(text, change.anchor.start, change.statements, lines);
    case 'insert-after': {
      const next = nextStatement(text.text, change.anchor.end);
      return next === undefined
        ? appended(text, change.anchor, change.statements, lines)
        : insertion(text, next, change.statements, lines);
    }
    case 'remove':
      return removal(text, change.statement, lines);
    case 'move-before':
    case 'move-after': {
      const statement = text.pieceAt(change.statement.start);
      const anchor = text.pieceAt(change.anchor.start);
      if (!statement || !anchor || !sameLevel(statement.token, anchor.token)) return undefined;
      const at = change.kind === 'move-before' ? change.anchor.start : nextStatement(text.text, change.anchor.end);
      const moved = text.written.slice(change.statement.start, change.statement.end);
      const removed = removal(text, change.statement, lines);
      const inserted = at === undefined ? undefined : insertion(text, at, [moved], lines);
      return removed && inserted ? [...removed, ...inserted] : undefined;
    }
  }
}

/** The start of the first statement at or behind `from`: what separates statements is skipped. */
function nextStatement(text: string, from: number): number | undefined {
  const rest = /^[\s;]*/.exec(text.slice(from));
  const next = from + (rest?.[0].length ?? 0);
  return next < text.length ? next : undefined;
}

function replacement(text: AssemblerText, place: Place, newText: string): readonly TextEdit[] | undefined {
  const piece = text.pieceAt(place.start);
  if (!piece) return undefined;
  const within = place.end <= piece.start + piece.length;
  const located = text.locate(place);
  if (!located) return undefined;
  // Spelled in several tokens: only safe if the whole place is one stretch of one file, which locate() then covers.
  if (!within && !coversWhole(text, place)) return undefined;
  const literal = text.quoted && piece.isCode !== true && piece.token.parts === null && !isRaw(piece);
  return [{ span: located.span, newText: literal ? encodeForLiteral(newText) : newText }];
}

/** Text for the C side, or for C code as such; it must be written where the statement itself is, not in a macro that others share. */
function codeInsertion(
  text: AssemblerText,
  at: number,
  newText: (end: SourceSpan) => string,
): readonly TextEdit[] | undefined {
  const piece = text.pieceAt(at);
  const keyword = text.pieces[text.codeStart];
  const isBeside = piece?.isCode === true && keyword !== undefined && sameLevel(piece.token, keyword.token);
  const isInCode = text.codeStart < 0 && !text.quoted && piece?.token.expansion === null;
  if (!piece || (!isBeside && !isInCode)) return undefined;
  const located = text.locate({ start: piece.start, end: at });
  return located && [{ span: { ...located.span, start: located.span.end }, newText: newText(located.span) }];
}

function coversWhole(text: AssemblerText, place: Place): boolean {
  const whole = text.locate(place);
  const tail = text.locate({ start: place.end - 1, end: place.end });
  return (
    whole !== undefined && tail !== undefined && tail.span.file === whole.span.file && tail.span.end === whole.span.end
  );
}

function insertion(
  text: AssemblerText,
  at: number,
  statements: readonly string[],
  lines: SourceLines,
): readonly TextEdit[] | undefined {
  const piece = text.pieceAt(at);
  // A descriptor that C code fills in has no statements beside it.
  if (!piece || piece.isCode === true) return undefined;
  const separator = separatorBefore(text.text, at);
  const inside = text.text.slice(piece.start, at).trim() !== '';
  if (!inside) {
    const line = lineInsertion(text, piece, statements, lines);
    if (line) return [line];
  }
  if (piece.token.parts !== null) return undefined;
  const located = text.locate({ start: at, end: at });
  if (!located) return undefined;
  const joined = statements.map((statement) => statement + separator).join('');
  const span = { ...located.span, end: located.span.start };
  return [{ span, newText: text.quoted && !isRaw(piece) ? encodeForLiteral(joined) : joined }];
}

/** Statements behind the last one of a template: literals of their own where it has one, else in its literal. */
function appended(
  text: AssemblerText,
  last: Place,
  statements: readonly string[],
  lines: SourceLines,
): readonly TextEdit[] | undefined {
  const piece = text.pieceAt(last.end - 1);
  if (!text.quoted || piece?.token.parts !== null || last.end > piece.start + piece.length) return undefined;
  const span = text.locate({ start: last.end - 1, end: last.end })?.span;
  if (!span) return undefined;
  const separator = separatorBefore(text.text, last.start);
  const inLiteral = statements.map((statement) => separator + statement).join('');
  const literal = isRaw(piece) ? undefined : tokenSpan(text, piece);
  const line = literal && lines.lineAt(literal.file, literal.start);
  const indent = line && /^[ \t]*(?=")/.exec(line.text)?.[0];
  if (!literal || !line || indent === undefined || /\\\s*$/.test(line.text)) {
    return [{ span: { ...span, start: span.end }, newText: isRaw(piece) ? inLiteral : encodeForLiteral(inLiteral) }];
  }
  const behind = text.text.slice(last.end, piece.start + piece.length);
  const isEnded = /[\n;]/.test(behind);
  const rows = statements.map((statement, i) => {
    const end = i < statements.length - 1 || isEnded ? behind || separator : '';
    return `${line.newline}${indent}"${encodeForLiteral(statement + end)}"`;
  });
  return [
    ...(isEnded ? [] : [{ span: { ...span, start: span.end }, newText: encodeForLiteral(separator) }]),
    { span: { ...literal, start: literal.end }, newText: rows.join('') },
  ];
}

/** What stands between the statement that begins at `at` and the one before it: `\n\t`, `;`, a newline and spaces. */
function separatorBefore(text: string, at: number): string {
  const before = /[\s;]*$/.exec(text.slice(0, at))?.[0] ?? '';
  if (/[\n;]/.test(before)) return before;
  const anywhere = /[ \t]*(\n[ \t]*|;[ \t]*)/.exec(text);
  return anywhere?.[1] ?? '\n\t';
}

/** Takes a statement out together with the separator behind it; a literal that holds nothing else goes with its line. */
function removal(text: AssemblerText, place: Place, lines: SourceLines): readonly TextEdit[] | undefined {
  const piece = text.pieceAt(place.start);
  if (!piece || piece.token.parts !== null || piece.isCode === true) return undefined;
  if (!text.quoted) return unquotedRemoval(text, piece, place, lines);
  if (place.end > piece.start + piece.length) return undefined;
  const content = text.text.slice(piece.start, piece.start + piece.length);
  const statement = text.text.slice(place.start, place.end);
  const whole = content.trim() === statement.trim() ? tokenSpan(text, piece) : undefined;
  if (whole) return [{ span: lines.wholeLine(whole) ?? whole, newText: '' }];
  const behind = /^[ \t]*[\n;]?[ \t]*/.exec(text.text.slice(place.end, piece.start + piece.length))?.[0] ?? '';
  const located = text.locate({ start: place.start, end: place.end + behind.length });
  return located ? [{ span: located.span, newText: '' }] : undefined;
}

/** In assembler source a statement is many tokens; a label in front of an instruction leaves it where it stands. */
function unquotedRemoval(
  text: AssemblerText,
  first: Piece,
  place: Place,
  lines: SourceLines,
): readonly TextEdit[] | undefined {
  const last = text.pieceAt(place.end - 1);
  const located = text.locate(place);
  if (!located || !last || !sameLevel(first.token, last.token) || !coversWhole(text, place)) return undefined;
  const { span } = located;
  const whole = lines.wholeLine(span);
  if (whole) return [{ span: whole, newText: '' }];
  const line = lines.lineAt(span.file, span.start);
  if (!line) return undefined;
  const isFirst = line.text.slice(0, span.start - line.start).trim() === '';
  const behind = isFirst ? '' : (/^[ \t]*;?[ \t]*/.exec(line.text.slice(span.end - line.start))?.[0] ?? '');
  return [{ span: { ...span, end: span.end + behind.length }, newText: '' }];
}

function isRaw({ token }: Piece): boolean {
  return /^\w*R"/.test(token.text);
}

function tokenSpan(text: AssemblerText, piece: Piece): { file: string; start: number; end: number } | undefined {
  return text.locator.locate(piece.token, 0, piece.token.text.length)?.span;
}
