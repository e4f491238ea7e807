import { describe, it } from 'node:test';
import { arm } from '../../../server/src/analysis/arch/arm';
import { armeb } from '../../../server/src/analysis/arch/armeb';
import { checkAssembles, checkTable, readTable } from './table';
import { checkTrailingBytes } from './tools';

const data = {
  moves: `
    mov r0, r1                | alu: r1 > r0
    mov r0, #1                | alu: > r0
    mov r0, r1, lsl #2        | alu: r1 > r0
    mov r0, r1, lsl r2        | alu: r1 r2 > r0
    mov r0, r1, rrx           | alu: flags r1 > r0
    movs r0, r1               | alu: r1 > flags r0
    mvn r0, r1                | alu: r1 > r0
    movw r0, #1234            | alu: > r0
    movt r0, #1234            | alu: r0 > r0
    movw r0, #:lower16:descriptor | alu: > r0 &descriptor
    movt r0, #:upper16:descriptor | alu: r0 > r0 &descriptor
    moveq r0, r1              | alu: flags r0 r1 > r0
    movseq r0, r1             | alu: flags r0 r1 > flags r0
    movls r0, r1              | alu: flags r0 r1 > r0
    moval r0, r1              | alu: r1 > r0
    mov sp, fp                | alu: r11 > sp
    mov r13, r12              | alu: r12 > sp
    mov r0, pc                | alu: > r0
  `,
  'arithmetic and logic': `
    add r0, r1, r2            | alu: r1 r2 > r0
    add r0, #4                | alu: r0 > r0
    add r0, r1                | alu: r0 r1 > r0
    add r0, r1, r2, lsl #2    | alu: r1 r2 > r0
    add r0, r1, r2, ror r3    | alu: r1 r2 r3 > r0
    adds r6, #1               | alu: r6 > flags r6
    subs r7, #1               | alu: r7 > flags r7
    addseq r0, r1, r2         | alu: flags r0 r1 r2 > flags r0
    addlsls r0, r1, #1        | opaque
    adc r0, r1, r2            | alu: flags r1 r2 > r0
    adcs r0, r1, r2           | alu: flags r1 r2 > flags r0
    rsb r0, r1, #0            | alu: r1 > r0
    bics r0, r1, #7           | alu: r1 > flags r0
    biccs r0, r1, #7          | alu: flags r0 r1 > r0
    orrne r0, r0, #1          | alu: flags r0 > r0
    lsl r0, r1, #2            | alu: r1 > r0
    lsls r0, r1, r2           | alu: r1 r2 > flags r0
    rrx r0, r1                | alu: flags r1 > r0
    mul r0, r1, r2            | alu: r1 r2 > r0
    muls r0, r1, r0           | alu: r0 r1 > flags r0
    mulls r0, r1, r2          | alu: flags r0 r1 r2 > r0
    mla r0, r1, r2, r3        | alu: r1 r2 r3 > r0
    mls r0, r1, r2, r3        | alu: r1 r2 r3 > r0
    umull r0, r1, r2, r3      | alu: r2 r3 > r0 r1
    smulls r0, r1, r2, r3     | alu: r2 r3 > flags r0 r1
    umlal r0, r1, r2, r3      | alu: r0 r1 r2 r3 > r0 r1
    sdiv r0, r1, r2           | alu: r1 r2 > r0
    clz r0, r1                | alu: r1 > r0
    rev16 r0, r1              | alu: r1 > r0
    uxtb r0, r1, ror #8       | alu: r1 > r0
    uxtab r0, r1, r2          | alu: r1 r2 > r0
    ubfx r0, r1, #3, #4       | alu: r1 > r0
    bfi r0, r1, #3, #4        | alu: r0 r1 > r0
    bfc r0, #3, #4            | alu: r0 > r0
    ssat r0, #8, r1           | alu: r1 > r0
    pkhbt r0, r1, r2, lsl #4  | alu: r1 r2 > r0
    sel r0, r1, r2            | alu: flags r1 r2 > r0
    uadd8 r0, r1, r2          | alu: r1 r2 > flags r0
    qadd r0, r1, r2           | alu: r1 r2 > r0
    smulbb r0, r1, r2         | alu: r1 r2 > r0
    vand d0, d1, d2           | alu: q0 q1 > q0
    vmov r0, s1               | alu: q0 > r0
    vmov r0, r1, d2           | alu: q1 > r0 r1
    vmov d4, r0, r1           | alu: r0 r1 > q2
    vmov.f64 d4, d5           | alu: q2 > q2
  `,
  comparisons: `
    cmp r7, #0                | compare: r7 > flags
    cmp r0, r1, lsl #2        | compare: r0 r1 > flags
    cmpne r0, r1              | compare: flags r0 r1 > flags
    teq r0, r1                | compare: r0 r1 > flags
    teqeq r0, r1              | compare: flags r0 r1 > flags
    tst r0, #1                | compare: r0 > flags
    it eq                     | alu: flags
    addeq r0, r1, r2          | alu: flags r0 r1 r2 > r0
    ite ne                    | alu: flags
    strne r0, [r1]            | store: flags r0 r1 [write 4 0(r1)]
    moveq r0, #1              | alu: flags r0 > r0
  `,
};

const memory = {
  loads: `
    ldr r0, [r1]              | load: r1 > r0 [read 4 0(r1)]
    ldr r0, [r1, #4]          | load: r1 > r0 [read 4 4(r1)]
    ldr r0, [r1, #-4]!        | load: r1 > r0 r1 [read 4 -4(r1)]
    ldr r0, [r1], #8          | load: r1 > r0 r1 [read 4 0(r1)]
    ldr r0, [r1], r2          | load: r1 r2 > r0 r1 [read 4 0(r1)]
    ldr r0, [r1], -r2         | load: r1 r2 > r0 r1 [read 4 0(r1)]
    ldr r0, [r1], r2, lsl #2  | load: r1 r2 > r0 r1 [read 4 0(r1)]
    ldr r0, [r1, r2]          | load: r1 r2 > r0 [read 4 0(r1,r2*1)]
    ldr r0, [r1, -r2]         | load: r1 r2 > r0 [read 4 0(r1,r2*-1)]
    ldr r0, [r1, r2, lsl #2]  | load: r1 r2 > r0 [read 4 0(r1,r2*4)]
    ldr r0, [r1, -r2, lsl #2]! | load: r1 r2 > r0 r1 [read 4 0(r1,r2*-4)]
    ldr r0, [r1, r2, lsr #2]  | load: r1 r2 > r0 [read 4 ?lsr#2?(r1,r2*1)]
    ldr r0, [pc, #8]          | load: > r0 [read 4 8(pc)]
    ldr r0, counter           | load: > r0 [read 4 0+counter()]
    ldr r0, counter+4         | load: > r0 [read 4 4+counter()]
    ldr r0, =descriptor       | alu: > r0 &descriptor
    ldr r0, =descriptor+4     | alu: > r0
    ldr r0, =0x12345678       | alu: > r0
    ldreq r0, [r1]            | load: flags r0 r1 > r0 [read 4 0(r1)]
    ldrb r0, [r1]             | load: r1 > r0 [read 1 0(r1)]
    ldrsb r0, [r1]            | load: r1 > r0 [read 1 0(r1)]
    ldrh r0, [r1, #2]         | load: r1 > r0 [read 2 2(r1)]
    ldrhs r0, [r1]            | load: flags r0 r1 > r0 [read 4 0(r1)]
    ldrsh r0, [r1]            | load: r1 > r0 [read 2 0(r1)]
    ldrbls r0, [r1]           | load: flags r0 r1 > r0 [read 1 0(r1)]
    ldrt r0, [r1]             | load: r1 > r0 [read 4 0(r1)]
    ldrd r2, r3, [r1]         | load: r1 > r2 r3 [read 8 0(r1)]
    ldrd r2, [r1, #8]         | load: r1 > r2 r3 [read 8 8(r1)]
    ldrex r0, [r1]            | load: r1 > r0 [read 4 0(r1)]
    ldrexd r2, r3, [r1]       | load: r1 > r2 r3 [read 8 0(r1)]
    ldrexb r0, [r1]           | load: r1 > r0 [read 1 0(r1)]
    lda r0, [r1]              | load: r1 > r0 [read 4 0(r1)]
    ldaexh r0, [r1]           | load: r1 > r0 [read 2 0(r1)]
    vldr d1, [r1, #8]         | load: r1 > q0 [read 8 8(r1)]
    vldr s5, [r1]             | load: r1 > q1 [read 4 0(r1)]
    vld1.8 {d0, d1}, [r1]!    | load: r1 > q0 r1 [read ? 0(r1)]
    vld1.64 {d2}, [r1:64], r2 | load: r1 r2 > q1 r1 [read ? 0(r1)]
    vld1.32 {d3[0]}, [r1]     | load: r1 > q1 [read ? 0(r1)]
  `,
  stores: `
    str r0, [r1]              | store: r0 r1 [write 4 0(r1)]
    str r0, [r1, #4]!         | store: r0 r1 > r1 [write 4 4(r1)]
    strb r0, [r1]             | store: r0 r1 [write 1 0(r1)]
    strb r0, [r1], #1         | store: r0 r1 > r1 [write 1 0(r1)]
    strh r0, [r1, r2]         | store: r0 r1 r2 [write 2 0(r1,r2*1)]
    strls r0, [r1]            | store: flags r0 r1 [write 4 0(r1)]
    strd r2, r3, [r1]         | store: r1 r2 r3 [write 8 0(r1)]
    strd r2, [r1]             | store: r1 r2 r3 [write 8 0(r1)]
    strex r0, r1, [r2]        | store: r1 r2 > r0 [write 4 0(r2)]
    strexd r0, r2, r3, [r1]   | store: r1 r2 r3 > r0 [write 8 0(r1)]
    strexeq r0, r1, [r2]      | store: flags r0 r1 r2 > r0 [write 4 0(r2)]
    stl r0, [r1]              | store: r0 r1 [write 4 0(r1)]
    stlexb r0, r1, [r2]       | store: r1 r2 > r0 [write 1 0(r2)]
    vstr d1, [r1]             | store: q0 r1 [write 8 0(r1)]
    vst1.8 {d0}, [r1]         | store: q0 r1 [write ? 0(r1)]
  `,
  'several registers': `
    ldm r0, {r1, r2}          | load: r0 > r1 r2 [read 8 0(r0)]
    ldmia r0!, {r1-r4}        | load: r0 > r0 r1 r2 r3 r4 [read 16 0(r0)]
    ldmdb r0, {r1, r2}        | load: r0 > r1 r2 [read 8 -8(r0)]
    ldmib r0, {r1, r2}        | load: r0 > r1 r2 [read 8 4(r0)]
    ldmda r0, {r1, r2}        | load: r0 > r1 r2 [read 8 -4(r0)]
    ldmiaeq r0, {r1}          | load: flags r0 r1 > r1 [read 4 0(r0)]
    ldmfd sp!, {r4-r6, pc}    | branch: sp > r4 r5 r6 sp [read 16 0(sp)] return
    stm r0, {r1, r2}          | store: r0 r1 r2 [write 8 0(r0)]
    stmdb sp!, {r4, lr}       | store: lr r4 sp > sp [write 8 -8(sp)]
    stmfd sp!, {r4, lr}       | store: lr r4 sp > sp [write 8 -8(sp)]
    push {r4-r6, lr}          | store: lr r4 r5 r6 sp > sp [write 16 -16(sp)]
    pop {r4, r5}              | load: sp > r4 r5 sp [read 8 0(sp)]
    pop {r4, pc}              | branch: sp > r4 sp [read 8 0(sp)] return
    popeq {r4, pc}            | branch: flags r4 sp > r4 sp [read 8 0(sp)] may-jump ?
    ldmia r0, {r1, pc}        | branch: r0 > r1 [read 8 0(r0)] indirect
    push {r8-lr}              | store: lr r10 r11 r12 r8 r9 sp > sp [write 28 -28(sp)]
    vpush {d8-d9}             | store: q4 sp > sp [write ? ?db?(sp)]
    vldmia r0!, {d0-d3}       | load: r0 > q0 q1 r0 [read ? 0(r0)]
  `,
};

const flow = {
  branches: `
    b target                  | branch: jump target
    beq target                | branch: flags may-jump target
    bls target                | branch: flags may-jump target
    blt target                | branch: flags may-jump target
    ble target                | branch: flags may-jump target
    bcs target                | branch: flags may-jump target
    bl function               | call: > lr call function
    bl function(PLT)          | call: > lr call function
    bleq function             | call: flags lr > lr call function
    blls function             | call: flags lr > lr call function
    blx r0                    | call: r0 > lr call ?
    bx lr                     | branch: lr return
    bxeq lr                   | branch: flags lr may-jump ?
    bx r3                     | branch: r3 indirect
    mov pc, lr                | branch: lr return
    movs pc, lr               | branch: lr > flags return
    moveq pc, lr              | branch: flags lr may-jump ?
    mov pc, r0                | branch: r0 indirect
    add pc, pc, r0, lsl #2    | branch: r0 indirect
    ldr pc, [r0, r1, lsl #2]  | branch: r0 r1 [read 4 0(r0,r1*4)] indirect
    ldr pc, [sp], #4          | branch: sp > sp [read 4 0(sp)] return
    ldr pc, =target           | branch: indirect &target
  `,
  system: `
    svc #0                    | syscall: r0 r1 r2 r3 r4 r5 r6 r7 > r0 syscall
    swi 0                     | syscall: r0 r1 r2 r3 r4 r5 r6 r7 > r0 syscall
    bkpt #0                   | trap: trap
    udf #24035                | trap: trap {f3 de f5 e7}
    udf #3                    | trap: trap
    nop                       | nop: padding
    nopeq                     | nop: flags padding
    yield                     | nop:
    wfe                       | nop:
    pld [r0, #64]             | nop: r0
    dmb                       | barrier:
    dmb ish                   | barrier:
    dsb sy                    | barrier:
    isb                       | barrier:
    clrex                     | barrier:
    mcr p15, 0, r0, c7, c10, 5 | barrier: r0
    mrc p15, 0, r0, c13, c0, 3 | alu: > r0
    mrrc p15, 1, r0, r1, c14  | alu: > r0 r1
    mrs r0, cpsr              | alu: flags > r0
    mrs r0, apsr              | alu: flags > r0
    msr cpsr_f, r0            | alu: r0 > flags
    vmrs apsr_nzcv, fpscr     | alu: > flags
    vmrs r0, fpscr            | alu: > r0
    adr r0, descriptor        | alu: > r0 &descriptor
    adr r0, descriptor+4      | alu: > r0
    adreq r0, descriptor      | alu: flags r0 > r0 &descriptor
  `,
};

/** Armv4 and what only T32 has. */
const swap = 'swp r0, r1, [r2] | read-modify-write: r1 r2 > r0 [update 4 0(r2)]';
const thumb = `
  b.n target                | branch: jump target
  bne.w target              | branch: flags may-jump target
  cbz r0, target              | branch: r0 may-jump target
  cbnz r0, target             | branch: r0 may-jump target
  tbb [pc, r0]                | branch: r0 [read 1 0(pc,r0*1)] indirect
  tbh [r1, r0, lsl #1]        | branch: r0 r1 [read 2 0(r1,r0*2)] indirect
  orn r0, r1, r2              | alu: r1 r2 > r0
  addw r0, r1, #1024          | alu: r1 > r0
  ldr.w r0, [r1]              | load: r1 > r0 [read 4 0(r1)]
`;

/** Conditions in the middle, as inline assembler of A32 has them unless it says otherwise. */
const divided = `
  ldreqb r0, [r1]             | load: flags r0 r1 > r0 [read 1 0(r1)]
  ldrhsb r0, [r1]             | load: flags r0 r1 > r0 [read 1 0(r1)]
  strneh r0, [r1]             | store: flags r0 r1 [write 2 0(r1)]
  ldreqd r2, [r1]             | load: flags r1 r2 r3 > r2 r3 [read 8 0(r1)]
  addeqs r0, r1, r2           | alu: flags r0 r1 r2 > flags r0
  movvss r0, r1               | alu: flags r0 r1 > flags r0
  ldmeqfd sp!, {r4, pc}       | branch: flags r4 sp > r4 sp [read 8 0(sp)] may-jump ?
  stmneia r0!, {r1, r2}       | store: flags r0 r1 r2 > r0 [write 8 0(r0)]
`;

const groups = { data, memory, flow };

describe('32-bit Arm', () => {
  for (const tables of Object.values(groups)) {
    for (const [title, table] of Object.entries(tables)) {
      it(title, () => {
        checkTable(arm, table);
      });
    }
  }

  it('conditions in the middle, A32 and T32 only', () => {
    for (const table of [divided, swap, thumb]) checkTable(arm, table);
  });

  it('is the same with big-endian data', () => {
    checkTable(armeb, data.moves);
  });

  it('instructions with asm operands', () => {
    checkTable(
      arm,
      `
      str r0, %[m1]            | store: r0 [write 4 %[1]0()]
      ldr r0, %[m1]            | load: > r0 [read 4 %[1]0()]
      cmp %[0], r0             | compare: operand:0 r0 > flags
      add r0, %[0]             | alu: operand:0 r0 > r0
      str %[0], %[m1]          | store: operand:0 [write 4 %[1]0()]
      ldrb %%r0, [%[0]]        | load: operand:0 > r0 [read 1 0(operand:0)]
      strb r0, [%[0], %[1]]    | store: operand:0 operand:1 r0 [write 1 0(operand:0,operand:1*1)]
      ldrexd %[0], %H[0], [%[1]] | load: operand:1 > operand:0 [read 8 0(operand:1)]
      ldr %Q[0], [%[1], #4]    | load: operand:1 > operand:0 [read 4 4(operand:1)]
      add %[0], %[1], %[2], lsl %[3] | alu: operand:1 operand:2 operand:3 > operand:0
      stmia %[0]!, {%[1], %[2]} | store: operand:0 operand:1 operand:2 > operand:0 [write 8 0(operand:0)]
      movne %[0], #1           | alu: flags operand:0 > operand:0
      bx %[0]                  | branch: operand:0 indirect
      `,
    );
  });

  it('what the tables cannot explain is opaque', () => {
    checkTable(
      arm,
      `
      frobnicate r0, r1        | opaque
      mov r0                   | opaque
      mov r0, [r1]             | opaque
      add r0                   | opaque
      adds r0, [r1], #4        | opaque
      str r0                   | opaque
      str r0, r1               | opaque
      str #1, [r0]             | opaque
      ldr r0, [r1, #4]!, #4    | opaque
      ldr r0, [w1]             | opaque
      ldm r0                   | opaque
      ldm r0, r1               | opaque
      push r0                  | opaque
      push {r0-x4}             | opaque
      pushia {r0}              | opaque
      bxx target               | opaque
      b r0                     | opaque
      bx target                | opaque
      bl                       | opaque
      cbz target               | opaque
      cmps r0, r1              | opaque
      movxx r0, r1             | opaque
      ldrs r0, [r1]            | opaque
      svc r0                   | opaque
      rep mov r0, r1           | opaque
      `,
    );
  });

  it('has instructions in its tables that an assembler takes', () => {
    const isWritten = (row: { text: string; expected: string }): boolean => row.expected !== 'opaque';
    const lines = (...tables: readonly string[]): string[] =>
      tables.flatMap((table) =>
        readTable(table)
          .filter(isWritten)
          .map((row) => row.text),
      );
    const assembler = ['arm-linux-gnueabihf-as', '-march=armv8-a', '-mfpu=neon-fp-armv8', '-mimplicit-it=always'];
    const common = lines(...Object.values(groups).flatMap((tables) => Object.values(tables)));
    checkAssembles(assembler, ['.syntax unified', 'counter: descriptor: target:', ...common]);
    checkAssembles(assembler, ['.syntax unified', '.thumb', ...lines(thumb), 'target:']);
    checkAssembles(['arm-linux-gnueabihf-as', '-march=armv5te'], ['.syntax divided', ...lines(divided, swap)]);
  });

  it('encodes traps as the assembler does', () => {
    checkTrailingBytes(arm, ['udf #24035 = f3def5e7', 'udf #65535 = ffffffe7']);
  });
});
