import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { architectureOf, architectures } from '../../../server/src/analysis/arch/index';
import type { Effect } from '../../../server/src/analysis/arch/instruction';
import { readStatement } from './operandText';
import { assemble } from './tools';

/** Instructions with their reservation, order, and number of accesses; `-` where there is nothing to say. */
const tables: Readonly<Record<string, string>> = {
  x86_64: `
    rep movsb                | repeated
    repne scasb              | repeated
    movsb                    | -
    rep; nop                 | -
    lock addl $0, -8(%rsp)   | full
    lock orq $0, (%rsp)      | full
    lock xorl $0, (%rsp)     | full
    lock addl $1, -8(%rsp)   | -
    addl $0, -8(%rsp)        | -
    mfence                   | full
    lock xaddq %rax, (%rdi)  | -
    movdqu %xmm0, (%rdi)     | -
    jmp *%rax                | -
  `,
  i386: `
    rep stosl                | repeated
    lock addl $0, -4(%esp)   | full
    movq %xmm0, (%edi)       | -
  `,
  aarch64: `
    ldxr x0, [x1]            | linked load
    ldaxr w0, [x1]           | linked load acquire
    ldxrb w0, [x1]           | linked load
    ldxp x0, x2, [x1]        | linked load
    stxr w2, x0, [x1]        | linked store
    stlxrh w2, w0, [x1]      | linked store release
    stlxp w2, x0, x3, [x1]   | linked store release
    ldar x0, [x1]            | acquire
    ldarb w0, [x1]           | acquire
    stlr x0, [x1]            | release
    stlrb w0, [x1]           | release
    str x0, [x1]             | -
    ldr x0, [x1]             | -
    stp x0, x2, [x1]         | pair
    stnp x0, x2, [x1]        | pair
    ldp x0, x2, [x1]         | -
    str q0, [x1]             | -
    st1 {v0.16b}, [x1]       | -
    st1 {v0.16b, v1.16b}, [x1] | list
    st2 {v0.16b, v1.16b}, [x1] | list
    dmb ish                  | full
    dmb sy                   | full
    dmb ishst                | stores
    dmb ishld                | acquire
    dmb #10                  | stores
    dsb ish                  | full
    isb                      | -
    clrex                    | -
    b.ne 1f; 1:              | -
  `,
  arm: `
    ldrex r0, [r1]           | linked load
    ldrexd r0, r1, [r2]      | linked load
    ldrexbeq r0, [r1]        | linked load
    strex r2, r0, [r1]       | linked store
    strexh r2, r0, [r1]      | linked store
    str r0, [r1]             | -
    strd r0, r1, [r2]        | pair
    stm r2, {r0, r1}         | list
    stmdb r2!, {r0, r1}      | list
    stm r2, {r0}             | -
    push {r4, r5}            | list
    push {r4}                | -
    dmb                      | full
    dmb ish                  | full
    dmb ishst                | stores
    dsb st                   | stores
    isb                      | -
    mcr p15, 0, r0, c7, c10, 5 | full
    mcr p15, 0, r0, c7, c10, 4 | full
    mcr p15, 0, r0, c7, c5, 4  | -
    bx lr                    | -
    bxne lr                  | indirect
  `,
  riscv64: `
    lr.d t0, (a0)            | linked load
    lr.w.aq t0, (a0)         | linked load acquire
    sc.d t1, t0, (a0)        | linked store
    sc.w.rl t1, t0, (a0)     | linked store release
    amoadd.d t0, t1, (a0)    | -
    amoadd.d.rl t0, t1, (a0) | release
    amoswap.w.aqrl t0, t1, (a0) | full
    fence                    | full
    fence rw, rw             | full
    fence rw, w              | release
    fence w, w               | stores
    fence w, rw              | stores
    fence r, rw              | acquire
    fence r, r               | -
    fence iorw, iorw         | full
    fence.tso                | full
    fence.i                  | -
    sd t0, (a0)              | -
    sw t0, counter, t1       | -
  `,
  loongarch64: `
    ll.d $r4, $r5, 0         | linked load
    sc.d $r4, $r5, 0         | linked store
    amadd.d $r4, $r5, $r6    | -
    amadd_db.d $r4, $r5, $r6 | full
    dbar 0                   | full
    dbar 0x12                | release
    dbar 0x14                | acquire
    dbar 0x1a                | stores
    dbar 0x15                | -
    dbar 0x700               | full
    ibar 0                   | -
    st.d $r4, $r5, 0         | -
  `,
  mips64: `
    ll $4, 0($5)             | linked load
    lld $4, 0($5)            | linked load
    sc $4, 0($5)             | linked store
    scd $4, 0($5)            | linked store
    sync                     | full
    sync 4                   | stores
    sync 16                  | full
    sync 17                  | acquire
    sync 18                  | release
    sync 19                  | -
    sd $4, 8($5)             | -
    usw $4, 0($5)            | macro
    usd $4, 0($5)            | macro
    ush $4, 0($5)            | macro
  `,
  mips: `
    sd $4, 8($6)             | macro
    ld $4, 8($6)             | -
    sw $4, 8($6)             | -
    sdc1 $f2, 8($6)          | -
  `,
  or1k: `
    l.lwa r3, 0(r4)          | linked load
    l.swa 0(r4), r3          | linked store
    l.msync                  | full
    l.sw 0(r4), r3           | -
  `,
  ppc64le: `
    ldarx 3, 0, 4            | linked load
    lwarx 3, 4, 5            | linked load
    stdcx. 3, 0, 4           | linked store
    stwcx. 3, 4, 5           | linked store
    sync                     | full
    lwsync                   | full
    eieio                    | stores
    isync                    | -
    std 3, 0(4)              | -
    stdu 3, 8(4)             | -
    blr                      | -
    beqlr                    | indirect
    bnectr cr7               | indirect
  `,
  ppc: `
    stmw 29, 0(4)            | list
    lwarx 3, 0, 4            | linked load
  `,
  s390x: `
    stmg %r2, %r3, 0(%r4)    | list
    stm %r2, %r3, 0(%r4)     | list
    lmg %r2, %r3, 0(%r4)     | -
    mvc 0(8,%r2), 0(%r3)     | storage
    mvc 0(1,%r2), 0(%r3)     | -
    xc 0(8,%r2), 0(%r2)      | storage
    mvcle %r2, %r4, 0        | storage
    stpq %r2, 0(%r4)         | -
    agsi 0(%r2), 1           | -
    mvghi 0(%r2), 1          | -
    bcr 15, 0                | full
    br %r1                   | -
    ber %r1                  | indirect
  `,
};
/** Spellings of the stack pointer, and an instruction that moves it. */
const stacks: Readonly<Record<string, readonly [string, string]>> = {
  aarch64: ['sp', 'sub sp, sp, #16'],
  aarch64_be: ['sp', 'str x0, [sp, #-16]!'],
  arm: ['r13', 'push {r4}'],
  armeb: ['sp', 'sub sp, sp, #8'],
  i386: ['esp', 'pushl %eax'],
  loongarch64: ['$sp', 'addi.d $sp, $sp, -16'],
  mips: ['$sp', 'addiu $sp, $sp, -32'],
  mips64: ['$29', 'daddiu $sp, $sp, -32'],
  mips64el: ['$sp', 'daddiu $29, $29, -32'],
  mipsel: ['$29', 'addiu $sp, -32'],
  mipsn32: ['$sp', 'addiu $sp, $sp, -32'],
  mipsn32el: ['$29', 'addiu $sp, -32'],
  or1k: ['sp', 'l.addi r1, r1, -4'],
  ppc: ['1', 'stwu 1, -16(1)'],
  ppc64: ['sp', 'stdu 1, -32(1)'],
  ppc64le: ['r1', 'addi 1, 1, -32'],
  riscv32: ['x2', 'addi sp, sp, -16'],
  riscv64: ['sp', 'c.addi sp, -16'],
  s390: ['15', 'ahi %r15, -96'],
  s390x: ['r15', 'aghi %r15, -160'],
  x32: ['rsp', 'pushq %rax'],
  x86_64: ['esp', 'leaq -8(%rsp), %rsp'],
};

describe('reservations, order and number of accesses', () => {
  for (const [name, table] of Object.entries(tables)) {
    const architecture = architectureOf(name);
    const rows = table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+\|\s+/));
    it(name, () => {
      assert.ok(architecture);
      for (const [text = '', expected] of rows) assert.equal(traitsOf(architecture, text), expected, text);
    });

    it(`of instructions that the assembler for ${name} takes`, () => {
      assert.ok(architecture);
      const first = architecture.name === 'arm' ? ['.arm', '.arch armv7-a'] : [];
      assemble(
        architecture,
        '.text',
        [...first, ...rows.map(([text]) => text), 'counter: nop'.replace(/nop/, ''), ''].join('\n'),
      );
    });
  }
});

describe('the stack pointer and the barrier in front of a release', () => {
  for (const architecture of architectures) {
    it(architecture.name, () => {
      const [spelling = '', moving = ''] = stacks[architecture.name] ?? [];
      assert.equal(architecture.register(spelling), architecture.stackPointer);
      assert.ok(lower(architecture, moving)?.writes.includes(architecture.stackPointer), moving);
      const { releaseBarrier } = architecture;
      if (releaseBarrier === undefined) return;
      assert.match(traitsOf(architecture, releaseBarrier), /^(full|release)$/);
      assemble(
        architecture,
        '.text',
        `${architecture.name.startsWith('arm') ? '.arch armv7-a\n' : ''}${releaseBarrier}\n`,
      );
    });
  }
});

function lower(architecture: Architecture, text: string): Effect | undefined {
  const { mnemonic, operands, prefixes } = readStatement(architecture, text.split(';')[0] ?? text);
  return architecture.lower(mnemonic, operands, prefixes);
}

function traitsOf(architecture: Architecture, text: string): string {
  const effect = lower(architecture, text === 'rep; nop' ? 'rep nop' : text);
  if (!effect) return 'opaque';
  const { linked, orders, split, repeated, flow } = effect;
  const parts = [
    linked ? `linked ${linked}` : '',
    orders ?? '',
    split ?? '',
    repeated ? 'repeated' : '',
    flow.kind === 'jump' && flow.indirect ? 'indirect' : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || '-';
}
