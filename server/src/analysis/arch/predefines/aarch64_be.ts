import { aarch64 } from './aarch64';
import type { ArchitecturePredefines } from './predefines';

/** AArch64 with big-endian data. */
export const aarch64_be: ArchitecturePredefines = {
  ...aarch64,
  byteOrder: 'big',
  common: `
    ${aarch64.common.replace('__AARCH64EL__', '__AARCH64EB__')}
    __ARM_BIG_ENDIAN 1
  `,
  clang: `
    ${aarch64.clang}
    __AARCH_BIG_ENDIAN 1
  `,
};
