import { armingOf } from './arming';
import type { AddressUse } from './armingStores';
import type { DescriptorFactValues } from './descriptorFacts';
import type { RawDescriptor } from './descriptors';
import { type FactsOf, known, mapFact } from './fact';
import { type WideAccess, wideAccessesOf } from './fieldWidth';
import { declaredArmingOf } from './declaredArming';
import type { Program } from './program';
import { type DescriptorAddress, descriptorAddressOf } from './reach';
import type { ArmingVerdict } from './section';

/** How the section is entered: stage "arming". */
export interface ArmingFactValues {
  readonly arming: ArmingVerdict;
  readonly descriptorAddress: DescriptorAddress;
  /** Accesses to fields of the area that are not as wide as the field: in the section, and the store that arms it. */
  readonly fieldWidths: readonly WideAccess[];
}

/** What the sections of a program share. */
export interface DescriptorsAndStores {
  readonly descriptors: readonly RawDescriptor[];
  readonly use: AddressUse;
}

export function armingFactsOf(
  program: Program,
  raw: RawDescriptor,
  all: DescriptorsAndStores,
  { start, range }: FactsOf<DescriptorFactValues>,
): FactsOf<ArmingFactValues> {
  const arming = mapFact(range, (items) =>
    mapFact(start, ({ label }) => {
      const context = { program, raw, ...all, start: label, range: items };
      return raw.declared ? declaredArmingOf(context) : armingOf(context);
    }),
  );
  return {
    arming,
    descriptorAddress: descriptorAddressOf(program, raw.labels, arming),
    fieldWidths: mapFact(range, (items) => mapFact(arming, (how) => known(wideAccessesOf(program, raw, items, how)))),
  };
}
