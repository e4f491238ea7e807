import { absoluteByModifier } from './absolute';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerMips, type MipsVariant } from './mips/lower';
import { registerNamed, registerUse } from './mips/registers';

/** What the calling conventions do not have in common. */
const conventions = {
  // arch/mips/kernel/syscalls/syscall_o32.tbl, syscall_n32.tbl and syscall_n64.tbl, with their offsets 4000, 6000 and 5000
  o32: { bits: 32, pointerBytes: 4, rseqSyscall: 4367 },
  n32: { bits: 64, pointerBytes: 4, rseqSyscall: 6331 },
  n64: { bits: 64, pointerBytes: 8, rseqSyscall: 5327 },
} as const;

function mipsTable(
  name: string,
  { convention, endian }: { readonly convention: keyof typeof conventions; readonly endian: 'little' | 'big' },
  selectors: readonly string[],
  more: { readonly impliedByText: boolean },
): Architecture {
  const { bits, pointerBytes, rseqSyscall } = conventions[convention];
  const variant: MipsVariant = { bits, endian };
  const naming = bits === 32 ? 'old' : 'new';
  return {
    name,
    selectors,
    impliedByText: more.impliedByText,
    pointerBytes,
    dataEndian: endian,
    codeEndian: endian,
    hasBothByteOrders: true,
    signature: 0x0350000d,
    // break 0x350
    signatureStatements: ['.word 0x0350000d'],
    rseqSyscall,
    systemCall: { mnemonics: ['syscall'], number: '$2', arguments: ['$4', '$5', '$6', '$7'] },
    instructionAlignment: 4,
    alignDirective: 'power',
    // gas/config/tc-mips.c, mips_pseudo_table
    dataDirectives: {
      ...commonDataDirectives,
      '.half': 2,
      '.word': 4,
      '.long': 4,
      '.int': 4,
      '.dword': 8,
      '.quad': 8,
    },
    // gas/config/tc-mips.c, s_cons
    alignsData: true,
    operandSyntax: 'offset-base',
    // GCC manual, "Constraints for Particular Machines"
    memoryConstraints: ['ZC', 'R'],
    // gas/config/tc-mips.c, s_mipsset: what follows has another encoding, which no table here describes
    setOptions: {
      noreorder: { delaySlots: true },
      reorder: { delaySlots: false },
      micromips: { foreign: 'target' },
      nomicromips: { foreign: undefined },
      mips16: { foreign: 'target' },
      nomips16: { foreign: undefined },
    },
    otherEncodings: { __mips_micromips: 'microMIPS', __mips16: 'MIPS16', __nanomips__: 'nanoMIPS' },
    dialectBraces: false,
    stackPointer: '$29',
    releaseBarrier: 'sync',
    threadSegments: [],
    modifierWidths: {},
    // Volume II, "Branch on Equal": 16 bits of words
    branchReach: [{ mnemonics: /^b(eq|ne|gt|ge|lt|le|gtu|geu|ltu|leu)?z?l?$/, bytes: 1 << 17 }],
    // la and dla load from the global offset table where code has one, which is the compilers' default for Linux
    absoluteAddressing: absoluteByModifier(/^(hi|lo|highest|higher)$/, false),
    // gas/config/tc-mips.c, s_mipsset
    stateDirectives: [
      { changes: /^\.set\s+noreorder\b/, restores: /^\.set\s+reorder\b/, restore: '.set reorder' },
      { changes: /^\.set\s+nomacro\b/, restores: /^\.set\s+macro\b/, restore: '.set macro' },
      { changes: /^\.set\s+(noat|at=)/, restores: /^\.set\s+at\b(?!=)/, restore: '.set at' },
      {
        changes: /^\.set\s+(micromips|mips16)\b/,
        restores: /^\.set\s+no(micromips|mips16)\b/,
        restore: '.set nomicromips',
      },
      { changes: /^\.set\s+(mips(?!0|16)\w+|arch=)/, restores: /^\.set\s+mips0\b/, restore: '.set mips0' },
    ],
    registerUse,
    register: (text) => registerNamed(naming, text),
    // The mnemonic decides how much of a register counts.
    registerWidth: () => undefined,
    jumpTo: (target) => [`b ${target}`],
    lower: (mnemonic, operands, prefixes) => lowerMips(variant, mnemonic, operands, prefixes),
  };
}

const rarer = { impliedByText: false };

/** Linux on MIPS, 32-bit, big-endian, o32. */
export const mips: Architecture = mipsTable(
  'mips',
  { convention: 'o32', endian: 'big' },
  ['__mips__', '__mips', '__MIPSEB__'],
  rarer,
);

/** Linux on MIPS, 32-bit, little-endian, o32. */
export const mipsel: Architecture = mipsTable('mipsel', { convention: 'o32', endian: 'little' }, ['__MIPSEL__'], rarer);

/** Linux on MIPS, 64-bit, big-endian, n64. */
export const mips64: Architecture = mipsTable(
  'mips64',
  { convention: 'n64', endian: 'big' },
  ['__mips64', '__MIPSEB__'],
  rarer,
);

/** Linux on MIPS, 64-bit, little-endian, n64. */
export const mips64el: Architecture = mipsTable(
  'mips64el',
  { convention: 'n64', endian: 'little' },
  ['__mips__', '__mips', '__mips64', '__MIPSEL__'],
  { impliedByText: true },
);

/** Linux on MIPS, 64-bit registers and 32-bit pointers, big-endian, n32. */
export const mipsn32: Architecture = mipsTable('mipsn32', { convention: 'n32', endian: 'big' }, ['_ABIN32'], rarer);

/** Linux on MIPS, 64-bit registers and 32-bit pointers, little-endian, n32. */
export const mipsn32el: Architecture = mipsTable('mipsn32el', { convention: 'n32', endian: 'little' }, [], rarer);
