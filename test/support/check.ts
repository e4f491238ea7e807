import assert from 'node:assert/strict';
import {
  analyze,
  type AnalysisCache,
  createAnalysisCache,
  type AnalysisRequest,
  type Finding,
  type SyntaxBackend,
  type UnitAnalysis,
  unusedSuppressions,
} from '../../server/src/analysis';

import { type FindingMarker, isMarkerLine, parseMarkers } from './markers';

/** A text to analyse as if it were a file. */
export interface CheckedText {
  /** Only a name: nothing is read from the disk. Its ending decides the language. */
  readonly path: string;
  readonly text: string;
  readonly targets?: readonly string[];
  readonly abis?: readonly string[];
  /** The rule that the text is about: information of other rules needs no marker then. */
  readonly about?: string;
  /** As `-masm=intel`. */
  readonly intelSyntax?: boolean;
  /** Further files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Shared with other texts; each analysis has its own if there is none. */
  readonly cache?: AnalysisCache;
}

/** Analyses one text, which can include nothing but its further files. */
export function analyzeText(
  syntax: SyntaxBackend,
  checked: CheckedText,
  hooks?: { readonly withholdFact?: string },
): UnitAnalysis {
  const files = { ...checked.files, [checked.path]: checked.text };
  const sources = { read: (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined) };
  const context = { sources, syntax, cache: checked.cache ?? createAnalysisCache() };
  const analysis = analyze(context, requestFor(checked), hooks);
  return { ...analysis, findings: [...analysis.findings, ...unusedSuppressions(analysis.suppressions)] };
}

/** Analyses a text and compares its findings with its markers, in both directions. */
export function checkText(syntax: SyntaxBackend, checked: CheckedText): readonly Finding[] {
  const { findings } = analyzeText(syntax, checked);
  compareWithMarkers(checked.path, checked.text, findings, checked.about);
  return findings;
}

/**
 * Fails unless the findings are exactly those that the text's own markers announce. `about`: a rule; information of the others is let
 * pass where it is not marked.
 */
export function compareWithMarkers(path: string, text: string, findings: readonly Finding[], about?: string): void {
  const markers = parseMarkers(text);
  assert.deepEqual(markers.problems, [], `${path}: malformed markers`);
  const found = findings.map((finding) => ({ finding, ...firstLineOf(text, finding.span) }));
  const open = [...found];
  const unmatched: FindingMarker[] = [];
  const missesFound: string[] = [];
  for (const marker of markers.findings) {
    const index = open.findIndex((candidate) => matches(marker, candidate));
    if (marker.kind === 'missing') {
      if (index >= 0) missesFound.push(`${marker.rule} is reported now: make the marker a finding`);
    } else if (index < 0) {
      unmatched.push(marker);
    }
    if (index >= 0) open.splice(index, 1);
  }
  const surprises = open.filter(({ finding }) => isMeant(finding, about));
  if (unmatched.length + surprises.length + missesFound.length === 0) return;
  const line = text.slice(0, (unmatched[0] ?? surprises[0])?.start ?? 0).split('\n').length;
  assert.fail(
    [
      `${path}:${line}: ${unmatched.length} expected and not found, ${surprises.length} found and not expected`,
      ...missesFound,
      drawn(text, unmatched, surprises),
    ].join('\n'),
  );
}

/** Does a finding count in a text that is about a rule? Information of other rules does not. */
export function isMeant({ severity, rule }: Pick<Finding, 'severity' | 'rule'>, about: string | undefined): boolean {
  return severity !== 'info' || about === undefined || rule === about;
}

interface Found {
  readonly finding: Finding;
  readonly start: number;
  readonly end: number;
}

function matches(marker: FindingMarker, { finding, start, end }: Found): boolean {
  return (
    finding.rule === marker.rule &&
    (marker.kind === 'missing' || finding.severity === marker.kind) &&
    start === marker.start &&
    end === marker.end &&
    (marker.message === undefined || finding.message.includes(marker.message)) &&
    marker.related.every((related) =>
      finding.related.some(
        ({ span, message }) =>
          span.start === related.start && span.end === related.end && message.includes(related.text),
      ),
    )
  );
}

/** A span, cut off at the end of its first line: carets cannot say more. */
function firstLineOf(
  text: string,
  span: { readonly start: number; readonly end: number },
): {
  start: number;
  end: number;
} {
  const lineEnd = text.indexOf('\n', span.start);
  return { start: span.start, end: lineEnd < 0 ? span.end : Math.min(span.end, lineEnd) };
}

/** The text without its markers, with a row of carets for everything that did not match. */
function drawn(text: string, expected: readonly FindingMarker[], found: readonly Found[]): string {
  const rows: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const next = offset + line.length + 1;
    if (!isMarkerLine(line)) rows.push(line.replace(/\t/g, '        '));
    for (const marker of expected) {
      if (marker.start < offset || marker.start >= next) continue;
      rows.push(`${carets(line, marker, offset)} expected ${marker.kind}: ${marker.rule}${messagePart(marker)}`);
    }
    for (const { finding, start, end } of found) {
      if (start < offset || start >= next) continue;
      rows.push(
        `${carets(line, { start, end }, offset)} found ${finding.severity}: ${finding.rule} "${finding.message}"`,
      );
      for (const { span, message } of finding.related)
        rows.push(`  related [${text.slice(span.start, span.end)}] ${message}`);
    }
    offset = next;
  }
  return rows.join('\n');
}

function messagePart(marker: FindingMarker): string {
  const parts = [marker.message, ...marker.related.map(({ text }) => `related: ${text}`)];
  const said = parts.filter((part) => part !== undefined);
  return said.length > 0 ? ` "${said.join('", "')}"` : '';
}

function carets(line: string, span: { readonly start: number; readonly end: number }, offset: number): string {
  const before = line.slice(0, span.start - offset).replace(/\t/g, '        ');
  return ' '.repeat(before.length) + '^'.repeat(Math.max(1, span.end - span.start));
}

function requestFor({ path, targets = [], abis = [], intelSyntax = false }: CheckedText): AnalysisRequest {
  const language = /\.[sS]$/.test(path) ? 'asm' : /\.(?:cc|cpp|hpp)$/.test(path) ? 'c++' : 'c';
  return {
    path,
    configuration: {
      language,
      compiler: 'gcc',
      intelSyntax,
      macros: [],
      quoteDirectories: [],
      includeDirectories: [],
      systemDirectories: {},
      forcedIncludes: [],
      directory: '',
    },
    targets,
    declarations: { abis, rules: {} },
  };
}
