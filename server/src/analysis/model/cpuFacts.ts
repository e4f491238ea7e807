import { cpuOf } from './cpuCheck';
import type { DescriptorFactValues } from './descriptorFacts';
import { type FactsOf, mapFact } from './fact';
import type { Program } from './program';
import type { CpuVerdict } from './section';

/** What the section knows of the cpu that it runs on: stage "cpu". */
export interface CpuFactValues {
  readonly cpu: CpuVerdict;
}

export function cpuFactsOf(program: Program, { range }: FactsOf<DescriptorFactValues>): FactsOf<CpuFactValues> {
  return { cpu: mapFact(range, (items) => cpuOf(program, items)) };
}
