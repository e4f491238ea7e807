import { armingOf } from './arming';
import type { DescriptorFactValues } from './descriptorFacts';
import type { RawDescriptor } from './descriptors';
import { type FactsOf, mapFact } from './fact';
import type { Program } from './program';
import type { ArmingVerdict } from './section';

/** How the section is entered: stage "arming". */
export interface ArmingFactValues {
  readonly arming: ArmingVerdict;
}

export function armingFactsOf(
  program: Program,
  raw: RawDescriptor,
  { range }: FactsOf<DescriptorFactValues>,
): FactsOf<ArmingFactValues> {
  return { arming: mapFact(range, () => armingOf(program, raw)) };
}
