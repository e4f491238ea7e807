import type { Architecture } from './architecture';
import { x86AbsoluteAddressing } from './x86/absolute';
import { x86DataDirectives } from './x86/directives';
import { x86Reading } from './x86/lower';
import { x86StateDirectives } from './x86/state';
import { registerNamed, registerUse } from './x86/registers';

/** Linux on x86-64 with 64-bit pointers. */
export const x86_64: Architecture = {
  name: 'x86_64',
  selectors: ['__x86_64__', '__x86_64', '__amd64__', '__amd64'],
  impliedByText: true,
  pointerBytes: 8,
  dataEndian: 'little',
  codeEndian: 'little',
  hasBothByteOrders: false,
  signature: 0x53053053,
  // ud1 0x53053053(%rip), %edi
  signatureStatements: ['.byte 0x0f, 0xb9, 0x3d', '.long 0x53053053'],
  // nopl 0x53053053(%rip)
  idleSignaturePrefix: [0x0f, 0x1f, 0x05],
  // arch/x86/entry/syscalls/syscall_64.tbl
  rseqSyscall: 334,
  systemCall: { mnemonics: ['syscall'], number: 'rax', arguments: ['rdi', 'rsi', 'rdx', 'r10'] },
  instructionAlignment: 1,
  alignDirective: 'bytes',
  dataDirectives: x86DataDirectives,
  operandSyntax: 'att',
  dialectBraces: true,
  stackPointer: 'rsp',
  releaseBarrier: undefined,
  threadSegments: ['fs'],
  // GCC manual, "x86 Operand Modifiers"; a bare operand follows its C type
  modifierWidths: { b: 1, h: 1, w: 2, k: 4, q: 8 },
  absoluteAddressing: x86AbsoluteAddressing,
  stateDirectives: x86StateDirectives,
  registerUse,
  register: (text) => registerNamed(text)?.name,
  registerWidth: (text) => registerNamed(text)?.width,
  jumpTo: (target) => [`jmp ${target}`],
  ...x86Reading(64),
};
