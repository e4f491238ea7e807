import type { ArmingFactValues } from './armingFacts';
import { cpuOf } from './cpuCheck';
import type { DescriptorFactValues } from './descriptorFacts';
import { type FactsOf, mapFact } from './fact';
import type { Program } from './program';
import { type CpuVerdict, isArmed } from './section';

/** What the section knows of the cpu that it runs on: stage "cpu". */
export interface CpuFactValues {
  readonly cpu: CpuVerdict;
}

export function cpuFactsOf(
  program: Program,
  { range, start }: FactsOf<DescriptorFactValues>,
  { arming }: FactsOf<ArmingFactValues>,
): FactsOf<CpuFactValues> {
  const store = arming.known && isArmed(arming.value) ? arming.value.store : undefined;
  return { cpu: mapFact(range, (items) => mapFact(start, ({ label }) => cpuOf(program, items, label, store))) };
}
