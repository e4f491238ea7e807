import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerS390 } from './s390/lower';
import { registerNamed, registerUse } from './s390/registers';

/** Linux on z/Architecture, 64-bit pointers. */
export const s390x: Architecture = zArchitecture({
  name: 's390x',
  selectors: ['__s390x__', '__s390__', '__zarch__'],
  impliedByText: true,
  pointerBytes: 8,
});

/** Programs with 31-bit addresses. */
export const s390: Architecture = zArchitecture({
  name: 's390',
  selectors: [],
  impliedByText: false,
  pointerBytes: 4,
});

function zArchitecture(
  variant: Pick<Architecture, 'name' | 'selectors' | 'impliedByText' | 'pointerBytes'>,
): Architecture {
  return {
    ...variant,
    dataEndian: 'big',
    codeEndian: 'big',
    hasBothByteOrders: false,
    signature: 0xb2ff0fff,
    // trap4 4095
    signatureStatements: ['.long 0xb2ff0fff'],
    // arch/s390/kernel/syscalls/syscall.tbl
    rseqSyscall: 383,
    systemCall: { mnemonics: ['svc'], number: 'r1', arguments: ['r2', 'r3', 'r4', 'r5'] },
    instructionAlignment: 2,
    alignDirective: 'bytes',
    // gas/read.c, potable; gas/config/tc-s390.c, md_pseudo_table
    dataDirectives: {
      ...commonDataDirectives,
      '.word': 2,
      '.long': 4,
      '.int': 4,
      '.quad': 8,
    },
    operandSyntax: 'offset-base',
    // GCC manual, "Machine Constraints"
    memoryConstraints: ['AQ', 'AR', 'AS', 'AT', 'BQ', 'BR', 'BS', 'BT', 'ZQ', 'ZR', 'ZS', 'ZT', 'Q', 'R', 'S', 'T'],
    dialectBraces: false,
    stackPointer: 'r15',
    releaseBarrier: undefined,
    threadSegments: [],
    modifierWidths: { '': variant.pointerBytes },
    // Principles of Operation, "Branch Relative on Condition": 16 bits of halfwords
    branchReach: [
      {
        mnemonics:
          /^(j(o|h|nle|l|nhe|lh|ne|e|nlh|he|nl|le|nh|no|z|nz|p|np|m|nm)?|brc|jc|brctg?|jctg?|c[lg]*g?r?i?j.*)$/,
        bytes: 1 << 16,
      },
    ],
    registerUse,
    register: (text) => registerNamed(text, variant.pointerBytes)?.name,
    registerWidth: (text) => registerNamed(text, variant.pointerBytes)?.width,
    jumpTo: (target) => [`jg ${target}`],
    lower: lowerS390,
  };
}
