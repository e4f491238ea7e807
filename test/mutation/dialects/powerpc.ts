import { type Dialect, hex, paired, pairedFields, swapped, wideFields } from './dialect';

const signature = 0x0fe5000b;

function powerpc(pointerBytes: 4 | 8, endian: 'little' | 'big'): Dialect {
  const wide = pointerBytes === 8;
  const [load, store] = wide ? ['ld', 'std'] : ['lwz', 'stw'];
  return {
    pointerBytes,
    endian,
    comment: '# ',
    signature,
    signatureStatements: [`.long ${hex(signature)}`],
    signatureInstruction: 'twui %%r5, 11',
    swappedSignature: [`.long ${hex(swapped(signature))}`],
    otherTrap: { text: 'trap', bytes: 4 },
    scratch: '%%r17',
    scratchClobber: 'r17',
    spare: '%%r24',
    spareClobber: 'r24',
    stackPointer: '%%r1',
    nop: 'nop',
    barrier: 'lwsync',
    syscalls: ['sc'],
    return: 'blr',
    set: 'li %%r17, 1',
    push: [wide ? 'stdu %%r17, -32(%%r1)' : 'stwu %%r17, -16(%%r1)'],
    pop: [wide ? 'ld %%r17, 0(%%r1)' : 'lwz %%r17, 0(%%r1)', `addi %%r1, %%r1, ${wide ? 32 : 16}`],
    jump: (to) => `b ${to}`,
    jumpSometimes: (to) => `beq- cr7, ${to}`,
    jumpThrough: (register) => `mtctr ${register}\nbctr`,
    call: (symbol) => `bl ${symbol}`,
    indirectCalls: ['bctrl'],
    move: (to, from) => `mr ${to}, ${from}`,
    increment: (register) => `addi ${register}, ${register}, 1`,
    at: (base, offset) => `${offset}(${base})`,
    load: (register, memory) => `${load}${forms(memory)} ${register}, ${memory}`,
    store: (register, memory) => `${store}${forms(memory)} ${register}, ${memory}`,
    jumpIfDifferent: (left, right, to) => [`cmpw cr7, ${left}, ${right}`, `bne- cr7, ${to}`],
    word: (value) => `.long ${value}`,
    wide: (value) => `.quad ${value}`,
    address: (label) => (wide ? `.quad ${label}` : `.long ${paired(label, endian)}`),
    fields: wide ? wideFields('.quad') : pairedFields('.long', endian),
    addressOf: (label) =>
      wide
        ? [
            `lis %%r17, (${label})@highest`,
            `ori %%r17, %%r17, (${label})@higher`,
            'rldicr %%r17, %%r17, 32, 31',
            `oris %%r17, %%r17, (${label})@high`,
            `ori %%r17, %%r17, (${label})@l`,
          ]
        : [`lis %%r17, (${label})@ha`, `addi %%r17, %%r17, (${label})@l`],
    symbol: (name) => [`lis %%r17, ${name}@ha`, `addi %%r17, %%r17, ${name}@l`],
    shortBranches: true,
    arming: {
      nothing: (text) => `li %%r17, 0\n${text}`,
      other: (text) => text.replace('%%r17', '%%r1'),
      load: (text) => text.replace(/^st(\w)/, (_, width: string) => (width === 'w' ? 'lwz' : 'ld')),
    },
  };
}

/** For an operand of the asm: the letters that make the mnemonic fit the way in which its address is formed. */
function forms(memory: string): string {
  const name = /^%(\[\w+\])$/.exec(memory)?.[1];
  return name === undefined ? '' : `%U${name}%X${name}`;
}

export const ppc64le: Dialect = powerpc(8, 'little');
export const ppc64: Dialect = powerpc(8, 'big');
export const ppc: Dialect = powerpc(4, 'big');
