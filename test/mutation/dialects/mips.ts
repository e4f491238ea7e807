import { type Dialect, hex, paired, pairedFields, swapped, wideFields } from './dialect';

const signature = 0x0350000d;

/** For texts in which the assembler fills delay slots. */
function mips(pointerBytes: 4 | 8, endian: 'little' | 'big'): Dialect {
  const wide = pointerBytes === 8;
  const [load, store, add] = wide ? ['ld', 'sd', 'daddiu'] : ['lw', 'sw', 'addiu'];
  return {
    pointerBytes,
    endian,
    comment: '# ',
    signature,
    signatureStatements: [`.word ${hex(signature)}`],
    signatureInstruction: 'break 0x350',
    swappedSignature: [`.word ${hex(swapped(signature))}`],
    otherTrap: { text: 'break 1', bytes: 4 },
    scratch: '$4',
    scratchClobber: '$4',
    spare: '$16',
    spareClobber: '$16',
    stackPointer: '$sp',
    nop: 'nop',
    barrier: 'sync',
    syscalls: ['syscall', 'syscall 1'],
    return: 'jr $31',
    set: 'li $4, 1',
    push: [`${add} $sp, $sp, -16`, `${store} $4, 0($sp)`],
    pop: [`${load} $4, 0($sp)`, `${add} $sp, $sp, 16`],
    jump: (to) => `b ${to}`,
    jumpSometimes: (to) => `beqz $4, ${to}`,
    jumpThrough: (register) => `jr ${register}`,
    call: (symbol) => `jal ${symbol}`,
    indirectCalls: ['jalr $4'],
    move: (to, from) => `move ${to}, ${from}`,
    increment: (register) => `${add} ${register}, ${register}, 1`,
    at: (base, offset) => `${offset}(${base})`,
    load: (register, memory) => `${load} ${register}, ${memory}`,
    store: (register, memory) => `${store} ${register}, ${memory}`,
    jumpIfDifferent: (left, right, to) => [`bne ${left}, ${right}, ${to}`],
    word: (value) => `.word ${value}`,
    wide: (value) => `.dword ${value}`,
    address: (label) => (wide ? `.dword ${label}` : `.word ${paired(label, endian)}`),
    fields: wide ? wideFields('.dword') : pairedFields('.word', endian),
    addressOf: (label) => [`${wide ? 'dla' : 'la'} $4, ${label}`],
    symbol: (name) => [`${wide ? 'dla' : 'la'} $4, ${name}`],
    shortBranches: true,
    arming: {
      nothing: (text) => text.replace('$4', '$0'),
      other: (text) => text.replace('$4', '$sp'),
      load: (text) => text.replace(/^s/, 'l'),
    },
  };
}

export const mips32: Dialect = mips(4, 'big');
export const mips32el: Dialect = mips(4, 'little');
export const mips64: Dialect = mips(8, 'big');
export const mips64el: Dialect = mips(8, 'little');
