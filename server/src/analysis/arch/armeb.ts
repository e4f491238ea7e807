import { arm } from './arm';
import type { Architecture } from './architecture';

/**
 * Linux on 32-bit Arm, big-endian data. From Armv6 on, code stays little-endian (BE8), so that the signature, read as data, has
 * its bytes the other way round; before, it is data and no instruction, and the same value.
 */
export const armeb: Architecture = {
  ...arm,
  name: 'armeb',
  selectors: ['__ARMEB__', '__THUMBEB__'],
  impliedByText: false,
  dataEndian: 'big',
  signature: 0xf3def5e7,
  signatureStatements: ['.word 0xf3def5e7'],
};
