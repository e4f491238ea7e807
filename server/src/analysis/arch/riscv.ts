import { absoluteByModifier } from './absolute';
import type { Architecture } from './architecture';
import { commonDataDirectives } from './directives';
import { lowerRiscv, type Xlen } from './riscv/lower';
import { registerNamed, registerUse } from './riscv/registers';

function riscv(xlen: Xlen, selectors: readonly string[]): Architecture {
  return {
    name: `riscv${xlen}`,
    selectors,
    impliedByText: xlen === 64,
    pointerBytes: xlen === 64 ? 8 : 4,
    dataEndian: 'little',
    codeEndian: 'little',
    hasBothByteOrders: false,
    signature: 0xf1401073,
    // csrw mhartid, zero; aligned, because compressed instructions may leave the address at an odd multiple of 2
    signatureStatements: ['.balign 4', '.long 0xf1401073'],
    // include/uapi/asm-generic/unistd.h
    rseqSyscall: 293,
    systemCall: { mnemonics: ['ecall', 'scall'], number: 'a7', arguments: ['a0', 'a1', 'a2', 'a3'] },
    // The C extension
    instructionAlignment: 2,
    alignDirective: 'power',
    // gas/config/tc-riscv.c, riscv_pseudo_table
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
    memoryConstraints: ['A'],
    // GCC manual, "Machine Constraints": A is an address in one register, the only one that these have.
    memoryDemand: (mnemonic) =>
      /^(?:lr|sc|amo\w+)\./.test(mnemonic) ? { kind: 'constraint', constraint: 'A' } : undefined,
    dialectBraces: false,
    stackPointer: 'sp',
    releaseBarrier: 'fence rw, w',
    threadSegments: [],
    modifierWidths: {},
    // Unprivileged specification, 2.5 and the C extension: 12 and 8 bits of halfwords
    branchReach: [
      { mnemonics: /^b(eq|ne|lt|ge|ltu|geu|gt|le|gtu|leu)z?$/, bytes: 1 << 12 },
      { mnemonics: /^c\.b(eq|ne)z$/, bytes: 1 << 8 },
    ],
    absoluteAddressing: absoluteByModifier(/^(hi|lo)$/, true),
    // gas/config/tc-riscv.c, s_riscv_option; what it begins with depends on the command line
    stateDirectives: [
      { changes: /^\.option\s+norelax\b/, restores: /^\.option\s+relax\b/, restore: '.option relax' },
      { changes: /^\.option\s+norvc\b/, restores: /^\.option\s+rvc\b/, restore: '.option rvc' },
    ],
    registerUse,
    register: registerNamed,
    // The mnemonic decides how much of a register counts.
    registerWidth: () => undefined,
    jumpTo: (target) => [`j ${target}`],
    lower: (mnemonic, operands, prefixes) => lowerRiscv(xlen, mnemonic, operands, prefixes),
  };
}

/** Linux on RISC-V with 64-bit registers; rseq exists for little-endian only. */
export const riscv64: Architecture = riscv(64, ['__riscv', '__riscv_xlen']);

/** Linux on RISC-V with 32-bit registers. */
export const riscv32: Architecture = riscv(32, ['__riscv_xlen']);
