import { aarch64 } from './aarch64';
import type { Architecture } from './architecture';
import { x86_64 } from './x86_64';

/** Every architecture with a table, by name. */
export const architectures: readonly Architecture[] = [aarch64, x86_64];

/** The table of a target, or undefined where there is none. */
export function architectureOf(name: string): Architecture | undefined {
  return architectures.find((architecture) => architecture.name === name);
}
