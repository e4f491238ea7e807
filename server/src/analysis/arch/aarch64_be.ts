import { aarch64 } from './aarch64';
import type { Architecture } from './architecture';

/** Linux on AArch64 with big-endian data. Code stays little-endian, and with it the bytes of the signature. */
export const aarch64_be: Architecture = {
  ...aarch64,
  name: 'aarch64_be',
  selectors: ['__AARCH64EB__'],
  impliedByText: false,
  dataEndian: 'big',
  signature: 0x00bc28d4,
};
