import type { LinearExpression } from '../arch/instruction';
import type { Place } from '../text/place';
import { alignmentOf } from './alignment';
import type { DescriptorFields, Field, RawDescriptor } from './descriptors';
import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import type { Item, LabelItem, Program } from './program';
import type { ConstantField, LabelUse, LengthField } from './section';
import { between, compareAddress, labelAt, nameOf, namesake, textOf } from './walk';

/** What the descriptor says: stages "template", "entry" and "start, length" of the ownership table in design/rules.md. */
export interface DescriptorFactValues {
  readonly version: ConstantField;
  readonly flags: ConstantField;
  /** Alignment in bytes that the directives before the descriptor guarantee; `directive` is the last of them. */
  readonly alignment: { readonly bytes: number; readonly directive: Place | undefined };
  readonly length: LengthField;
  readonly start: LabelUse;
  readonly postCommit: LabelUse;
  /** Everything between start and post-commit: labels and directives too. */
  readonly range: readonly Item[];
}

/** Where the table entry is broken, nothing behind it is known. */
export function descriptorFactsOf(program: Program, raw: RawDescriptor): FactsOf<DescriptorFactValues> {
  const fields: Fact<DescriptorFields> = raw.fields ? known(raw.fields) : unknown('layout');
  const length = mapFact(fields, (known) => lengthOf(program, known));
  const start = mapFact(fields, (known) => labelUse(program, known.start));
  const postCommit = mapFact(fields, (all) =>
    mapFact(length, (field) => (field.kind === 'difference' ? postCommitUse(program, all) : unknown('layout'))),
  );
  return {
    version: mapFact(fields, ({ version }) => constantOf(version)),
    flags: mapFact(fields, ({ flags }) => constantOf(flags)),
    alignment: alignmentOf(program, raw),
    length,
    start,
    postCommit,
    range: rangeOf(program, start, postCommit),
  };
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

/** The label that a field names. */
export function labelUse(program: Program, field: Field): Fact<LabelUse> {
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
