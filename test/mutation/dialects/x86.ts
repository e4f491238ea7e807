import { type Dialect, hex, pairedFields, swapped, wideFields } from './dialect';

const signature = 0x53053053;

/** What both widths have in common; their registers are `%%r..` and `%%e..`. */
function x86(wide: boolean): Dialect {
  const r = wide ? '%%r' : '%%e';
  const suffix = wide ? 'q' : 'l';
  const scratch = `${r}ax`;
  const stackPointer = `${r}sp`;
  return {
    pointerBytes: wide ? 8 : 4,
    endian: 'little',
    comment: '# ',
    signature,
    signatureStatements: ['.byte 0x0f, 0xb9, 0x3d', `.long ${hex(signature)}`],
    signatureInstruction: wide ? 'ud1 0x53053053(%%rip), %%edi' : 'ud1 0x53053053, %%edi',
    swappedSignature: ['.byte 0x0f, 0xb9, 0x3d', `.long ${hex(swapped(signature))}`],
    otherTrap: { text: 'ud2', bytes: 2 },
    landingPad: wide ? 'endbr64' : 'endbr32',
    scratch,
    scratchClobber: wide ? 'rax' : 'eax',
    spare: `${r}dx`,
    spareClobber: wide ? 'rdx' : 'edx',
    stackPointer,
    nop: 'nop',
    barrier: wide ? 'mfence' : 'lock; addl $0, -128(%%esp)',
    syscalls: wide ? ['syscall', 'int $0x80', 'sysenter'] : ['int $0x80', 'sysenter'],
    return: 'ret',
    set: 'movl $1, %%eax',
    push: [`push${suffix} ${scratch}`],
    pop: [`pop${suffix} ${scratch}`],
    jump: (to) => `jmp ${to}`,
    jumpSometimes: (to) => `jz ${to}`,
    jumpThrough: (register) => `jmp *${register}`,
    call: (symbol) => `call ${symbol}`,
    indirectCalls: [`call *${scratch}`, `call${suffix} *8(${scratch})`],
    move: (to, from) => `mov${suffix} ${from}, ${to}`,
    increment: (register) => `inc${suffix} ${register}`,
    at: (base, offset) => `${offset === 0 ? '' : String(offset)}(${base})`,
    load: (register, memory) => `mov${suffix} ${memory}, ${register}`,
    store: (register, memory) => `mov${suffix} ${register}, ${memory}`,
    update: (memory) => `add${suffix} $1, ${memory}`,
    jumpIfDifferent: (left, right, to) => [`cmpl ${right}, ${left}`, `jnz ${to}`],
    word: (value) => `.long ${value}`,
    wide: (value) => `.quad ${value}`,
    address: (label) => (wide ? `.quad ${label}` : `.long ${label}, 0x0`),
    fields: wide ? wideFields('.quad') : pairedFields('.long', 'little'),
    addressOf: (label) => [wide ? `leaq ${label}(%%rip), %%rax` : `movl $${label}, %%eax`],
    symbol: (name) => [wide ? `leaq ${name}(%%rip), %%rax` : `movl $${name}, %%eax`],
    ...(wide && { absolute: (label: string) => [`movq $${label}, %%rax`] }),
    shortBranches: false,
    arming: {
      // `movq %rax, 8(…)`, and with 32-bit addresses `movl $3b, 8(…)`.
      nothing: (store) => store.replace(/^(mov[lq]) [^,]+,/, '$1 $0,'),
      other: (store) => store.replace(/^(mov[lq]) [^,]+,/, `$1 ${stackPointer},`),
      load: (store) => store.replace(/^(mov[lq]) [^,]+, (.*)/, `$1 $2, ${scratch}`),
    },
  };
}

export const x86_64: Dialect = x86(true);
export const i386: Dialect = x86(false);
