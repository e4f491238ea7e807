import { absoluteByModifier } from './absolute';
import type { Architecture } from './architecture';
import { armDataDirectives } from './arm/directives';
import { lowerArm } from './arm/lower';
import { registerNamed, registerUse } from './arm/registers';

const instructionSet = /^\.(arm|thumb|code\s+(16|32))\b/;

/** Linux on 32-bit Arm, little-endian, EABI; A32 and T32 in unified or divided syntax. */
export const arm: Architecture = {
  name: 'arm',
  selectors: ['__arm__', '__arm', '__ARMEL__', '__ARM_EABI__', '__ARM_32BIT_STATE', '__thumb__', '__thumb2__'],
  impliedByText: true,
  pointerBytes: 4,
  dataEndian: 'little',
  codeEndian: 'little',
  hasBothByteOrders: true,
  signature: 0xe7f5def3,
  // udf #24035 in A32; udf #243 and a branch in T32, where .inst would need another width
  signatureStatements: ['.word 0xe7f5def3'],
  // arch/arm/tools/syscall.tbl
  rseqSyscall: 398,
  systemCall: { mnemonics: ['svc', 'swi'], number: 'r7', arguments: ['r0', 'r1', 'r2', 'r3'] },
  // of T32
  instructionAlignment: 2,
  alignDirective: 'power',
  dataDirectives: armDataDirectives,
  operandSyntax: 'arm',
  // GCC manual, "Constraints for Particular Machines"
  memoryConstraints: ['Uv', 'Uy', 'Uq', 'Us', 'Um', 'Un', 'Uh', 'Q'],
  // Arm ARM, A32: exclusives, load-acquire and store-release have an address in one register, which is constraint Q.
  memoryDemand: (mnemonic) =>
    /^(?:lda|stl|(?:ldr|lda|str|stl)ex)[bhd]?$/.test(mnemonic) ? { kind: 'constraint', constraint: 'Q' } : undefined,
  dialectBraces: false,
  stackPointer: 'sp',
  releaseBarrier: 'dmb',
  threadSegments: [],
  // GCC gcc/config/arm/arm.cc, arm_print_operand: Q, R and H name one register of a pair, P and q vector registers
  modifierWidths: { '': 4, Q: 4, R: 4, H: 4, P: 8, q: 16 },
  absoluteAddressing: absoluteByModifier(/^(=|lower16|upper16)$/i, false),
  // gas/config/tc-arm.c; compilers begin with the one or the other, so that only going there and back leaves things as they were
  stateDirectives: [{ changes: instructionSet, restores: instructionSet }],
  registerUse,
  register: (text) => registerNamed(text)?.name,
  registerWidth: (text) => registerNamed(text)?.width,
  jumpTo: (target) => [`b ${target}`],
  lower: lowerArm,
};
