import { aarch64 } from './aarch64';
import { aarch64_be } from './aarch64_be';
import { arm, armeb } from './arm';
import { i386 } from './i386';
import { loongarch64 } from './loongarch64';
import { mips, mips64, mips64el, mipsel, mipsn32, mipsn32el } from './mips';
import { or1k } from './or1k';
import { ppc, ppc64, ppc64le } from './powerpc';
import type { ArchitecturePredefines } from './predefines';
import { riscv32, riscv64 } from './riscv';
import { s390, s390x } from './s390';
import { x32 } from './x32';
import { x86_64 } from './x86_64';

export type { ArchitecturePredefines } from './predefines';

const ARCHITECTURES: ReadonlyMap<string, ArchitecturePredefines> = new Map([
  ['x86_64', x86_64],
  ['aarch64', aarch64],
  ['aarch64_be', aarch64_be],
  ['arm', arm],
  ['armeb', armeb],
  ['i386', i386],
  ['x32', x32],
  ['loongarch64', loongarch64],
  ['mips', mips],
  ['mips64', mips64],
  ['mips64el', mips64el],
  ['mipsn32', mipsn32],
  ['mipsn32el', mipsn32el],
  ['mipsel', mipsel],
  ['riscv32', riscv32],
  ['riscv64', riscv64],
  ['or1k', or1k],
  ['ppc', ppc],
  ['ppc64', ppc64],
  ['ppc64le', ppc64le],
  ['s390', s390],
  ['s390x', s390x],
]);

/** The predefines of an architecture by its target name. */
export function architecturePredefines(target: string): ArchitecturePredefines | undefined {
  return ARCHITECTURES.get(target);
}

/** Names of processors and their modes as compilers spell them between underscores, of every architecture Linux has. */
export const PROCESSOR_NAMES: RegExp =
  /^_*(?:x86_64|amd64|i[3-6]86|k8|aarch64|arm|arm64|thumb2?|riscv|or1k|powerpc(?:64)?|ppc(?:64)?|s390x?|zarch|mips(?:64|el|eb)?|sparc|alpha|ia64|hppa|sh|m68k|loongarch(?:32|64)?|tilegx|hexagon|e2k|(?:tune|code_model|mips|riscv|s390|loongarch)_[a-z0-9_]+|arch(?:64)?(?:eb|el)?)_*$/;

/** Beginnings of the other names that only a processor's compiler defines. */
export const PROCESSOR_PREFIXES: RegExp =
  /^_(?:_ARM_|_AARCH64|_AVX|_SSE|_MMX|_SEG_|_mips|_riscv|_loongarch|_s390|_ppc|MIPS|CALL_|ARCH_|_VEC|_ALTIVEC)/;
