import { aarch64 } from './aarch64';
import { arm } from './arm';
import type { Dialect } from './dialect';
import { loongarch64 } from './loongarch';
import { mips32, mips32el, mips64, mips64el } from './mips';
import { or1k } from './or1k';
import { ppc, ppc64, ppc64le } from './powerpc';
import { riscv64 } from './riscv';
import { s390x } from './s390';
import { i386, x86_64 } from './x86';

/** Every target that there are sections for, by its name on the command line. */
export const dialects: Readonly<Record<string, Dialect>> = {
  x86_64,
  i386,
  aarch64,
  arm,
  riscv64,
  ppc64le,
  ppc64,
  ppc,
  s390x,
  mips: mips32,
  mipsel: mips32el,
  mips64,
  mips64el,
  loongarch64,
  or1k,
};

/** @throws Error for a target that there is no dialect for */
export function dialectOf(target: string): Dialect {
  const dialect = dialects[target];
  if (!dialect) throw new Error(`no dialect for ${target}`);
  return dialect;
}
