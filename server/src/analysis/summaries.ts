import type { Item, Program } from './model/program';
import { type CriticalSection, isArmed, type SectionFacts } from './model/section';
import { functionOf } from './model/sectionFunction';
import { after, before, between, isInstruction, textOf } from './model/walk';
import type { BodyKind, SectionSummary, UnknownReason } from './sectionSummary';
import type { SectionGroup } from './source/sectionModels';
import type { Place } from './text/place';
import { compareSpans, type SourceSpan } from './text/span';

type Locate = (place: Place) => SourceSpan | undefined;

/** The sections of a group as `rseq sections` prints them. */
export function summarize(group: SectionGroup): readonly SectionSummary[] {
  const locate: Locate = (place) => group.origin.locate(place)?.span;
  return group.sections.flatMap((section) => {
    return summaryOf(section, group, locate) ?? [];
  });
}

function summaryOf(section: CriticalSection, group: SectionGroup, locate: Locate): SectionSummary | undefined {
  const located = group.origin.locate(section.descriptor);
  if (!located) return undefined;
  const descriptor = located.span;
  const { facts, program } = section;
  // Two uses of one macro in a file that is assembled are two sections.
  const use = located.expansions.at(-1)?.span;
  const site = group.site ?? use;
  const siteName = site ? `${site.file}:${site.start}` : '';
  const owner = functionOf(section, group.function?.name);
  const armed = facts.arming.known && isArmed(facts.arming.value) ? facts.arming.value.store.place : undefined;
  const armedSpan = armed && locate(armed);
  const commit =
    facts.commit.known && facts.commit.value.kind === 'last' ? facts.commit.value.instruction.place : undefined;
  const commitSpan = commit && locate(commit);
  const handler = facts.abort.known ? locate(facts.abort.value.label.place) : undefined;
  const signature = signatureOf(facts, locate);
  return {
    identity: [group.architecture.name, siteName, descriptor.file, descriptor.start].join(' '),
    span: descriptor,
    ...(group.site ? { site: group.site } : {}),
    functions: owner === undefined ? [] : [owner],
    targets: group.isNeutral ? [] : [group.architecture.name],
    variants: [],
    otherVariants: [],
    instances: 1,
    descriptor: {
      span: descriptor,
      ...(facts.version.known ? { version: Number(facts.version.value.value) } : {}),
      ...(facts.flags.known ? { flags: Number(facts.flags.value.value) } : {}),
      ...(facts.start.known ? { start: facts.start.value.text } : {}),
      ...(facts.postCommit.known ? { postCommit: facts.postCommit.value.text } : {}),
      ...(facts.abort.known ? { abort: facts.abort.value.text } : {}),
    },
    ...(armedSpan ? { armed: { span: armedSpan } } : {}),
    ...(signature ? { signature } : {}),
    body: bodyOf(program, facts, locate),
    around: aroundOf(program, facts, locate),
    ...(commit && commitSpan ? { commit: { span: commitSpan, text: textOf(program, commit) } } : {}),
    exits: section.exits.flatMap(({ target, place }) => {
      const span = locate(place);
      return span ? [{ label: target.name, span }] : [];
    }),
    ...(handler ? { abortHandler: { span: handler } } : {}),
    resolved: isResolved(facts),
    unknown: unknownReasons(facts),
  };
}

function signatureOf(facts: SectionFacts, locate: Locate): SectionSummary['signature'] {
  if (!facts.signature.known) return undefined;
  const { value } = facts.signature;
  if (!('bytes' in value)) return undefined;
  const span = locate(value.place);
  return span && { span, bytes: value.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

function bodyOf(program: Program, facts: SectionFacts, locate: Locate): SectionSummary['body'] {
  if (!facts.start.known || !facts.postCommit.known) return [];
  return between(program, facts.start.value.label, facts.postCommit.value.label).flatMap((item) => {
    const kind = kindOf(item);
    const span = kind && locate(item.place);
    return kind && span ? [{ span, text: textOf(program, item.place), kind }] : [];
  });
}

/** As many instructions as abort injection looks at on either side. */
const window = 2;

function aroundOf(program: Program, facts: SectionFacts, locate: Locate): SectionSummary['around'] {
  if (!facts.start.known || !facts.postCommit.known) return { before: [], after: [] };
  const nearest = (items: Iterable<Item>): SourceSpan[] =>
    [...items]
      .filter(isInstruction)
      .slice(0, window)
      .flatMap(({ place }) => locate(place) ?? []);
  return {
    before: nearest(before(program, facts.start.value.label)),
    after: nearest(after(program, facts.postCommit.value.label)),
  };
}

function kindOf(item: Item): BodyKind | undefined {
  switch (item.kind) {
    case 'instruction':
      return item.instruction.effect.kind;
    case 'opaque':
      return 'opaque';
    case 'data':
    case 'align':
      return 'directive';
    case 'label':
    case 'silent':
      return undefined;
  }
}

/** Descriptor, start, commit, abort handler and signature are all known. */
function isResolved(facts: SectionFacts): boolean {
  const { version, flags, start, postCommit, abort, commit, signature } = facts;
  return [version, flags, start, postCommit, abort, commit, signature].every((fact) => fact.known);
}

function unknownReasons(facts: SectionFacts): readonly UnknownReason[] {
  const reasons = Object.values(facts).flatMap((fact) => (fact.known ? [] : [fact.reason]));
  return [...new Set(reasons)].filter((reason) => reason !== 'absent').sort();
}

/** Joins what several instantiations and targets say about one section of the source. */
export function mergeSummaries(summaries: readonly SectionSummary[]): readonly SectionSummary[] {
  const merged = new Map<string, SectionSummary>();
  for (const summary of summaries) {
    const earlier = merged.get(summary.identity);
    merged.set(summary.identity, earlier ? joined(earlier, summary) : summary);
  }
  return [...merged.values()].sort((a, b) => compareSpans(a.span, b.span));
}

function joined(a: SectionSummary, b: SectionSummary): SectionSummary {
  return {
    ...a,
    functions: [...new Set([...a.functions, ...b.functions])],
    instances: a.instances + b.instances,
    resolved: a.resolved && b.resolved,
    unknown: [...new Set([...a.unknown, ...b.unknown])].sort(),
  };
}
