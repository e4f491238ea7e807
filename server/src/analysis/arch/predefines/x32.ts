import type { ArchitecturePredefines } from './predefines';
import { x86_64 } from './x86_64';

/** x86-64 with 32-bit pointers. */
export const x32: ArchitecturePredefines = {
  ...x86_64,
  wordBytes: 4,
  wcharLong: true,
  common: `
    ${x86_64.common}
    _ILP32 1
    __ILP32__ 1
    __SIZEOF_INT128__ 16
  `,
  clang: `
    ${x86_64.clang}
    __WCHAR_MAX__ 2147483647
    __WCHAR_TYPE__ int
  `,
};
