import type {
  Finding,
  LineIndex as LineIndexType,
  Position,
  SectionSummary,
  SourceProvider,
  SourceSpan,
} from '../analysis';
import { LineIndex } from '../analysis';

/** A span as lines and columns, both 0-based, columns in UTF-16 units; what a reader needs who does not have the text. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export interface LocatedEdit {
  readonly place: Place;
  readonly newText: string;
}

export interface LocatedFix {
  readonly title: string;
  readonly edits: readonly LocatedEdit[];
  readonly needsReview?: boolean;
}

/** A finding whose spans are places. Plain data: it crosses from the worker to the server. */
export interface LocatedFinding extends Omit<Finding, 'span' | 'related' | 'fixes'> {
  readonly place: Place;
  readonly related: readonly { readonly message: string; readonly place: Place }[];
  readonly fixes: readonly LocatedFix[];
}

/** Turns offsets into places; keeps the line table of each text it has seen. */
export class Locator {
  readonly #sources: SourceProvider;
  readonly #lines = new Map<string, { readonly text: string; readonly lines: LineIndexType }>();

  constructor(sources: SourceProvider) {
    this.#sources = sources;
  }

  locate(span: SourceSpan): Place {
    const lines = this.linesOf(span.file);
    return { file: span.file, start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
  }

  locateFinding({ span, related, fixes, ...rest }: Finding): LocatedFinding {
    return {
      ...rest,
      place: this.locate(span),
      related: related.map((one) => ({ message: one.message, place: this.locate(one.span) })),
      fixes: fixes.map(({ edits, ...fix }) => ({
        ...fix,
        edits: edits.map((edit) => ({ place: this.locate(edit.span), newText: edit.newText })),
      })),
    };
  }

  textOf(file: string): string {
    return this.#sources.read(file) ?? '';
  }

  linesOf(file: string): LineIndexType {
    const text = this.textOf(file);
    const known = this.#lines.get(file);
    if (known?.text === text) return known.lines;
    const lines = new LineIndex(text);
    this.#lines.set(file, { text, lines });
    return lines;
  }
}

/** Sorts by file, line, column, rule: the order of every output. `nameOf` is how the file is printed. */
export function sortFindings(findings: readonly LocatedFinding[], nameOf: (file: string) => string): LocatedFinding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(nameOf(a.place.file), nameOf(b.place.file)) ||
      comparePositions(a.place.start, b.place.start) ||
      compareText(a.rule, b.rule) ||
      comparePositions(a.place.end, b.place.end),
  );
}

/** Sorts sections by file and place. */
export function sortSections(sections: readonly SectionSummary[], nameOf: (file: string) => string): SectionSummary[] {
  return [...sections].sort(
    (a, b) =>
      compareText(nameOf(a.span.file), nameOf(b.span.file)) || a.span.start - b.span.start || a.span.end - b.span.end,
  );
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
