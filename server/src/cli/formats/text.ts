import type { SectionSummary, Severity, SourceSpan } from '../../analysis';
import { variantsOf } from '../../project/context';
import { titleOf } from '../../project/fixes';
import type { LocatedFinding, Locator, Place } from '../../project/located';
import { excerptOf } from './excerpt';
import type { Paint } from './paint';
import { listWords } from './summary';

export interface TextParts {
  readonly paint: Paint;
  readonly locator: Locator;
  readonly nameOf: (file: string) => string;
  /** Columns that an excerpt may take. */
  readonly width: number;
}

/**
 * A finding as compilers print it: one line that editors can jump to, the source with carets, then in whose context it
 * holds, the fixes, and the related places.
 */
export function findingText(finding: LocatedFinding, parts: TextParts): string {
  const { paint } = parts;
  const { severity, message, rule } = finding;
  const head = `${headOf(finding.place, parts)} ${paint.severity(severity, `${severity}:`)} ${paint.bold(message)} ${paint.rule(`[${rule}]`)}`;
  const gutter = gutterWidth(finding);
  const context = contextOf(finding);
  return [
    head,
    ...excerptLines(finding.place, severity, gutter, parts),
    ...(context === '' ? [] : [`${' '.repeat(gutter)} ${paint.gutter('=')} ${paint.dim(context)}`]),
    ...finding.fixes.map((fix) => `${' '.repeat(gutter)} ${paint.gutter('=')} ${paint.fix('fix:')} ${titleOf(fix)}`),
    ...finding.related.flatMap(({ message: text, place }) => [
      `${headOf(place, parts)} ${paint.note('note:')} ${text}`,
      ...excerptLines(place, 'info', gutter, parts),
    ]),
    '',
  ].join('\n');
}

/** One section of `rseq sections` for a reader: where it is, what the kernel is told, and its instructions. */
export function sectionText(section: SectionSummary, parts: TextParts): string {
  const { paint, locator } = parts;
  const { descriptor } = section;
  const where = section.functions.length > 0 ? ` in ${listWords(section.functions)}` : '';
  const targets = section.targets.length > 0 ? ` for ${listWords(section.targets)}` : '';
  const variants = variantsOf(section);
  const only = variants.length > 0 ? `, only with ${listWords(variants)}` : '';
  const times = section.instances > 1 ? `, instantiated ${section.instances} times` : '';
  const line = (span: SourceSpan) => `line ${locator.locate(span).start.line + 1}`;
  const unknown = paint.dim('unknown');
  const rows: readonly (readonly [string, string])[] = [
    [
      'descriptor',
      `${line(descriptor.span)}: version ${descriptor.version ?? unknown}, flags ${descriptor.flags ?? unknown}`,
    ],
    [
      'range',
      `${descriptor.start ?? unknown} to ${descriptor.postCommit ?? unknown}, abort ${descriptor.abort ?? unknown}`,
    ],
    ['armed', section.armed ? line(section.armed.span) : unknown],
    ['commit', section.commit ? `${line(section.commit.span)}: ${section.commit.text}` : unknown],
    ['signature', section.signature ? `${line(section.signature.span)}: ${section.signature.bytes}` : unknown],
    ['exits', section.exits.length > 0 ? section.exits.map(({ label }) => label).join(', ') : 'none'],
    ...(section.resolved ? [] : [['unknown', section.unknown.join(', ') || 'not resolved'] as const]),
  ];
  return [
    `${headOf(locator.locate(section.span), parts)} ${paint.note('critical section')}${where}${targets}${only}${times}`,
    ...rows.map(([name, text]) => `   ${paint.gutter(name.padEnd(10))}  ${text}`),
    ...section.body.map(({ span, text, kind }) => {
      const number = String(locator.locate(span).start.line + 1).padStart(6);
      return `${paint.gutter(`${number} |`)} ${paint.dim(kind.padEnd(17))} ${text}`;
    }),
    '',
  ].join('\n');
}

function headOf({ file, start }: Place, { paint, nameOf }: TextParts): string {
  return paint.bold(`${nameOf(file)}:${start.line + 1}:${start.column + 1}:`);
}

function contextOf(finding: LocatedFinding): string {
  const variants = variantsOf(finding);
  const places = [
    ...(finding.function === undefined ? [] : [`in ${finding.function}`]),
    ...(finding.targets.length > 0 ? [`for ${listWords(finding.targets)}`] : []),
    ...(finding.abis.length > 0 ? [`under ABI ${listWords(finding.abis)}`] : []),
    ...(variants.length > 0 ? [`only with ${listWords(variants)}`] : []),
    ...(finding.instances > 1 ? [`in ${finding.instances} instances of this text`] : []),
  ];
  return places.join(', ');
}

function gutterWidth({ place, related }: LocatedFinding): number {
  const lines = [place, ...related.map((one) => one.place)].map(({ start }) => start.line + 1);
  return Math.max(4, String(Math.max(...lines)).length + 1);
}

function excerptLines(
  place: Place,
  severity: Severity,
  gutter: number,
  { paint, locator, width }: TextParts,
): string[] {
  const excerpt = excerptOf(place, locator, Math.max(40, width - gutter - 3));
  if (!excerpt) return [];
  const carets = `^${'~'.repeat(excerpt.markLength - 1)}`;
  const more = place.end.line > place.start.line && place.end.column > 0 ? '…' : '';
  return [
    `${paint.gutter(`${String(excerpt.lineNumber).padStart(gutter)} |`)} ${excerpt.line}`,
    `${paint.gutter(`${' '.repeat(gutter)} |`)} ${' '.repeat(excerpt.markStart)}${paint.caret(severity, carets + more)}`,
  ];
}
