import { absoluteByMnemonic } from './absolute';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerLoongarch } from './loongarch/lower';
import { registerNamed, registerUse } from './loongarch/registers';

/** Linux on LoongArch with 64-bit registers. */
export const loongarch64: Architecture = {
  name: 'loongarch64',
  selectors: ['__loongarch__', '__loongarch64', '__loongarch_lp64', '__loongarch_grlen'],
  impliedByText: true,
  pointerBytes: 8,
  dataEndian: 'little',
  codeEndian: 'little',
  hasBothByteOrders: false,
  signature: 0x002a0010,
  // break 0x10
  signatureStatements: ['.word 0x002a0010'],
  // include/uapi/asm-generic/unistd.h
  rseqSyscall: 293,
  systemCall: { mnemonics: ['syscall'], number: '$a7', arguments: ['$a0', '$a1', '$a2', '$a3'] },
  instructionAlignment: 4,
  alignDirective: 'power',
  // gas/config/tc-loongarch.c, md_pseudo_table
  dataDirectives: {
    ...commonDataDirectives,
    '.half': 2,
    '.word': 4,
    '.long': 4,
    '.int': 4,
    '.dword': 8,
    '.quad': 8,
  },
  operandSyntax: 'offset-base',
  // GCC manual, "Constraints for Particular Machines"
  memoryConstraints: ['ZB', 'ZC', 'k'],
  dialectBraces: false,
  stackPointer: '$r3',
  releaseBarrier: 'dbar 0',
  threadSegments: [],
  modifierWidths: {},
  // Volume 1, "BEQ", "BEQZ": 16 and 21 bits of words
  branchReach: [{ mnemonics: /^b(eq|ne|lt|ge|ltu|geu|gt|le|gtu|leu)$/, bytes: 1 << 17 }],
  absoluteAddressing: absoluteByMnemonic(/^la\.abs$/, /^abs/, false),
  registerUse,
  register: registerNamed,
  // The mnemonic decides how much of a register counts.
  registerWidth: () => undefined,
  jumpTo: (target) => [`b ${target}`],
  lower: lowerLoongarch,
};
