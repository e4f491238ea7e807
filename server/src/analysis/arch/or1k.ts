import { absoluteByModifier } from './absolute';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerOr1k } from './or1k/lower';
import { registerNamed, registerUse } from './or1k/registers';

/** Linux on OpenRISC 1000, which is big-endian with 32-bit pointers. rseq since Linux 6.14. */
export const or1k: Architecture = {
  name: 'or1k',
  selectors: ['__or1k__', '__OR1K__'],
  impliedByText: true,
  pointerBytes: 4,
  dataEndian: 'big',
  codeEndian: 'big',
  hasBothByteOrders: false,
  signature: 0x15000035,
  // l.nop 0x35, which does not trap
  signatureStatements: ['.long 0x15000035'],
  idleSignaturePrefix: [],
  // include/uapi/asm-generic/unistd.h
  rseqSyscall: 293,
  systemCall: { mnemonics: ['l.sys'], number: 'r11', arguments: ['r3', 'r4', 'r5', 'r6'] },
  instructionAlignment: 4,
  alignDirective: 'bytes',
  // gas/config/tc-or1k.c, md_pseudo_table
  dataDirectives: {
    ...commonDataDirectives,
    '.word': 4,
    '.long': 4,
    '.int': 4,
    '.quad': 8,
  },
  operandSyntax: 'offset-base',
  delaySlots: true,
  dialectBraces: false,
  stackPointer: 'r1',
  releaseBarrier: 'l.msync',
  threadSegments: [],
  modifierWidths: { '': 4 },
  absoluteAddressing: absoluteByModifier(/^(hi|ha|lo)$/i, false),
  registerUse,
  register: registerNamed,
  registerWidth: (text) => (registerNamed(text) === undefined ? undefined : 4),
  jumpTo: (target) => [`l.j ${target}`, 'l.nop'],
  lower: lowerOr1k,
};
