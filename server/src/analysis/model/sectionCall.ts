import type { Place } from '../text/place';
import { chosenByAnother, familyOf } from './cpuFamilies';
import { type Fact, known, unknown } from './fact';
import type { CpuValue } from './operandMeaning';

/** A call of a function that works on per-cpu data in a critical section. */
export interface SectionCall {
  readonly callee: string;
  readonly function: string;
  /** The argument that the section compares. */
  readonly place: Place;
  /** Where it comes from. */
  readonly argument: CpuValue | undefined;
  /** The field that it is compared with, where that is known. */
  readonly field: string | undefined;
  /** The numbers by which the other arguments choose what they point at. */
  readonly indices: readonly CpuValue[];
}

/** A call that is wrong about the number of the cpu. */
export type CallMismatch = { readonly callee: string; readonly place: Place; readonly argument: CpuValue } & (
  { readonly kind: 'other-field'; readonly field: string } | { readonly kind: 'other-index'; readonly index: CpuValue }
);

/** Is a number passed that is not what the section compares, or not what the data is chosen by? undefined: it fits. */
export function mismatchOf(call: SectionCall): Fact<CallMismatch | undefined> {
  const { callee, place, argument, field, indices } = call;
  if (!argument) return unknown('operand');
  if (field !== undefined && familyOf(field) !== familyOf(argument.field)) {
    return known({ kind: 'other-field', callee, place, argument, field });
  }
  const [index] = indices;
  const isOther = index !== undefined && indices.every((by) => chosenByAnother(by, argument, argument.field));
  return known(isOther ? { kind: 'other-index', callee, place, argument, index } : undefined);
}
