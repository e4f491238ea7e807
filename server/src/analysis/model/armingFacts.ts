import { armingOf } from './arming';
import type { DescriptorFactValues } from './descriptorFacts';
import type { RawDescriptor } from './descriptors';
import { type FactsOf, mapFact } from './fact';
import type { Program } from './program';
import { type DescriptorAddress, descriptorAddressOf } from './reach';
import type { ArmingVerdict } from './section';

/** How the section is entered: stage "arming". */
export interface ArmingFactValues {
  readonly arming: ArmingVerdict;
  readonly descriptorAddress: DescriptorAddress;
}

export function armingFactsOf(
  program: Program,
  raw: RawDescriptor,
  { range }: FactsOf<DescriptorFactValues>,
): FactsOf<ArmingFactValues> {
  const arming = mapFact(range, () => armingOf(program, raw));
  return { arming, descriptorAddress: descriptorAddressOf(program, raw.labels, arming) };
}
