import { absoluteByModifier } from './absolute';
import { lowerAarch64 } from './aarch64/lower';
import { registerNamed, registerUse } from './aarch64/registers';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';

const baseOnly =
  /^(?:(?:stlr|stlxr|stxr|ldar|ldaxr|ldxr|ldapr)[bh]?|(?:ld|st)a?l?xp|(?:cas|swp|(?:ld|st)(?:add|clr|eor|set|[su](?:max|min)))a?l?[bh]?)$/;

/** Linux on AArch64, little-endian, 64-bit pointers. */
export const aarch64: Architecture = {
  name: 'aarch64',
  selectors: ['__aarch64__', '__ARM_64BIT_STATE'],
  impliedByText: true,
  pointerBytes: 8,
  dataEndian: 'little',
  codeEndian: 'little',
  hasBothByteOrders: true,
  signature: 0xd428bc00,
  // brk #0x45e0; .inst keeps code order on either endianness
  signatureStatements: ['.inst 0xd428bc00'],
  // include/uapi/asm-generic/unistd.h
  rseqSyscall: 293,
  systemCall: { mnemonics: ['svc'], number: 'x8', arguments: ['x0', 'x1', 'x2', 'x3'] },
  instructionAlignment: 4,
  alignDirective: 'power',
  // gas/config/tc-aarch64.c, md_pseudo_table
  dataDirectives: {
    ...commonDataDirectives,
    '.word': 4,
    '.long': 4,
    '.int': 4,
    '.inst': 4,
    '.xword': 8,
    '.dword': 8,
    '.quad': 8,
    '.float16': 2,
    '.bfloat16': 2,
  },
  operandSyntax: 'arm',
  // Arm ARM: load-acquire, store-release, exclusives and atomics have an address in one register, which is constraint Q.
  memoryDemand: (mnemonic) => (baseOnly.test(mnemonic) ? { kind: 'constraint', constraint: 'Q' } : undefined),
  dialectBraces: false,
  stackPointer: 'sp',
  releaseBarrier: 'dmb ish',
  threadSegments: [],
  // GCC manual, "AArch64 Operand Modifiers"; a bare operand is the whole x register
  modifierWidths: { '': 8, w: 4, x: 8, b: 1, h: 2, s: 4, d: 8, q: 16 },
  // DDI 0487, C6.2: 19 and 14 bits of words
  branchReach: [
    { mnemonics: /^(b\.?(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)|cbn?z)$/, bytes: 1 << 20 },
    { mnemonics: /^tbn?z$/, bytes: 1 << 15 },
  ],
  absoluteAddressing: absoluteByModifier(/^(=|abs_g.*)$/i, true),
  registerUse,
  register: (text) => registerNamed(text)?.name,
  registerWidth: (text) => registerNamed(text)?.width,
  jumpTo: (target) => [`b ${target}`],
  lower: lowerAarch64,
};
