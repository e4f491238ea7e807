import type { SourceSpan, TextEdit } from '../../text/span';
import type { Token } from '../preprocess/token';
import { encodeForLiteral } from '../inlineAsm/literal';
import type { AssemblerText, Piece } from './assemblerText';

/** Lines of source files, for edits that insert or remove whole lines. */
export interface SourceLines {
  /** The line that contains `offset`, without its end; undefined if the file is unknown. */
  lineAt(
    file: string,
    offset: number,
  ): { readonly start: number; readonly text: string; readonly newline: string } | undefined;
  /** The span of the whole line (with its end) if nothing but `span`, white space, comments and a `\` stands on it. */
  wholeLine(span: SourceSpan): SourceSpan | undefined;
  /** Where a token is spelled, if that is in a user file. */
  spelling(token: Token): SourceSpan | undefined;
}

const tabWidth = 8;
/** How far to look for a statement whose indentation a new one can follow. */
const linesSearched = 20;

/**
 * Inserts statements as lines of their own in front of the piece, where the piece (or the macro call that produces it) is the
 * first thing on its line. undefined where it is not.
 */
export function lineInsertion(
  text: AssemblerText,
  piece: Piece,
  statements: readonly string[],
  lines: SourceLines,
): TextEdit | undefined {
  for (const token of outwards(piece.token)) {
    const span = lines.spelling(token);
    if (!span) continue;
    const line = lines.lineAt(span.file, span.start);
    if (!line) continue;
    const indent = line.text.slice(0, span.start - line.start);
    if (indent.trim() !== '') continue;
    const neighbour = continuedLine(line, span.file, lines);
    const continued = neighbour !== undefined;
    if (!text.quoted && !continued) {
      const rows = statements.map((statement) => unquotedRow(statement, indent, span, lines) + line.newline);
      return { span: { file: span.file, start: line.start, end: line.start }, newText: rows.join('') };
    }
    const style = literalStyle(text);
    const rows = statements.map((statement) => {
      const row = text.quoted ? `"${style.before}${encodeForLiteral(statement)}${style.after}"` : statement;
      return neighbour === undefined ? row : withBackslash(indent, row, neighbour);
    });
    const newText = rows.map((row) => row + line.newline + indent).join('');
    return { span: { file: span.file, start: span.start, end: span.start }, newText };
  }
  return undefined;
}

/** The line, or the one in front of it, if it goes on in the next: a new line between them has to go on, too. */
function continuedLine(
  line: { readonly start: number; readonly text: string },
  file: string,
  lines: SourceLines,
): string | undefined {
  if (/\\\s*$/.test(line.text)) return line.text;
  const previous = line.start > 0 ? lines.lineAt(file, line.start - 1) : undefined;
  return previous && /\\\s*$/.test(previous.text) ? previous.text : undefined;
}

/** A line of assembler source: labels begin the line, everything else stands as deep as the statements below. */
function unquotedRow(statement: string, indent: string, span: SourceSpan, lines: SourceLines): string {
  if (/^[\w.$]+:$/.test(statement)) return statement;
  if (indent !== '') return indent + statement;
  let offset = span.start;
  for (let line = lines.lineAt(span.file, offset), n = 0; line && n < linesSearched; n++) {
    const depth = /^[ \t]+(?=\S)/.exec(line.text);
    if (depth) return depth[0] + statement;
    const next = line.start + line.text.length + line.newline.length;
    line = next > offset ? lines.lineAt(span.file, next) : undefined;
    offset = next;
  }
  return `\t${statement}`;
}

/** C code behind the end of a span: a line of its own, as deep as the next statement, where nothing else follows on the line. */
export function codeLine(behind: SourceSpan, code: string, lines: SourceLines): string {
  const line = lines.lineAt(behind.file, behind.end);
  if (!line || line.text.slice(behind.end - line.start).trim() !== '') return ` ${code}`;
  const next = lines.lineAt(behind.file, line.start + line.text.length + line.newline.length);
  const depth = [next?.text, line.text].map((text) => /^[ \t]+(?=[^\s}])/.exec(text ?? '')?.[0]);
  return line.newline + (depth.find((indent) => indent !== undefined) ?? '\t') + code;
}

/** The token itself, then the macro names at whose invocations it came to be, from the inside out. */
function* outwards(token: Token): Generator<Token> {
  if (token.parts === null) yield token;
  for (let expansion = token.expansion; expansion; expansion = expansion.parent) {
    if (expansion.argument < 0 || expansion.parent === null) yield expansion.site;
  }
}

/** How this template ends its lines and begins its instructions, as spelled in source. */
function literalStyle(text: AssemblerText): { readonly before: string; readonly after: string } {
  let trailing = 0;
  let leading = 0;
  for (const piece of text.pieces) {
    const content = text.text.slice(piece.start, piece.start + piece.length);
    if (/\n\t$/.test(content)) trailing++;
    else if (/^\t.*\n$/.test(content) || /^\t[^\n]*$/.test(content)) leading++;
  }
  if (leading > trailing) {
    const raw = text.pieces.some((piece) => piece.token.text.startsWith('"\t'));
    return { before: raw ? '\t' : '\\t', after: '\\n' };
  }
  return trailing > 0 || text.text.includes('\n\t') ? { before: '', after: '\\n\\t' } : { before: '', after: '\\n' };
}

/** Puts the line continuation into the column that the neighbour has it in. */
function withBackslash(indent: string, row: string, neighbour: string): string {
  const column = visualWidth(neighbour.slice(0, neighbour.lastIndexOf('\\')));
  let line = indent + row;
  if (visualWidth(line) >= column) return `${row} \\`;
  while (visualWidth(line) < column) line += '\t';
  return `${line.slice(indent.length)}\\`;
}

function visualWidth(text: string): number {
  let width = 0;
  for (const character of text) width = character === '\t' ? (Math.floor(width / tabWidth) + 1) * tabWidth : width + 1;
  return width;
}
