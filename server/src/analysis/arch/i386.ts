import type { Architecture } from './architecture';
import { x86AbsoluteAddressing } from './x86/absolute';
import { x86DataDirectives } from './x86/directives';
import { x86Reading } from './x86/lower';
import { x86StateDirectives } from './x86/state';
import { legacyRegisterNamed, legacyRegisterUse } from './x86/registers';

/** Linux on 32-bit x86. */
export const i386: Architecture = {
  name: 'i386',
  selectors: ['__i386__', '__i386', '__i486__', '__i586__', '__i686__'],
  impliedByText: false,
  pointerBytes: 4,
  dataEndian: 'little',
  codeEndian: 'little',
  hasBothByteOrders: false,
  signature: 0x53053053,
  // ud1 0x53053053, %edi
  signatureStatements: ['.byte 0x0f, 0xb9, 0x3d', '.long 0x53053053'],
  // nopl 0x53053053
  idleSignaturePrefix: [0x0f, 0x1f, 0x05],
  // arch/x86/entry/syscalls/syscall_32.tbl
  rseqSyscall: 386,
  systemCall: { mnemonics: ['int'], number: 'eax', arguments: ['ebx', 'ecx', 'edx', 'esi'] },
  instructionAlignment: 1,
  alignDirective: 'bytes',
  dataDirectives: x86DataDirectives,
  operandSyntax: 'att',
  dialectBraces: true,
  stackPointer: 'esp',
  releaseBarrier: undefined,
  threadSegments: ['gs'],
  // GCC manual, "x86 Operand Modifiers"; a bare operand follows its C type
  modifierWidths: { b: 1, h: 1, w: 2, k: 4 },
  // The linker makes the loader write into the code (DT_TEXTREL) and goes on.
  absoluteAddressing: { ...x86AbsoluteAddressing, breaksLink: false },
  stateDirectives: x86StateDirectives,
  registerUse: legacyRegisterUse,
  register: (text) => legacyRegisterNamed(text)?.name,
  registerWidth: (text) => legacyRegisterNamed(text)?.width,
  jumpTo: (target) => [`jmp ${target}`],
  ...x86Reading(32),
};
