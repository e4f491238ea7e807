import { describe, it } from 'node:test';
import { ppc, ppc64, ppc64le } from '../../../server/src/analysis/arch/powerpc';
import { checkAssembles, checkTable, readTable } from './table';

const data = {
  moves: `
    mr 3, 4            | alu: r4 > r3
    mr %r3, %r4        | alu: r4 > r3
    mr. 3, 4           | alu: r4 > cr0 r3
    li 3, -1           | alu: > r3
    lis 3, 0x1234      | alu: > r3
    la 3, 8(4)         | alu: r4 > r3
    not 3, 4           | alu: r4 > r3
    neg 3, 4           | alu: r4 > r3
    nego. 3, 4         | alu: r4 > cr0 r3 xer
  `,
  'arithmetic and logic': `
    add 3, 4, 5           | alu: r4 r5 > r3
    add. 3, 4, 5          | alu: r4 r5 > cr0 r3
    addo 3, 4, 5          | alu: r4 r5 > r3 xer
    addi 3, 4, -1         | alu: r4 > r3
    addi %r20, %r20, -1   | alu: r20 > r20
    addi 3, 0, 5          | alu: > r3
    addis 3, 4, 1         | alu: r4 > r3
    subi 3, 4, 1          | alu: r4 > r3
    addic 3, 4, 1         | alu: r4 > r3 xer
    addic. 3, 4, 1        | alu: r4 > cr0 r3 xer
    subf 3, 4, 5          | alu: r4 r5 > r3
    sub 3, 4, 5           | alu: r4 r5 > r3
    subfic 3, 4, 0        | alu: r4 > r3 xer
    addc 3, 4, 5          | alu: r4 r5 > r3 xer
    adde 3, 4, 5          | alu: r4 r5 xer > r3 xer
    addze. 3, 4           | alu: r4 xer > cr0 r3 xer
    mulli 3, 4, 8         | alu: r4 > r3
    mullw 3, 4, 5         | alu: r4 r5 > r3
    mulld 3, 4, 5         | alu: r4 r5 > r3
    mulhdu 3, 4, 5        | alu: r4 r5 > r3
    divw 3, 4, 5          | alu: r4 r5 > r3
    divdu 3, 4, 5         | alu: r4 r5 > r3
    and 3, 4, 5           | alu: r4 r5 > r3
    andi. 3, 4, 7         | alu: r4 > cr0 r3
    or 3, 4, 5            | alu: r4 r5 > r3
    ori 3, 3, 5           | alu: r3 > r3
    oris 3, 4, 5          | alu: r4 > r3
    xor 3, 4, 5           | alu: r4 r5 > r3
    xori 3, 4, 1          | alu: r4 > r3
    nand 3, 4, 5          | alu: r4 r5 > r3
    andc 3, 4, 5          | alu: r4 r5 > r3
  `,
  'shifts and counts': `
    slw 3, 4, 5            | alu: r4 r5 > r3
    srad 3, 4, 5           | alu: r4 r5 > r3 xer
    slwi 3, 4, 2           | alu: r4 > r3
    sldi 3, 4, 3           | alu: r4 > r3
    srdi 3, 4, 3           | alu: r4 > r3
    srawi 3, 4, 3          | alu: r4 > r3 xer
    sradi 3, 4, 3          | alu: r4 > r3 xer
    clrldi 3, 4, 32        | alu: r4 > r3
    rlwinm 3, 4, 5, 0, 28  | alu: r4 > r3
    rlwnm 3, 4, 5, 0, 28   | alu: r4 r5 > r3
    rlwimi 3, 4, 5, 0, 28  | alu: r3 r4 > r3
    rldicr 3, 4, 32, 31    | alu: r4 > r3
    rldicl. 3, 4, 0, 32    | alu: r4 > cr0 r3
    rldimi 3, 4, 32, 0     | alu: r3 r4 > r3
    extsw 3, 4             | alu: r4 > r3
    extsb 3, 4             | alu: r4 > r3
    cntlzd 3, 4            | alu: r4 > r3
    popcntd 3, 4           | alu: r4 > r3
  `,
  comparisons: `
    cmpw cr7, 3, 4         | compare: r3 r4 > cr7
    cmpw 3, 4              | compare: r3 r4 > cr0
    cmpw 7, 3, 4           | compare: r3 r4 > cr7
    cmpd cr7, %r17, %r3    | compare: r17 r3 > cr7
    cmpdi %r19, 0          | compare: r19 > cr0
    cmpwi cr1, 3, -1       | compare: r3 > cr1
    cmplwi 3, 4            | compare: r3 > cr0
    cmpld 3, 4             | compare: r3 r4 > cr0
    cmp 7, 1, 3, 4         | compare: r3 r4 > cr7
    cmpli 7, 0, 3, 4       | compare: r3 > cr7
    fcmpu 0, 1, 2          | compare: f1 f2 > cr0
  `,
  'the condition register': `
    isel 3, 4, 5, 2          | alu: cr0 r4 r5 > r3
    isel 3, 0, 5, 4*cr7+eq   | alu: cr7 r5 > r3
    iseleq 3, 4, 5           | alu: cr0 r4 r5 > r3
    crand 0, 5, 30           | alu: cr0 cr1 cr7 > cr0
    crset 4*cr7+eq           | alu: cr7 > cr7
    crnot eq, eq             | alu: cr0 > cr0
    mcrf cr1, cr7            | alu: cr7 > cr1
    mfcr 3                   | alu: cr0 cr1 cr2 cr3 cr4 cr5 cr6 cr7 > r3
    mtcrf 0x81, 3            | alu: r3 > cr0 cr7
    mtcr 3                   | alu: r3 > cr0 cr1 cr2 cr3 cr4 cr5 cr6 cr7
  `,
  'special registers': `
    mflr 0                   | alu: lr > r0
    mtlr 0                   | alu: r0 > lr
    mfctr 3                  | alu: ctr > r3
    mtctr 3                  | alu: r3 > ctr
    mfxer 3                  | alu: xer > r3
    mfspr 3, 259             | alu: > r3
    mtspr 256, 3             | alu: r3
    mftb 3                   | alu: > r3
  `,
  'floating-point and vector registers': `
    fmr 1, 2                 | alu: f2 > f1
    fadd 1, 2, 3             | alu: f2 f3 > f1
    vor 1, 2, 3              | alu: v2 v3 > v1
  `,
  addresses: `
    lis 17, (descriptor)@highest        | alu: > r17 &descriptor
    ori 17, 17, (descriptor)@higher     | alu: r17 > r17 &descriptor
    oris 17, 17, (descriptor)@high      | alu: r17 > r17 &descriptor
    ori 17, 17, (descriptor)@l          | alu: r17 > r17 &descriptor
    lis 9, descriptor@ha                | alu: > r9 &descriptor
    addi 9, 9, descriptor@l             | alu: r9 > r9 &descriptor
    la 9, descriptor@l(9)               | alu: r9 > r9 &descriptor
    addis 9, 2, descriptor@toc@ha       | alu: r2 > r9 &descriptor
    addi 9, 9, descriptor@toc@l         | alu: r9 > r9 &descriptor
    ld 9, descriptor@got@l(9)           | load: r9 > r9 [read 8 0+descriptor@got@l(r9)] &descriptor
    addis 9, 13, counter@tprel@ha       | alu: r13 > r9
    addi 9, 9, descriptor@l+8           | alu: r9 > r9
  `,
  padding: `
    nop                      | nop: padding
    ori 0, 0, 0              | alu: r0 > r0 padding
    dcbt 3, 4                | nop: r3 r4
  `,
};

const memory = {
  loads: `
    lbz 3, 0(4)              | load: r4 > r3 [read 1 0(r4)]
    lbzu %r18, 1(%r20)       | load: r20 > r18 r20 [read 1 1(r20)]
    lhz 3, 2(4)              | load: r4 > r3 [read 2 2(r4)]
    lha 3, 2(4)              | load: r4 > r3 [read 2 2(r4)]
    lwz 3, 4(4)              | load: r4 > r3 [read 4 4(r4)]
    lwz 3, 4(0)              | load: > r3 [read 4 4()]
    lwzx 3, 4, 5             | load: r4 r5 > r3 [read 4 0(r4,r5*1)]
    lwzx 3, 0, 5             | load: r5 > r3 [read 4 0(r5)]
    lwzux 3, 4, 5            | load: r4 r5 > r3 r4 [read 4 0(r4,r5*1)]
    lwa 3, 4(4)              | load: r4 > r3 [read 4 4(r4)]
    ld 3, -8(1)              | load: r1 > r3 [read 8 -8(r1)]
    ldu 3, 8(4)              | load: r4 > r3 r4 [read 8 8(r4)]
    ldx 17, 3, 17            | load: r17 r3 > r17 [read 8 0(r3,r17*1)]
    lwbrx 3, 0, 4            | load: r4 > r3 [read 4 0(r4)]
    lwz 3, counter@l(9)      | load: r9 > r3 [read 4 0+counter@l(r9)]
    lmw 29, 8(1)             | load: r1 > r29 r30 r31 [read ? 8(r1)]
    lfd 1, 8(4)              | load: r4 > f1 [read 8 8(r4)]
    lfsu 1, 8(4)             | load: r4 > f1 r4 [read 4 8(r4)]
    lvx 1, 0, 4              | load: r4 > v1 [read 16 0(r4)]
    lxvd2x 33, 0, 4          | load: r4 > vs33 [read 16 0(r4)]
  `,
  stores: `
    stb 3, 0(4)              | store: r3 r4 [write 1 0(r4)]
    stbu %r18, 1(%r21)       | store: r18 r21 > r21 [write 1 1(r21)]
    sth 3, 0(4)              | store: r3 r4 [write 2 0(r4)]
    stw 3, 0(4)              | store: r3 r4 [write 4 0(r4)]
    std 3, 0(4)              | store: r3 r4 [write 8 0(r4)]
    stdu 1, -32(1)           | store: r1 > r1 [write 8 -32(r1)]
    stdux 1, 1, 9            | store: r1 r9 > r1 [write 8 0(r1,r9*1)]
    stdx 3, 4, 5             | store: r3 r4 r5 [write 8 0(r4,r5*1)]
    stwbrx 3, 0, 4           | store: r3 r4 [write 4 0(r4)]
    stmw 29, 8(1)            | store: r1 r29 r30 r31 [write ? 8(r1)]
    stfd 1, 8(4)             | store: f1 r4 [write 8 8(r4)]
    stvx 1, 3, 4             | store: r3 r4 v1 [write 16 0(r3,r4*1)]
  `,
  'reservations and barriers': `
    lwarx 3, 0, 4            | load: r4 > r3 [read 4 0(r4)]
    lwarx 3, 0, 4, 1         | load: r4 > r3 [read 4 0(r4)]
    ldarx 3, 4, 5            | load: r4 r5 > r3 [read 8 0(r4,r5*1)]
    stwcx. 3, 0, 4           | store: r3 r4 > cr0 [write 4 0(r4)]
    stdcx. 3, 4, 5           | store: r3 r4 r5 > cr0 [write 8 0(r4,r5*1)]
    sync                     | barrier:
    lwsync                   | barrier:
    isync                    | barrier:
    eieio                    | barrier:
  `,
};

const flow = {
  branches: `
    b target                 | branch: jump target
    ba target                | branch: jump target
    bne target               | branch: cr0 may-jump target
    bne- cr7, target         | branch: cr7 may-jump target
    beq- 7, target           | branch: cr7 may-jump target
    beq+ target              | branch: cr0 may-jump target
    blt cr1, target          | branch: cr1 may-jump target
    bnl target               | branch: cr0 may-jump target
    bt 4*cr7+eq, target      | branch: cr7 may-jump target
    bf eq, target            | branch: cr0 may-jump target
    bdnz target              | branch: ctr > ctr may-jump target
    bdz target               | branch: ctr > ctr may-jump target
    bdnzt 4*cr1+lt, target   | branch: cr1 ctr > ctr may-jump target
    bc 12, 2, target         | branch: cr0 may-jump target
    bc 16, 0, target         | branch: ctr > ctr may-jump target
    bc 20, 0, target         | branch: jump target
  `,
  'calls and returns': `
    bl function              | call: > lr call function
    blr                      | branch: lr return
    beqlr                    | branch: cr0 lr may-jump ?
    beqlr cr7                | branch: cr7 lr may-jump ?
    blrl                     | call: lr > lr call ?
    bctr                     | branch: ctr indirect
    bctrl                    | call: ctr > lr call ?
    bcl 20, 31, target       | call: > lr call target
    bclr 20, 0               | branch: lr return
  `,
  'traps and system calls': `
    sc                       | syscall: r0 r3 r4 r5 r6 r7 r8 > cr0 ctr r0 r10 r11 r12 r3 r4 r5 r6 r7 r8 r9 xer syscall
    tweq 3, 4                | trap: r3 r4 {08 20 83 7c}
    twnei 3, 0               | trap: r3 {00 00 03 0f}
    trap                     | trap: trap {08 00 e0 7f}
    twui 5, 11               | trap: r5 trap {0b 00 e5 0f}
    tdi 16, 3, -1            | trap: r3 {ff ff 03 0a}
  `,
};

const only64 =
  /^(mulld|mulhd|divd|srad|sld|srd|clrldi|rld|extsw|cntlzd|popcntd|cmpd|cmpld|cmp 7, 1|ld|std|lwa|td|.*@(high|toc|got))/;

describe('PowerPC instructions', () => {
  for (const [title, table] of Object.entries({ ...data, ...memory, ...flow })) {
    it(title, () => {
      checkTable(ppc64le, table);
    });
  }

  it('have traps in the byte order of the code', () => {
    checkTable(
      ppc64,
      `
      twui 5, 11 | trap: r5 trap {0f e5 00 0b}
      trap       | trap: trap {7f e0 00 08}
      `,
    );
  });

  it('with asm operands', () => {
    checkTable(
      ppc64le,
      `
      std%U[v]%X[v] %[r0], %[m1]  | store: operand:0 [write 8 %[1]0()]
      std%U1%X1 %[r0], %[m1]      | store: operand:0 [write 8 %[1]0()]
      lwz%u[v]%x[v] %%r17, %[m1]  | load: > r17 [read 4 %[1]0()]
      ldx %%r17, %[r0], %%r17     | load: operand:0 r17 > r17 [read 8 0(operand:0,r17*1)]
      cmpw cr7, %[r0], %%r17      | compare: operand:0 r17 > cr7
      add %%r17, %[r0], %%r17     | alu: operand:0 r17 > r17
      lwarx %[r0], 0, %[r1]       | load: operand:1 > operand:0 [read 4 0(operand:1)]
      lwarx %[r0], %y[m1]         | load: > operand:0 [read 4 %[1]0()]
      lbz %[r0], 3(%[r1])         | load: operand:1 > operand:0 [read 1 3(operand:1)]
      `,
    );
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      ppc64le,
      `
      frobnicate 3, 4 | opaque
      add 3, 4        | opaque
      add 3, 4, 5, 6  | opaque
      lwz 3, 4        | opaque
      ld 3, 8(4), 5   | opaque
      addi 3, 4(5), 1 | opaque
      dcbz 0, 4       | opaque
      bne cr7         | opaque
      b 3, target     | opaque
      blr 4           | opaque
      sc%U0           | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values({ ...data, ...memory, ...flow }).flatMap((table) =>
      readTable(table).map((row) => row.text),
    );
    checkAssembles(['powerpc64-linux-gnu-as', '-mpower9'], lines);
    const little = lines.filter((line) => !/^(lmw|stmw)/.test(line));
    checkAssembles(['powerpc64le-linux-gnu-as', '-mpower9'], little);
    const narrow = lines.filter((line) => !only64.test(line));
    checkAssembles(['powerpc-linux-gnu-as', '-mpower9', '-a32'], narrow);
    checkTable(ppc, 'stwu 1, -32(1) | store: r1 > r1 [write 4 -32(r1)]');
  });
});
