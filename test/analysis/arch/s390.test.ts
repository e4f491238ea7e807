import { describe, it } from 'node:test';
import { s390, s390x } from '../../../server/src/analysis/arch/s390';
import { checkAssembles, checkTable, readTable } from './table';

const data = {
  moves: `
    lgr %r1, %r2             | alu: r2 > r1
    lr 1, 2                  | alu: r2 > r1
    lgfr %r1, %r2            | alu: r2 > r1
    llgcr %r1, %r2           | alu: r2 > r1
    ltgr %r3, %r3            | alu: r3 > flags r3
    ltr %r3, %r3             | alu: r3 > flags r3
    lcgr %r1, %r2            | alu: r2 > flags r1
    lghi %r1, -1             | alu: > r1
    lgfi %r1, 100000         | alu: > r1
    llilf %r1, 5             | alu: > r1
    iihf %r1, 5              | alu: r1 > r1
    ear %r1, %a0             | alu: a0 > r1
    sar %a0, %r1             | alu: r1 > a0
    ear 1, 0                 | alu: a0 > r1
    ipm %r1                  | alu: flags r1 > r1
    lgdr %r1, %f2            | alu: f2 > r1
    ldgr %f2, %r1            | alu: r1 > f2
    ldr %f1, %f2             | alu: f2 > f1
    locgrne %r1, %r2         | alu: flags r1 r2 > r1
    locghie %r1, 1           | alu: flags r1 > r1
  `,
  'arithmetic and logic': `
    agr %r1, %r2             | alu: r1 r2 > flags r1
    ar %r1, %r2              | alu: r1 r2 > flags r1
    agrk %r1, %r2, %r3       | alu: r2 r3 > flags r1
    aghi %r1, -1             | alu: r1 > flags r1
    ahi %r1, 1               | alu: r1 > flags r1
    aghik %r1, %r2, 1        | alu: r2 > flags r1
    algfi %r1, 1             | alu: r1 > flags r1
    alcgr %r1, %r2           | alu: flags r1 r2 > flags r1
    sgr %r1, %r2             | alu: r1 r2 > flags r1
    slbgr %r1, %r1           | alu: flags r1 > flags r1
    ngr %r1, %r2             | alu: r1 r2 > flags r1
    xgr %r1, %r1             | alu: > flags r1
    xgr %r1, %r2             | alu: r1 r2 > flags r1
    nill %r1, 7              | alu: r1 > flags r1
    oilh %r1, 7              | alu: r1 > flags r1
    msgr %r1, %r2            | alu: r1 r2 > r1
    mghi %r1, 8              | alu: r1 > r1
    mlgr %r2, %r4            | alu: r3 r4 > r2 r3
    dlgr %r2, %r4            | alu: r2 r3 r4 > r2 r3
    dsgr %r2, %r4            | alu: r3 r4 > r2 r3
    flogr %r2, %r4           | alu: r4 > flags r2 r3
    popcnt %r1, %r2          | alu: r2 > flags r1
    sll %r1, 3               | alu: r1 > r1
    srl %r1, 0(%r2)          | alu: r1 r2 > r1
    sra %r1, 3               | alu: r1 > flags r1
    sllg %r1, %r2, 3         | alu: r2 > r1
    srlg %r1, %r2, 0(%r3)    | alu: r2 r3 > r1
    srag %r1, %r2, 3         | alu: r2 > flags r1
    rllg %r1, %r2, 8         | alu: r2 > r1
    srdl %r2, 32             | alu: r2 r3 > r2 r3
    risbg %r1, %r2, 48, 191, 0 | alu: r1 r2 > flags r1
  `,
  comparisons: `
    cr %r1, %r2              | compare: r1 r2 > flags
    cgr %r1, %r2             | compare: r1 r2 > flags
    clgr %r1, %r2            | compare: r1 r2 > flags
    cghi %r1, 0              | compare: r1 > flags
    clfi %r1, 5              | compare: r1 > flags
    tmll %r1, 1              | compare: r1 > flags
    c %r1, 4(%r2)            | compare: r1 r2 > flags [read 4 4(r2)]
    cg %r1, 0(%r2)           | compare: r1 r2 > flags [read 8 0(r2)]
    cy %r1, -4(%r2)          | compare: r1 r2 > flags [read 4 -4(r2)]
    cgf %r1, 0(%r2)          | compare: r1 r2 > flags [read 4 0(r2)]
    cl %r1, 0(%r2)           | compare: r1 r2 > flags [read 4 0(r2)]
    cli 3(%r2), 5            | compare: r2 > flags [read 1 3(r2)]
    cghsi 0(%r2), 5          | compare: r2 > flags [read 8 0(r2)]
    tm 0(%r2), 1             | compare: r2 > flags [read 1 0(r2)]
    crl %r1, counter         | compare: r1 > flags [read 4 0+counter()]
    clc 0(8,%r1), 8(%r2)     | compare: r1 r2 > flags [read 8 0(r1)] [read 8 8(r2)]
  `,
  addresses: `
    larl %r0, descriptor         | alu: > r0 &descriptor
    larl %r1, descriptor+8       | alu: > r1
    lgrl %r1, descriptor@GOTENT  | load: > r1 [read 8 0+descriptor@GOTENT()] &descriptor
    lg %r1, descriptor@GOT(%r12) | load: r12 > r1 [read 8 0+descriptor@GOT(r12)] &descriptor
    la %r1, 8(%r2)               | alu: r2 > r1
    la %r1, 8(%r2,%r3)           | alu: r2 r3 > r1
    lay %r1, -8(%r2)             | alu: r2 > r1
    la %r1, 5                    | alu: > r1
  `,
};

const memory = {
  loads: `
    l %r1, 4(%r2)            | load: r2 > r1 [read 4 4(r2)]
    lg %r1, 8(%r2)           | load: r2 > r1 [read 8 8(r2)]
    lg %r1, 8(%r2,%r3)       | load: r2 r3 > r1 [read 8 8(r3,r2*1)]
    lg %r1, 8(2,%r3)         | load: r2 r3 > r1 [read 8 8(r3,r2*1)]
    lg 1, 8(3)               | load: r3 > r1 [read 8 8(r3)]
    lg %r1, 8(%r2,0)         | load: r2 > r1 [read 8 8(,r2*1)]
    lg %r1, 8(0,%r2)         | load: r2 > r1 [read 8 8(r2)]
    lgf %r1, 0(%r2)          | load: r2 > r1 [read 4 0(r2)]
    llgc %r1, 0(%r2)         | load: r2 > r1 [read 1 0(r2)]
    lh %r1, 0(%r2)           | load: r2 > r1 [read 2 0(r2)]
    ltg %r1, 0(%r2)          | load: r2 > flags r1 [read 8 0(r2)]
    ic %r0, 0(%r3)           | load: r0 r3 > r0 [read 1 0(r3)]
    icm %r1, 3, 0(%r2)       | load: r1 r2 > flags r1 [read ? 0(r2)]
    lrl %r1, counter         | load: > r1 [read 4 0+counter()]
    lrvg %r1, 0(%r2)         | load: r2 > r1 [read 8 0(r2)]
    lmg %r6, %r8, 48(%r15)   | load: r15 > r6 r7 r8 [read 24 48(r15)]
    lm %r14, %r1, 0(%r2)     | load: r2 > r0 r1 r14 r15 [read 16 0(r2)]
    lpq %r2, 0(%r4)          | load: r4 > r2 r3 [read 16 0(r4)]
    ld %f1, 8(%r2)           | load: r2 > f1 [read 8 8(r2)]
    vl %v1, 0(%r2)           | load: r2 > v1 [read 16 0(r2)]
    locgne %r1, 0(%r2)       | load: flags r1 r2 > r1 [read 8 0(r2)]
    ag %r1, 0(%r2)           | load: r1 r2 > flags r1 [read 8 0(r2)]
    ah %r1, 0(%r2)           | load: r1 r2 > flags r1 [read 2 0(r2)]
    msg %r1, 0(%r2)          | load: r1 r2 > r1 [read 8 0(r2)]
    ng %r1, 0(%r2)           | load: r1 r2 > flags r1 [read 8 0(r2)]
    mlg %r2, 0(%r4)          | load: r3 r4 > r2 r3 [read 8 0(r4)]
  `,
  stores: `
    st %r1, 4(%r2)           | store: r1 r2 [write 4 4(r2)]
    stg %r1, 8(%r2)          | store: r1 r2 [write 8 8(r2)]
    stg %r1, 8(%r2,%r3)      | store: r1 r2 r3 [write 8 8(r3,r2*1)]
    sth %r1, 0(%r2)          | store: r1 r2 [write 2 0(r2)]
    stc %r0, 0(%r2)          | store: r0 r2 [write 1 0(r2)]
    stgrl %r1, counter       | store: r1 [write 8 0+counter()]
    strvg %r1, 0(%r2)        | store: r1 r2 [write 8 0(r2)]
    stcm %r1, 3, 0(%r2)      | store: r1 r2 [write ? 0(r2)]
    stmg %r6, %r8, 48(%r15)  | store: r15 r6 r7 r8 [write 24 48(r15)]
    stpq %r2, 0(%r4)         | store: r2 r3 r4 [write 16 0(r4)]
    stocge %r1, 0(%r2)       | store: flags r1 r2 [write 8 0(r2)]
    mvi 3(%r2), 5            | store: r2 [write 1 3(r2)]
    mvghi 0(%r2), 5          | store: r2 [write 8 0(r2)]
    std %f1, 8(%r2)          | store: f1 r2 [write 8 8(r2)]
    vst %v1, 0(%r2)          | store: r2 v1 [write 16 0(r2)]
    stck 0(%r2)              | store: r2 > flags [write 8 0(r2)]
    mvc 0(8,%r1), 8(%r2)     | store: r1 r2 [write 8 0(r1)] [read 8 8(r2)]
    xc 0(8,%r1), 0(%r1)      | store: r1 > flags [write 8 0(r1)]
    mvcle %r2, %r4, 0        | store: r2 r3 r4 r5 > flags r2 r3 r4 r5 [write ? 0(r2)] [read ? 0(r4)]
    clst %r2, %r4            | compare: r0 r2 r4 > flags r2 r4 [read ? 0(r2)] [read ? 0(r4)]
  `,
  atomics: `
    cs %r1, %r2, 0(%r3)      | read-modify-write: r1 r2 r3 > flags r1 [update 4 0(r3)]
    csg %r1, %r2, 0(%r3)     | read-modify-write: r1 r2 r3 > flags r1 [update 8 0(r3)]
    cdsg %r2, %r4, 0(%r6)    | read-modify-write: r2 r3 r4 r5 r6 > flags r2 r3 [update 16 0(r6)]
    laag %r1, %r2, 0(%r3)    | read-modify-write: r2 r3 > flags r1 [update 8 0(r3)]
    lao %r1, %r2, 0(%r3)     | read-modify-write: r2 r3 > flags r1 [update 4 0(r3)]
    agsi 0(%r3), 1           | read-modify-write: r3 > flags [update 8 0(r3)]
    oi 0(%r3), 1             | read-modify-write: r3 > flags [update 1 0(r3)]
    nc 0(4,%r1), 0(%r2)      | read-modify-write: r1 r2 > flags [update 4 0(r1)] [read 4 0(r2)]
    ts 0(%r3)                | read-modify-write: r3 > flags [update 1 0(r3)]
  `,
};

const flow = {
  branches: `
    j target                 | branch: jump target
    jg target                | branch: jump target
    jnz target               | branch: flags may-jump target
    jz target                | branch: flags may-jump target
    je target                | branch: flags may-jump target
    jle target               | branch: flags may-jump target
    jgne target              | branch: flags may-jump target
    jgh target               | branch: flags may-jump target
    brc 15, target           | branch: jump target
    brc 8, target            | branch: flags may-jump target
    brcl 7, target           | branch: flags may-jump target
    brct %r1, target         | branch: r1 > r1 may-jump target
    jctg %r1, target         | branch: r1 > r1 may-jump target
    bctr %r1, 0              | alu: r1 > r1
    brxle %r1, %r2, target   | branch: r1 r2 r3 > r1 may-jump target
    cgrjne %r1, %r2, target  | branch: r1 r2 may-jump target
    cgrj %r1, %r2, 8, target | branch: r1 r2 may-jump target
    cijl %r1, 0, target      | branch: r1 may-jump target
    clgijh %r1, 5, target    | branch: r1 may-jump target
  `,
  'calls and returns': `
    brasl %r14, function     | call: > r14 call function
    brasl %r14, function@PLT | call: > r14 call function
    bras %r14, function      | call: > r14 call function
    basr %r14, %r1           | call: r1 > r14 call ?
    basr %r13, %r0           | alu: > r13
    bas %r14, 0(%r1)         | call: r1 > r14 call ?
    br %r14                  | branch: r14 return
    br %r1                   | branch: r1 indirect
    ber %r14                 | branch: flags r14 may-jump ?
    b 0(%r1)                 | branch: r1 indirect
    bc 8, 0(%r1)             | branch: flags r1 may-jump ?
  `,
  'barriers, traps and system calls': `
    bcr 15, 0                | barrier:
    bcr 14, 0                | barrier:
    bcr 0, %r7               | nop: padding
    nopr %r7                 | nop: padding
    nop 0(%r7)               | nop: padding
    brcl 0, target           | nop: padding
    pfd 2, 0(%r1)            | nop: r1
    svc 0                    | syscall: r1 r2 r3 r4 r5 r6 r7 > r2 syscall
    trap4 4095               | trap: trap {b2 ff 0f ff}
    trap4 16(%r1)            | trap: r1 trap {b2 ff 10 10}
    trap2                    | trap: trap
    crte %r1, %r2            | trap: r1 r2
  `,
};

const tables = { ...data, ...memory, ...flow };

describe('z/Architecture instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(s390x, table);
    });
  }

  it('with asm operands', () => {
    checkTable(
      s390x,
      `
      stg %%r0, %[m1]           | store: r0 [write 8 %[1]0()]
      c %[r0], %[m1]            | compare: operand:0 > flags [read 4 %[1]0()]
      cg %[r0], %[m1]           | compare: operand:0 > flags [read 8 %[1]0()]
      agr %%r1, %[r0]           | alu: operand:0 r1 > flags r1
      ic %%r0,0(%[r0])          | load: operand:0 r0 > r0 [read 1 0(operand:0)]
      stc %%r0,0(%[r0])         | store: operand:0 r0 [write 1 0(operand:0)]
      ltgr %[r0], %[r0]         | alu: operand:0 > flags operand:0
      aghi %[r0], -1            | alu: operand:0 > flags operand:0
      xgr %[r0], %[r0]          | alu: > flags operand:0
      csg %[r0], %[r1], %[m2]   | read-modify-write: operand:0 operand:1 > flags operand:0 [update 8 %[2]0()]
      lmg %[r0], %N[r0], %[m2]  | load: > operand:0 [read ? %[2]0()]
      mvc 0(8,%[r0]), %[m1]     | store: operand:0 [write 8 0(operand:0)] [read 8 %[1]0()]
      `,
    );
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      s390x,
      `
      frobnicate %r1, %r2    | opaque
      lgr %r1                | opaque
      lg %r1, %r2            | opaque
      stg 8(%r1), %r2        | opaque
      jnz %r1                | opaque
      ex %r1, 0(%r2)         | opaque
      tr 0(8,%r1), 0(%r2)    | opaque
      mvc 0(8,%r1)           | opaque
      brasl target           | opaque
      br target              | opaque
      cgrj %r1, %r2, target  | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(['s390x-linux-gnu-as', '-march=z15'], lines);
    checkAssembles(['s390x-linux-gnu-as', '-m31', '-mesa', '-march=z900'], ['l %r1, 4(%r2)', 'larl %r1, x', 'jg x']);
    checkTable(s390, 'st %r0, 4(%r2) | store: r0 r2 [write 4 4(r2)]');
  });
});
