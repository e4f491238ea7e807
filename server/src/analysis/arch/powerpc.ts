import { absoluteByModifier } from './absolute';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerPowerpc } from './powerpc/lower';
import { registerNamed, registerUse } from './powerpc/registers';

/** What the three targets differ in. */
type Variant = Pick<Architecture, 'name' | 'selectors' | 'impliedByText' | 'pointerBytes' | 'dataEndian'>;

/** Linux on PowerPC, little-endian, 64-bit pointers. */
export const ppc64le: Architecture = powerpc({
  name: 'ppc64le',
  selectors: ['__powerpc64__', '__PPC64__', '__powerpc__', '__PPC__'],
  impliedByText: true,
  pointerBytes: 8,
  dataEndian: 'little',
});

/** Linux on PowerPC, big-endian, 64-bit pointers. */
export const ppc64: Architecture = powerpc({
  name: 'ppc64',
  selectors: [],
  impliedByText: false,
  pointerBytes: 8,
  dataEndian: 'big',
});

/** Linux on PowerPC, big-endian, 32-bit pointers; rseq knows no little-endian variant of it. */
export const ppc: Architecture = powerpc({
  name: 'ppc',
  selectors: [],
  impliedByText: false,
  pointerBytes: 4,
  dataEndian: 'big',
});

function powerpc(variant: Variant): Architecture {
  return {
    ...variant,
    codeEndian: variant.dataEndian,
    hasBothByteOrders: true,
    signature: 0x0fe5000b,
    // twui 5, 11
    signatureStatements: ['.long 0x0fe5000b'],
    // arch/powerpc/kernel/syscalls/syscall.tbl
    rseqSyscall: 387,
    systemCall: { mnemonics: ['sc', 'scv'], number: 'r0', arguments: ['r3', 'r4', 'r5', 'r6'] },
    instructionAlignment: 4,
    alignDirective: 'power',
    // gas/config/tc-ppc.c, md_pseudo_table
    dataDirectives: {
      ...commonDataDirectives,
      '.word': 2,
      '.long': 4,
      '.int': 4,
      '.quad': 8,
      '.llong': 8,
    },
    operandSyntax: 'offset-base',
    // GCC manual, "Machine Constraints"; Z is known everywhere.
    memoryConstraints: ['es', 'Q', 'R', 'Y'],
    // GCC manual, "PowerPC Operand Modifiers": an indexed address needs the x form of the mnemonic, an updating one the u form.
    memoryDemand: (mnemonic) =>
      /^(?:l(?:bz|hz|ha|wz|wa|d|fs|fd)|st(?:b|h|w|d|fs|fd))(?:%|$)/.test(mnemonic)
        ? { kind: 'modifiers', letters: ['U', 'X'], needed: 'X' }
        : undefined,
    dialectBraces: false,
    stackPointer: 'r1',
    releaseBarrier: 'lwsync',
    threadSegments: [],
    modifierWidths: { '': variant.pointerBytes },
    // Power ISA, "Branch Conditional": 14 bits of words
    branchReach: [{ mnemonics: /^b(d?n?z|eq|ne|lt|gt|le|ge|so|ns|un|nu|ng|nl|c|t|f|dn?z[tf]?)[+-]?$/, bytes: 1 << 15 }],
    absoluteAddressing: absoluteByModifier(/^(h|ha|l|high|higha|higher|highera|highest|highesta)$/i, false),
    registerUse,
    register: (text) => registerNamed(text, variant.pointerBytes)?.name,
    registerWidth: (text) => registerNamed(text, variant.pointerBytes)?.width,
    jumpTo: (target) => [`b ${target}`],
    lower: (mnemonic, operands, prefixes) => lowerPowerpc(mnemonic, operands, prefixes, variant.dataEndian),
  };
}
