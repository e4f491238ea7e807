import type { Note, SectionSummary, SourceSpan } from '../../analysis';
import type { LocatedFinding, Locator, Place } from '../../project/located';
import type { Summary } from './summary';

/** Offsets of the JSON documents: lines and columns 1-based, columns in UTF-16 units, ends exclusive. */
type NameOf = (file: string) => string;

/** The document of `rseq check --format json`. */
export function checkDocument(
  findings: readonly LocatedFinding[],
  notes: readonly Note[],
  summary: Summary,
  nameOf: NameOf,
): string {
  const document = {
    version: 1,
    summary,
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      ...placeFields(finding.place, nameOf),
      function: finding.function ?? null,
      targets: finding.targets,
      abis: finding.abis,
      variants: finding.variants,
      instances: finding.instances,
      related: finding.related.map(({ message, place }) => ({ message, ...placeFields(place, nameOf) })),
      fixes: finding.fixes.map(({ title, needsReview, edits }) => ({
        title,
        needsReview: needsReview ?? false,
        edits: edits.map(({ place, newText }) => ({ ...placeFields(place, nameOf), newText })),
      })),
    })),
    notes: notes.map(({ file, message }) => ({ file: nameOf(file), message })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The document of `rseq sections --format json`. What is unknown is null. */
export function sectionsDocument(sections: readonly SectionSummary[], locator: Locator, nameOf: NameOf): string {
  const document = { version: 1, sections: sections.map((section) => sectionFields(section, locator, nameOf)) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function sectionFields(section: SectionSummary, locator: Locator, nameOf: NameOf) {
  const { span, descriptor, armed, signature, commit, abortHandler } = section;
  const { start } = locator.locate(span);
  const at = (place: SourceSpan) => lineFields(place, span.file, locator, nameOf);
  return {
    file: nameOf(span.file),
    line: start.line + 1,
    column: start.column + 1,
    function: section.functions[0] ?? null,
    functions: section.functions,
    target: section.targets[0] ?? null,
    targets: section.targets,
    variants: section.variants,
    instances: section.instances,
    descriptor: {
      ...at(descriptor.span),
      version: descriptor.version ?? null,
      flags: descriptor.flags ?? null,
      start: descriptor.start ?? null,
      postCommit: descriptor.postCommit ?? null,
      abort: descriptor.abort ?? null,
    },
    armed: armed ? at(armed.span) : null,
    signature: signature ? { ...at(signature.span), bytes: signature.bytes } : null,
    body: section.body.map(({ span: place, text, kind }) => ({ ...at(place), text, kind })),
    commit: commit ? { ...at(commit.span), text: commit.text } : null,
    exits: section.exits.map(({ label, span: place }) => ({ label, ...at(place) })),
    abortHandler: abortHandler ? at(abortHandler.span) : null,
    resolved: section.resolved,
    unknown: section.unknown,
  };
}

/** The line of a part of a section, and its file where that is another one: a macro's body in a header. */
function lineFields(place: SourceSpan, home: string, locator: Locator, nameOf: NameOf) {
  const line = locator.locate(place).start.line + 1;
  return place.file === home ? { line } : { line, file: nameOf(place.file) };
}

function placeFields({ file, start, end }: Place, nameOf: NameOf) {
  return {
    file: nameOf(file),
    line: start.line + 1,
    column: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
