import type { LinearExpression } from '../arch/instruction';
import type { Place } from '../text/place';
import { alignmentOf } from './alignment';
import { type AbortTarget, abortTargetOf } from './abortTarget';
import { type CopiedField, copiesOf, type Disagreement, isDisputed } from './copies';
import type { RawDescriptor } from './descriptors';
import type { DescriptorFields, Field } from './entry';
import { type EntryVerdict, entryVerdict } from './entryVerdict';
import { type ExtentVerdict, extentOf } from './extent';
import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import { type FlagsUse, type ListingVerdict, listFlagsOf, listingOf } from './listing';
import type { Item, LabelItem, Program } from './program';
import { type ReferenceVerdict, referencesOf } from './references';
import type { ConstantField, LabelUse, LengthField } from './section';
import { between, compareAddress, labelAt, nameOf, namesake, textOf } from './walk';

/** What the descriptor says: stages "template", "entry" and "start, length" of the ownership table in design/rules.md. */
export interface DescriptorFactValues {
  readonly entry: EntryVerdict;
  readonly version: ConstantField;
  readonly flags: ConstantField;
  /** Alignment in bytes that the directives before the descriptor guarantee; `directive` is the last of them. */
  readonly alignment: { readonly bytes: number; readonly directive: Place | undefined };
  readonly references: ReferenceVerdict;
  /** Do the entry in the list and the one near the code say the same? Known and empty where there is only one. */
  readonly copies: readonly Disagreement[];
  readonly length: LengthField;
  readonly start: LabelUse;
  readonly postCommit: LabelUse;
  readonly extent: ExtentVerdict;
  /** Everything between start and post-commit: labels and directives too. */
  readonly range: readonly Item[];
  readonly abortTarget: AbortTarget;
  readonly listing: ListingVerdict;
  readonly listFlags: readonly FlagsUse[];
}

/** Where the table entry is broken, nothing behind it is known; where a label of it is, nothing that the labels decide. */
export function descriptorFactsOf(program: Program, raw: RawDescriptor): FactsOf<DescriptorFactValues> {
  const fields: Fact<DescriptorFields> = raw.fields && !raw.misfit ? known(raw.fields) : unknown('layout');
  const entry = entryVerdict(program, raw);
  // Where it stands does not depend on what is wrong with it.
  const isDescriptor = raw.fields !== undefined || raw.misfit !== undefined;
  const whole = mapFact(fields, (all) => (raw.entries.every((one) => one.fields) ? known(all) : unknown('layout')));
  const references = mapFact(whole, () => referencesOf(program, raw));
  const resolved = mapFact(references, ({ stray }) => (stray.length === 0 ? whole : unknown('label')));
  const copies = mapFact(resolved, () => copiesOf(program, raw));
  const agreed = (name: CopiedField): Fact<DescriptorFields> =>
    mapFact(resolved, (all) => (isDisputed(copies, name) ? unknown('layout') : known(all)));
  const length = mapFact(agreed('length'), () => lengthOf(program, raw));
  const start = mapFact(agreed('start'), (known) => labelUse(program, known.start));
  const postCommit = mapFact(agreed('length'), (all) =>
    mapFact(length, (field) => (field.kind === 'difference' ? postCommitUse(program, all) : unknown('layout'))),
  );
  const extent = mapFact(length, (field) =>
    field.kind === 'difference' ? mapFact(resolved, (all) => extentOf(program, raw, all)) : unknown('layout'),
  );
  return {
    entry,
    version: mapFact(whole, () => constantOf(raw, 'version')),
    flags: mapFact(whole, () => constantOf(raw, 'flags')),
    alignment: alignmentOf(program, raw),
    references,
    copies,
    length,
    start,
    postCommit,
    extent,
    range: rangeOf(program, start, postCommit),
    abortTarget: mapFact(agreed('abort'), () => abortTargetOf(program, raw)),
    listing: isDescriptor ? listingOf(program, raw) : unknown('layout'),
    listFlags: isDescriptor ? listFlagsOf(program, raw) : unknown('layout'),
  };
}

/** version and flags must be 0; of two copies the one in which it is not. */
function constantOf(raw: RawDescriptor, name: 'version' | 'flags'): Fact<ConstantField> {
  const constants: ConstantField[] = [];
  for (const { fields } of raw.entries) {
    const field = fields?.[name];
    if (field?.value?.terms.length !== 0) return unknown('operand');
    constants.push({ value: field.value.constant, place: field.place });
  }
  const telling = constants.find(({ value }) => value !== 0n) ?? constants[0];
  return telling ? known(telling) : unknown('absent');
}

/** The one label that an expression is, or undefined. */
function soleLabel(program: Program, value: LinearExpression | undefined, sign: 1 | -1 = 1): LabelItem | undefined {
  const terms = value?.terms.filter((term) => term.sign === sign) ?? [];
  const symbol = terms.length === 1 ? terms[0]?.symbol : undefined;
  return symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
}

/** The label that a field names. */
export function labelUse(program: Program, field: Field): Fact<LabelUse> {
  if (!field.value) return unknown('operand');
  const label =
    field.value.terms.length === 1 && field.value.constant === 0n ? soleLabel(program, field.value) : undefined;
  if (!label) return unknown('label');
  const text = label.numeric ? textOf(program, field.place) : nameOf(program, label);
  return known({ text, place: field.place, label });
}

/** The length, of two copies the one that is none. */
function lengthOf(program: Program, raw: RawDescriptor): Fact<LengthField> {
  const lengths = raw.entries.map(({ fields }) => (fields ? lengthIn(program, fields) : unknown('layout')));
  return lengths.find((length) => length.known && length.value.kind === 'address') ?? lengths[0] ?? unknown('absent');
}

function lengthIn(program: Program, fields: DescriptorFields): Fact<LengthField> {
  const { value, place } = fields.length;
  if (!value) return unknown('operand');
  const positive = value.terms.filter((term) => term.sign === 1).length;
  if (value.terms.length === 0 || (value.terms.length === 2 && positive === 1))
    return known({ kind: 'difference', place });
  const [term] = value.terms;
  if (value.terms.length !== 1 || term?.sign !== 1) return unknown('operand');
  // Another symbol may be a length that somebody computed.
  if (term.symbol.kind !== 'label' && term.symbol.kind !== 'c-label') return unknown('label');
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
  const isAmbiguous = [start, postCommit].some((fact) => fact.known && namesake(program, fact.value.label));
  if (isAmbiguous) return unknown('label');
  return mapFact(start, (from) =>
    mapFact(postCommit, (to) =>
      compareAddress(program, from.label, to.label) === -1
        ? known(between(program, from.label, to.label))
        : unknown('layout'),
    ),
  );
}
