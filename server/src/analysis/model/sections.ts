import type { LinearExpression, SymbolRef } from '../arch/instruction';
import { alignmentOf } from './alignment';
import { armingOf } from './arming';
import { abortPathOf } from './abortPath';
import { commitOf } from './commit';
import { cpuOf } from './cpuCheck';
import { type DescriptorFields, type Field, findDescriptors, type RawDescriptor } from './descriptors';
import { type Fact, known, mapFact, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import type {
  ConstantField,
  CriticalSection,
  Exit,
  LabelUse,
  LengthField,
  SectionFactName,
  SectionFacts,
} from './section';
import { signatureOf } from './signature';
import { between, compareAddress, labelAt, nameOf, textOf } from './walk';

/**
 * Builds the model of every critical section of a program. Facts are derived in the order in which the kernel relies on them
 * (design/rules.md, "Ownership"): where an earlier stage is broken the later facts are unknown, so that one mistake gives one
 * finding. `withhold` is for tests: that fact is unknown in every section.
 */
export function buildSections(program: Program, withhold?: SectionFactName): readonly CriticalSection[] {
  return findDescriptors(program).map((raw) => {
    const facts = deriveFacts(program, raw);
    return {
      program,
      descriptor: raw.place,
      facts: withhold ? { ...facts, [withhold]: unknown('absent') } : facts,
      exits: exitsOf(program, facts),
    };
  });
}

function deriveFacts(program: Program, raw: RawDescriptor): SectionFacts {
  const alignment = alignmentOf(program, raw);
  if (!raw.fields) return { ...nothing(), alignment };
  const { fields } = raw;
  const length = lengthOf(program, fields);
  const start = labelUse(program, fields.start);
  const abort = labelUse(program, fields.abort);
  const postCommit = mapFact(length, (field) =>
    field.kind === 'difference' ? postCommitUse(program, fields) : unknown('layout'),
  );
  const range = rangeOf(program, start, postCommit);
  const abortPosition = abortPositionOf(program, range, abort);
  const outside = mapFact(abortPosition, (position) => (position.inside ? unknown('layout') : abort));
  const arming = mapFact(range, () => armingOf(program, raw));
  return {
    version: constantOf(fields.version),
    flags: constantOf(fields.flags),
    alignment,
    length,
    start,
    postCommit,
    abort,
    body: mapFact(range, (items) => known(items.filter(isInstruction))),
    abortPosition,
    signature: mapFact(outside, (use) => signatureOf(program, use.label)),
    arming,
    cpu: mapFact(range, (items) => cpuOf(program, items)),
    abortPath: mapFact(outside, (use) =>
      mapFact(start, (entry) =>
        mapFact(range, (items) => mapFact(arming, (how) => abortPathOf(program, use.label, entry.label, items, how))),
      ),
    ),
    commit: mapFact(range, (items) => mapFact(postCommit, (use) => commitOf(program, items, use.label))),
  };
}

function nothing(): SectionFacts {
  const layout = unknown('layout');
  return {
    version: layout,
    flags: layout,
    alignment: layout,
    length: layout,
    start: layout,
    postCommit: layout,
    abort: layout,
    body: layout,
    abortPosition: layout,
    signature: layout,
    arming: layout,
    cpu: layout,
    abortPath: layout,
    commit: layout,
  };
}

function isInstruction(item: Item): item is InstructionItem {
  return item.kind === 'instruction';
}

function constantOf(field: Field): Fact<ConstantField> {
  if (field.value?.terms.length !== 0) return unknown('operand');
  return known({ value: field.value.constant, place: field.place });
}

/** The one label that an expression is, or undefined. */
function soleLabel(program: Program, value: LinearExpression | undefined, sign: 1 | -1 = 1): LabelItem | undefined {
  const terms = value?.terms.filter((term) => term.sign === sign) ?? [];
  const symbol = terms.length === 1 ? terms[0]?.symbol : undefined;
  return symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
}

function labelUse(program: Program, field: Field): Fact<LabelUse> {
  if (!field.value) return unknown('operand');
  const label =
    field.value.terms.length === 1 && field.value.constant === 0n ? soleLabel(program, field.value) : undefined;
  return label ? known({ text: textOf(program, field.place), place: field.place, label }) : unknown('label');
}

function lengthOf(program: Program, fields: DescriptorFields): Fact<LengthField> {
  const { value, place } = fields.length;
  if (!value) return unknown('operand');
  const positive = value.terms.filter((term) => term.sign === 1).length;
  if (value.terms.length === 2 && positive === 1) return known({ kind: 'difference', place });
  if (value.terms.length !== 1 || positive !== 1) return unknown('operand');
  return known({
    kind: 'address',
    place,
    startText: textOf(program, fields.start.place),
    postText: textOf(program, place),
  });
}

/** The post-commit label: what start is subtracted from. A difference that is not taken from start says nothing. */
function postCommitUse(program: Program, fields: DescriptorFields): Fact<LabelUse> {
  const { value, place } = fields.length;
  const label = soleLabel(program, value);
  const base = soleLabel(program, value, -1);
  const start = soleLabel(program, fields.start.value);
  if (!label || !base || !start) return unknown('label');
  if (value?.constant !== 0n || compareAddress(program, base, start) !== 0) return unknown('layout');
  const reference = value.terms.find((term) => term.sign === 1)?.symbol.name ?? label.name;
  return known({ text: label.numeric ? reference : nameOf(program, label), place, label });
}

/** Everything between start and post-commit; unknown unless they lie in one stream, in this order, with something between. */
function rangeOf(program: Program, start: Fact<LabelUse>, postCommit: Fact<LabelUse>): Fact<readonly Item[]> {
  return mapFact(start, (from) =>
    mapFact(postCommit, (to) =>
      compareAddress(program, from.label, to.label) === -1
        ? known(between(program, from.label, to.label))
        : unknown('layout'),
    ),
  );
}

/** The kernel demands abort_ip outside [start_ip, start_ip + post_commit_offset); abort_ip == post-commit is legal. */
function abortPositionOf(
  program: Program,
  range: Fact<readonly Item[]>,
  abort: Fact<LabelUse>,
): Fact<{ inside: boolean }> {
  return mapFact(range, (items) =>
    mapFact(abort, ({ label }) => {
      const [first] = items;
      const last = items.findLast((item) => item.kind !== 'label' && item.kind !== 'silent');
      if (!first || !last) return unknown('layout');
      const fromFirst = compareAddress(program, label, first);
      if (fromFirst === undefined) return known({ inside: false });
      const fromLast = compareAddress(program, label, last);
      return known({ inside: fromFirst >= 0 && fromLast !== undefined && fromLast <= 0 });
    }),
  );
}

/** Branches out of the body, except to the post-commit label itself. */
function exitsOf(program: Program, facts: SectionFacts): Exit[] {
  if (!facts.body.known || !facts.start.known || !facts.postCommit.known) return [];
  const { start, postCommit } = facts;
  const from = start.value.label;
  const to = postCommit.value.label;
  const isOutside = (target: SymbolRef): boolean => {
    if (target.kind !== 'label') return true;
    const label = labelAt(program, target.item);
    if (!label) return true;
    const toStart = compareAddress(program, label, from);
    const toEnd = compareAddress(program, label, to);
    return toStart === undefined || toEnd === undefined || toStart < 0 || toEnd > 0;
  };
  return facts.body.value.flatMap((item) => {
    const { flow } = item.instruction.effect;
    return flow.kind === 'jump' && flow.target && isOutside(flow.target)
      ? [{ target: flow.target, place: item.place }]
      : [];
  });
}
