import type { Finding, RelatedPlace, Fix, Severity } from './finding';
import type { Report, Rule } from './rules/rule';
import type { Located, TextOrigin } from './text/place';
import { compareSpans, type TextEdit } from './text/span';

/** Where and under what a rule reported something. */
export interface ReportContext {
  readonly rule: Rule;
  readonly origin: TextOrigin;
  readonly function: string | undefined;
  readonly targets: readonly string[];
  readonly severity: Severity;
}

const mostExpansionsShown = 6;

/** Gives a report its places in files; undefined if it is spelled in no user file at all. */
export function findingOf(report: Report, context: ReportContext): Finding | undefined {
  const located = context.origin.locate(report.place);
  if (!located) return undefined;
  return {
    rule: context.rule.id,
    severity: context.severity,
    message: report.message,
    span: located.span,
    ...(context.function === undefined ? {} : { function: context.function }),
    targets: context.targets,
    abis: report.abis ?? [],
    variants: [],
    otherVariants: [],
    instances: 1,
    related: [...relatedPlaces(report, context.origin), ...expansionPlaces(located)],
    fixes: fixesOf(report, context.origin),
  };
}

function relatedPlaces(report: Report, origin: TextOrigin): RelatedPlace[] {
  return (report.related ?? []).flatMap(({ message, place }) => {
    const located = origin.locate(place);
    return located ? [{ message, span: located.span }] : [];
  });
}

function expansionPlaces(located: Located): RelatedPlace[] {
  return located.expansions
    .slice(0, mostExpansionsShown)
    .map(({ macro, span }) => ({ message: `in expansion of macro \`${macro}\``, span }));
}

function fixesOf(report: Report, origin: TextOrigin): Fix[] {
  return (report.fixes ?? []).flatMap(({ title, changes, needsReview }) => {
    const edits = origin.edit(changes);
    return edits && edits.length > 0
      ? [{ title, edits: sortEdits(edits), ...(needsReview === true ? { needsReview } : {}) }]
      : [];
  });
}

function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => compareSpans(a.span, b.span));
}

/**
 * Joins what several instantiations, targets or variants say about one place. The instances of a finding are those of the
 * target that shows most of them.
 */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, start, end } = finding.span;
    const key = `${finding.rule}\0${file}\0${start}\0${end}\0${finding.message}`;
    const earlier = merged.get(key);
    merged.set(key, earlier ? joined(earlier, finding) : finding);
  }
  return [...merged.values()].sort((a, b) => compareSpans(a.span, b.span) || (a.rule < b.rule ? -1 : 1));
}

function joined(a: Finding, b: Finding): Finding {
  const sameTargets = b.targets.every((target) => a.targets.includes(target));
  return {
    ...a,
    targets: union(a.targets, b.targets),
    abis: union(a.abis, b.abis),
    variants: union(a.variants, b.variants),
    instances: sameTargets ? a.instances + b.instances : Math.max(a.instances, b.instances),
    fixes: a.fixes.length > 0 ? a.fixes : b.fixes,
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
