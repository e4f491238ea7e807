import { aarch64 } from './aarch64';
import { aarch64_be } from './aarch64_be';
import type { Architecture } from './architecture';
import { arm } from './arm';
import { armeb } from './armeb';
import { i386 } from './i386';
import { loongarch64 } from './loongarch64';
import { mips, mips64, mips64el, mipsel, mipsn32, mipsn32el } from './mips';
import { or1k } from './or1k';
import { ppc, ppc64, ppc64le } from './powerpc';
import { riscv32, riscv64 } from './riscv';
import { s390, s390x } from './s390';
import { x32 } from './x32';
import { x86_64 } from './x86_64';

/** Every architecture with a table, by name. */
export const architectures: readonly Architecture[] = [
  aarch64,
  aarch64_be,
  arm,
  armeb,
  i386,
  loongarch64,
  mips,
  mips64,
  mips64el,
  mipsel,
  mipsn32,
  mipsn32el,
  or1k,
  ppc,
  ppc64,
  ppc64le,
  riscv32,
  riscv64,
  s390,
  s390x,
  x32,
  x86_64,
];

/** The table of a target, or undefined where there is none. */
export function architectureOf(name: string): Architecture | undefined {
  return architectures.find((architecture) => architecture.name === name);
}
