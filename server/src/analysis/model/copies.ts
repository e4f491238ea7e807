import type { Place, TextChange } from '../text/place';
import type { RawDescriptor } from './descriptors';
import type { Field } from './entry';
import { type Fact, known, unknown } from './fact';
import { referenceTo } from './labels';
import type { Program } from './program';
import { signatureOf } from './signature';
import { labelAt, textOf, valueKey } from './walk';

export type CopiedField = 'start' | 'length' | 'abort';

/** A field of which the two copies of a descriptor say different things. */
export interface Disagreement {
  readonly field: CopiedField;
  readonly wrong: Said;
  readonly right: Said;
  /** Makes both say what the right one does. */
  readonly repair: TextChange | undefined;
}

export interface Said {
  readonly text: string;
  readonly place: Place;
  readonly isArmed: boolean;
}

/** The kernel goes by the copy that is armed, so that one is right, unless its aborts go where no signature is. */
export function copiesOf(program: Program, { entries }: RawDescriptor): Fact<readonly Disagreement[]> {
  const [armed, other] = entries;
  if (!armed || !other) return known([]);
  const disagreements: Disagreement[] = [];
  for (const field of ['start', 'length', 'abort'] as const) {
    const [one, two] = [armed.fields?.[field], other.fields?.[field]];
    const [key, otherKey] = [valueKey(program, one?.value), valueKey(program, two?.value)];
    if (!one || !two || key === undefined || otherKey === undefined) return unknown('operand');
    if (key === otherKey) continue;
    const isOtherRight = field === 'abort' && !isSigned(program, one) && isSigned(program, two);
    const [right, wrong] = isOtherRight ? [two, one] : [one, two];
    const said = (each: Field): Said => ({
      text: textOf(program, each.place),
      place: each.place,
      isArmed: each === one,
    });
    disagreements.push({ field, wrong: said(wrong), right: said(right), repair: copied(program, right, wrong) });
  }
  return known(disagreements);
}

function isSigned(program: Program, { value }: Field): boolean {
  const symbol = value?.terms[0]?.symbol;
  const label = symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
  const signature = label && signatureOf(program, label);
  return signature?.known === true && signature.value.kind === 'present';
}

export function isDisputed(copies: Fact<readonly Disagreement[]>, name: CopiedField): boolean {
  return copies.known && copies.value.some(({ field }) => field === name);
}

function copied(program: Program, from: Field, to: Field): TextChange | undefined {
  const names = from.value?.terms.map(({ symbol, sign }) => {
    const label = symbol.kind === 'label' ? labelAt(program, symbol.item) : undefined;
    return { sign, name: label && referenceTo(program, label, to.place.start) };
  });
  if (!names || from.value?.constant !== 0n || names.some(({ name }) => name === undefined)) return undefined;
  const named = (sign: 1 | -1): readonly string[] =>
    names.filter((one) => one.sign === sign).map(({ name }) => name ?? '');
  const [[end = ''], [start]] = [named(1), named(-1)];
  return { kind: 'replace', place: to.place, text: start === undefined ? end : `(${end} - ${start})` };
}
