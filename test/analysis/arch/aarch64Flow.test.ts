import { describe, it } from 'node:test';
import { aarch64 } from '../../../server/src/analysis/arch/aarch64';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  branches: `
    b target    | branch: jump target
    b.eq target | branch: flags may-jump target
    b.ls target | branch: flags may-jump target
    b.al target | branch: jump target
    b.nv target | branch: jump target
    beq target  | branch: flags may-jump target
    bne target  | branch: flags may-jump target
    bhs target  | branch: flags may-jump target
    bls target  | branch: flags may-jump target
    bge target  | branch: flags may-jump target
    blt target  | branch: flags may-jump target
  `,
  'calls, returns and indirect branches': `
    bl function         | call: > x30 call function
    blr x1              | call: x1 > x30 call ?
    br x16              | branch: x16 indirect
    ret                 | branch: x30 return
    ret x1              | branch: x1 return
    retaa               | branch: sp x30 return
    braa x0, x1         | branch: x0 x1 indirect
    blraaz x0           | call: x0 > x30 call ?
    cbz x0, target      | branch: x0 may-jump target
    cbnz w15, target    | branch: x15 may-jump target
    cbz xzr, target     | branch: may-jump target
    tbz x8, #63, target | branch: x8 may-jump target
    tbnz w0, #1, target | branch: x0 may-jump target
  `,
  'system calls and traps': `
    svc #0      | syscall: x0 x1 x2 x3 x4 x5 x8 > x0 syscall
    hvc #0      | trap: trap
    smc #0      | trap: trap
    brk #0x45e0 | trap: trap {00 bc 28 d4}
    brk #1      | trap: trap {20 00 20 d4}
    hlt #0      | trap: trap {00 00 40 d4}
    udf #0      | trap: trap {00 00 00 00}
    udf #0xdef3 | trap: trap {f3 de 00 00}
  `,
  hints: `
    nop          | nop: padding
    hint #0      | nop: padding
    hint #34     | nop: padding
    hint #20     | barrier:
    hint #25     | alu: sp x30 > x30
    hint #99     | nop:
    bti          | nop: padding
    bti c        | nop: padding
    bti jc       | nop: padding
    paciasp      | alu: sp x30 > x30
    autiasp      | alu: sp x30 > x30
    pacia x0, x1 | alu: x0 x1 > x0
    xpaclri      | alu: x30 > x30
    yield        | nop:
    wfe          | nop:
    sev          | nop:
  `,
  barriers: `
    isb       | barrier:
    isb sy    | barrier:
    dmb ish   | barrier:
    dmb ishst | barrier:
    dmb ishld | barrier:
    dsb sy    | barrier:
    dmb #11   | barrier:
    csdb      | barrier:
    sb        | barrier:
    clrex     | barrier:
  `,
  'system registers and cache maintenance': `
    mrs x5, tpidr_el0     | alu: > x5
    mrs x0, nzcv          | alu: flags > x0
    mrs x0, cntvct_el0    | alu: > x0
    mrs x0, s3_3_c13_c0_2 | alu: > x0
    msr nzcv, x0          | alu: x0 > flags
    msr tpidr_el0, x0     | alu: x0
    msr fpcr, x0          | alu: x0
    dc cvau, x0           | nop: x0
    dc zva, x0            | opaque
    ic ivau, x0           | nop: x0
  `,
  'moves of vector registers': `
    fmov d0, x0                | alu: x0 > v0
    fmov x0, d0                | alu: v0 > x0
    movi v0.16b, #0            | alu: > v0
    movi v0.4s, #1, lsl #8     | alu: > v0
    dup v0.2d, x0              | alu: x0 > v0
    umov x0, v0.d[1]           | alu: v0 > x0
    mov v0.16b, v1.16b         | alu: v1 > v0
    mov x0, v0.d[1]            | alu: v0 > x0
    ins v0.d[1], x0            | alu: v0 x0 > v0
    eor v0.16b, v1.16b, v2.16b | alu: v1 v2 > v0
  `,
};

describe('AArch64 branches and system instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(aarch64, table);
    });
  }

  it('has instructions in its tables that an assembler takes', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(['aarch64-linux-gnu-as', '-march=armv8.5-a'], lines);
  });
});
