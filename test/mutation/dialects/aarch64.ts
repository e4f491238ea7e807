import { type Dialect, hex, swapped, wideFields } from './dialect';

const signature = 0xd428bc00;

export const aarch64: Dialect = {
  pointerBytes: 8,
  endian: 'little',
  comment: '// ',
  signature,
  signatureStatements: [`.inst ${hex(signature)}`],
  signatureInstruction: 'brk #0x45e0',
  swappedSignature: [`.inst ${hex(swapped(signature))}`],
  otherTrap: { text: 'brk #1', bytes: 4 },
  landingPad: 'hint #34',
  scratch: 'x15',
  scratchClobber: 'x15',
  spare: 'x12',
  spareClobber: 'x12',
  stackPointer: 'sp',
  nop: 'nop',
  barrier: 'dmb ish',
  syscalls: ['svc #0'],
  return: 'ret',
  set: 'mov x15, #1',
  push: ['str x15, [sp, #-16]!'],
  pop: ['ldr x15, [sp], #16'],
  jump: (to) => `b ${to}`,
  jumpSometimes: (to) => `cbz x15, ${to}`,
  jumpThrough: (register) => `br ${register}`,
  call: (symbol) => `bl ${symbol}`,
  indirectCalls: ['blr x15'],
  move: (to, from) => `mov ${to}, ${from}`,
  increment: (register) => `add ${register}, ${register}, #1`,
  at: (base, offset) => (offset === 0 ? `[${base}]` : `[${base}, #${offset}]`),
  load: (register, memory) => `ldr ${register}, ${memory}`,
  store: (register, memory) => `str ${register}, ${memory}`,
  jumpIfDifferent: (left, right, to) => [`sub w15, ${narrow(left)}, ${narrow(right)}`, `cbnz w15, ${to}`],
  word: (value) => `.word ${value}`,
  wide: (value) => `.xword ${value}`,
  address: (label) => `.quad ${label}`,
  fields: wideFields('.quad'),
  addressOf: (label) => [`adrp x15, ${label}`, `add x15, x15, :lo12:${label}`],
  symbol: (name) => [`ldr x15, =${name}`],
  absolute: (label) => [`ldr x15, =${label}`],
  shortBranches: true,
  arming: {
    nothing: (store) => store.replace('x15', 'xzr'),
    other: (store) => store.replace('x15', 'x29'),
    load: (store) => store.replace('str', 'ldr'),
  },
};

/** The lower half of a register: `%w[cpu]`, `w15`. */
function narrow(register: string): string {
  return register.replace(/^%\[/, '%w[').replace(/^x/, 'w');
}
