import { type Dialect, hex, paired, pairedFields, swapped } from './dialect';

const signature = 0xe7f5def3;

/** Both instruction sets: what is written here means the same in A32 and T32. */
export const arm: Dialect = {
  pointerBytes: 4,
  endian: 'little',
  comment: '@ ',
  signature,
  signatureStatements: [`.word ${hex(signature)}`],
  swappedSignature: [`.word ${hex(swapped(signature))}`],
  otherTrap: { text: 'udf #1', bytes: 2 },
  scratch: 'r0',
  scratchClobber: 'r0',
  spare: 'r8',
  spareClobber: 'r8',
  stackPointer: 'sp',
  nop: 'nop',
  barrier: 'dmb',
  syscalls: ['svc #0', 'swi #0'],
  return: 'bx lr',
  set: 'mov r0, #1',
  push: ['push {r0}'],
  pop: ['pop {r0}'],
  jump: (to) => `b ${to}`,
  jumpSometimes: (to) => `beq ${to}`,
  jumpThrough: (register) => `bx ${register}`,
  call: (symbol) => `bl ${symbol}`,
  indirectCalls: ['blx r0'],
  move: (to, from) => `mov ${to}, ${from}`,
  increment: (register) => `add ${register}, ${register}, #1`,
  at: (base, offset) => (offset === 0 ? `[${base}]` : `[${base}, #${offset}]`),
  load: (register, memory) => `ldr ${register}, ${memory}`,
  store: (register, memory) => `str ${register}, ${memory}`,
  jumpIfDifferent: (left, right, to) => [`cmp ${left}, ${right}`, `bne ${to}`],
  word: (value) => `.word ${value}`,
  wide: (value) => `.quad ${value}`,
  address: (label) => `.word ${paired(label, 'little')}`,
  fields: pairedFields('.word', 'little'),
  addressOf: (label) => [`adr r0, ${label}`],
  arming: {
    // No register is always zero.
    nothing: (store) => `mov r0, #0\n${store}`,
    other: (store) => store.replace('r0', 'sp'),
    load: (store) => store.replace('str', 'ldr'),
  },
};
