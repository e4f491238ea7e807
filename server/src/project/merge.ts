import type { Finding, Note, SectionSummary, Severity, SourceSpan } from '../analysis';

/**
 * Puts the results of several units together: what is reported at the same place is one finding. Variants of one file are
 * the same text read again, so instances do not add up; different files each bring their own.
 */
export type InstanceCount = 'largest' | 'sum';

export function mergeFindings(groups: readonly (readonly Finding[])[], instances: InstanceCount): Finding[] {
  return mergeBy(
    groups,
    (finding) => `${finding.rule} ${spanKey(finding.span)}`,
    (a, b) => ({
      ...a,
      severity: worse(a.severity, b.severity),
      targets: union(a.targets, b.targets),
      abis: union(a.abis, b.abis),
      ...joinedVariants(a, b),
      instances: instances === 'sum' ? a.instances + b.instances : Math.max(a.instances, b.instances),
    }),
  );
}

export function mergeSections(
  groups: readonly (readonly SectionSummary[])[],
  instances: InstanceCount,
): SectionSummary[] {
  return mergeBy(
    groups,
    (section) => section.identity,
    (a, b) => ({
      // The one that was understood better speaks for both.
      ...(b.resolved && !a.resolved ? b : a),
      functions: union(a.functions, b.functions),
      targets: union(a.targets, b.targets),
      ...joinedVariants(a, b),
      instances: instances === 'sum' ? a.instances + b.instances : Math.max(a.instances, b.instances),
    }),
  );
}

export function mergeNotes(groups: readonly (readonly Note[])[]): Note[] {
  return mergeBy(
    groups,
    ({ file, message }) => `${file} ${message}`,
    (a) => a,
  );
}

type InVariants = Pick<Finding, 'variants' | 'otherVariants'>;

/** What does not hold with a variant in one unit may hold with it in another. */
function joinedVariants(a: InVariants, b: InVariants): InVariants {
  return inVariants(union(a.variants, b.variants), union(a.otherVariants, b.otherVariants));
}

/** @param all every variant in which the text was read */
export function inVariants(variants: readonly string[], all: readonly string[]): InVariants {
  return { variants, otherVariants: all.filter((name) => !variants.includes(name)) };
}

/** In the order of first appearance. */
export function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return b.every((item) => a.includes(item)) ? a : [...new Set([...a, ...b])];
}

function mergeBy<T>(groups: readonly (readonly T[])[], keyOf: (item: T) => string, merge: (a: T, b: T) => T): T[] {
  const merged = new Map<string, T>();
  for (const item of groups.flat()) {
    const key = keyOf(item);
    const known = merged.get(key);
    merged.set(key, known === undefined ? item : merge(known, item));
  }
  return [...merged.values()];
}

function spanKey({ file, start, end }: SourceSpan): string {
  return `${file}:${start}-${end}`;
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}
