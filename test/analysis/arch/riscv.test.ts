import { describe, it } from 'node:test';
import { riscv32, riscv64 } from '../../../server/src/analysis/arch/riscv';
import { checkAssembles, checkTable, readTable } from './table';
import { checkTrailingBytes } from './tools';

const tables = {
  moves: `
    mv a0, a1                        | alu: a1 > a0
    mv t6, x0                        | alu: > t6
    li a0, -2097                     | alu: > a0
    not a0, a1                       | alu: a1 > a0
    neg a0, a1                       | alu: a1 > a0
    negw a0, a1                      | alu: a1 > a0
    seqz a0, a1                      | alu: a1 > a0
    snez a0, a1                      | alu: a1 > a0
    sext.w a0, a1                    | alu: a1 > a0
    sext.b a0, a1                    | alu: a1 > a0
    zext.h a0, a1                    | alu: a1 > a0
    lui a0, 0x12345                  | alu: > a0
    lui a0, %hi(descriptor)          | alu: > a0 &descriptor
    auipc a0, 0                      | alu: > a0
    auipc a0, %pcrel_hi(descriptor)  | alu: > a0 &descriptor
    auipc a0, %tls_ie_pcrel_hi(area) | alu: > a0
    auipc a0, %got_pcrel_hi(counter) | alu: > a0
    la t6, descriptor                | alu: > t6 &descriptor
    la t6, descriptor+8              | alu: > t6
    lla a0, descriptor               | alu: > a0 &descriptor
    addi a0, a0, %lo(descriptor)     | alu: a0 > a0 &descriptor
    addi a0, a0, %pcrel_lo(1b)       | alu: a0 > a0
    la.tls.ie a0, area               | alu: > a0
    lui a0, %tprel_hi(area)          | alu: > a0
    add a0, a0, tp, %tprel_add(area) | alu: a0 tp > a0
    addi a0, a0, %tprel_lo(area)     | alu: a0 > a0
  `,
  'arithmetic and logic': `
    add a0, a1, a2    | alu: a1 a2 > a0
    add a0, a1, 8     | alu: a1 > a0
    add t6, t5, t6    | alu: t5 t6 > t6
    addi t6, t6, -1   | alu: t6 > t6
    addi sp, sp, -16  | alu: sp > sp
    sub a0, a1, a2    | alu: a1 a2 > a0
    and a0, a1, a2    | alu: a1 a2 > a0
    andi a0, a1, 7    | alu: a1 > a0
    or a0, a1, a2     | alu: a1 a2 > a0
    ori a0, zero, 7   | alu: > a0
    xor a0, a1, a2    | alu: a1 a2 > a0
    xori a0, a1, 1    | alu: a1 > a0
    sll a0, a1, a2    | alu: a1 a2 > a0
    slli a0, a1, 3    | alu: a1 > a0
    srli a0, a1, 3    | alu: a1 > a0
    srai a0, a1, 3    | alu: a1 > a0
    slt a0, a1, a2    | alu: a1 a2 > a0
    sltiu a0, a1, 1   | alu: a1 > a0
    sgtz a0, a1       | alu: a1 > a0
    addw a0, a1, a2   | alu: a1 a2 > a0
    addiw a0, a1, 1   | alu: a1 > a0
    subw a0, a1, a2   | alu: a1 a2 > a0
    sllw a0, a1, a2   | alu: a1 a2 > a0
    sraiw a0, a1, 3   | alu: a1 > a0
    mul a0, a1, a2    | alu: a1 a2 > a0
    mulhu a0, a1, a2  | alu: a1 a2 > a0
    mulw a0, a1, a2   | alu: a1 a2 > a0
    div a0, a1, a2    | alu: a1 a2 > a0
    divuw a0, a1, a2  | alu: a1 a2 > a0
    rem a0, a1, a2    | alu: a1 a2 > a0
    remuw a0, a1, a2  | alu: a1 a2 > a0
    sh3add a0, a1, a2 | alu: a1 a2 > a0
    add.uw a0, a1, a2 | alu: a1 a2 > a0
    andn a0, a1, a2   | alu: a1 a2 > a0
    ror a0, a1, a2    | alu: a1 a2 > a0
    rori a0, a1, 3    | alu: a1 > a0
    minu a0, a1, a2   | alu: a1 a2 > a0
    clz a0, a1        | alu: a1 > a0
    cpopw a0, a1      | alu: a1 > a0
    rev8 a0, a1       | alu: a1 > a0
    bset a0, a1, a2   | alu: a1 a2 > a0
    bexti a0, a1, 3   | alu: a1 > a0
    fmv.x.w a0, fa0   | alu: fa0 > a0
    fmv.d.x fa0, a0   | alu: a0 > fa0
  `,
  compressed: `
    c.mv a0, a1           | alu: a1 > a0
    c.add a0, a1          | alu: a0 a1 > a0
    c.sub a0, a1          | alu: a0 a1 > a0
    c.addi a0, 1          | alu: a0 > a0
    c.addi16sp sp, -32    | alu: sp > sp
    c.addi4spn a0, sp, 16 | alu: sp > a0
    c.addiw a0, 1         | alu: a0 > a0
    c.andi a0, 7          | alu: a0 > a0
    c.slli a0, 3          | alu: a0 > a0
    c.li a0, 1            | alu: > a0
    c.lui a0, 1           | alu: > a0
    c.lw a0, 4(a1)        | load: a1 > a0 [read 4 4(a1)]
    c.ld a0, 8(a1)        | load: a1 > a0 [read 8 8(a1)]
    c.ldsp a0, 8(sp)      | load: sp > a0 [read 8 8(sp)]
    c.sw a0, 4(a1)        | store: a0 a1 [write 4 4(a1)]
    c.sd a0, 8(a1)        | store: a0 a1 [write 8 8(a1)]
    c.sdsp a0, 8(sp)      | store: a0 sp [write 8 8(sp)]
    c.nop                 | nop: padding
    c.ebreak              | trap: trap
    c.j target            | branch: jump target
    c.jr a0               | branch: a0 indirect
    c.jr ra               | branch: ra return
    c.jalr a0             | call: a0 > ra call ?
    c.beqz a0, target     | branch: a0 may-jump target
    c.bnez a0, target     | branch: a0 may-jump target
  `,
  'special registers': `
    csrr a0, cycle        | alu: > a0
    csrr a0, 0xc00        | alu: > a0
    csrw fcsr, a0         | alu: a0
    csrw mhartid, x0      | trap: trap {73 10 40 f1}
    csrw 0xf14, zero      | trap: trap {73 10 40 f1}
    csrrw x0, mhartid, x0 | trap: trap {73 10 40 f1}
    csrw mhartid, a0      | alu: a0
    csrrw a0, fcsr, a1    | alu: a1 > a0
    csrrs a0, fcsr, a1    | alu: a1 > a0
    csrrci a0, fcsr, 1    | alu: > a0
    csrwi fcsr, 1         | alu:
    csrs fcsr, a0         | alu: a0
    rdcycle a0            | alu: > a0
    rdtime a0             | alu: > a0
    frcsr a0              | alu: > a0
    fscsr a0, a1          | alu: a1 > a0
    fsrm a0               | alu: a0
  `,
  'barriers, hints, calls of the system, traps': `
    nop              | nop: padding
    fence            | barrier:
    fence rw, w      | barrier:
    fence iorw, iorw | barrier:
    fence.i          | barrier:
    fence.tso        | barrier:
    pause            | nop:
    wfi              | nop:
    ecall            | syscall: a0 a1 a2 a3 a4 a5 a6 a7 > a0 syscall
    ebreak           | trap: trap
    unimp            | trap: trap
  `,
  'loads and stores': `
    lb t3, 0(t5)             | load: t5 > t3 [read 1 0(t5)]
    lbu a0, (a1)             | load: a1 > a0 [read 1 0(a1)]
    lh a0, 2(a1)             | load: a1 > a0 [read 2 2(a1)]
    lhu a0, -2(a1)           | load: a1 > a0 [read 2 -2(a1)]
    lw t6, 4(tp)             | load: tp > t6 [read 4 4(tp)]
    lwu a0, 4(a1)            | load: a1 > a0 [read 4 4(a1)]
    ld t6, 0(t6)             | load: t6 > t6 [read 8 0(t6)]
    ld a0, %lo(counter)(a0)  | load: a0 > a0 [read 8 0+counter@lo(a0)]
    ld a0, %pcrel_lo(1b)(a0) | load: a0 > a0 [read 8 0+1b@pcrel_lo(a0)]
    ld a0, counter           | load: > a0 [read 8 0+counter()]
    lw a0, counter+4         | load: > a0 [read 4 4+counter()]
    sb t3, 0(t4)             | store: t3 t4 [write 1 0(t4)]
    sh a0, 2(a1)             | store: a0 a1 [write 2 2(a1)]
    sw a0, 4(a1)             | store: a0 a1 [write 4 4(a1)]
    sw zero, 4(a1)           | store: a1 [write 4 4(a1)]
    sd a0, 8(a1)             | store: a0 a1 [write 8 8(a1)]
    sd a0, %lo(counter)(a1)  | store: a0 a1 [write 8 0+counter@lo(a1)]
    sd a0, counter, t0       | store: a0 > t0 [write 8 0+counter()]
    flw fa0, 4(a1)           | load: a1 > fa0 [read 4 4(a1)]
    fld fa0, 8(a1)           | load: a1 > fa0 [read 8 8(a1)]
    fld fa0, counter, t0     | load: > fa0 t0 [read 8 0+counter()]
    fsw fa0, 4(a1)           | store: a1 fa0 [write 4 4(a1)]
    fsd fa0, 8(a1)           | store: a1 fa0 [write 8 8(a1)]
    prefetch.r 32(a0)        | nop: a0
  `,
  atomics: `
    lr.w a0, (a1)              | load: a1 > a0 [read 4 0(a1)]
    lr.d.aq a0, (a1)           | load: a1 > a0 [read 8 0(a1)]
    lr.d.aqrl a0, 0(a1)        | load: a1 > a0 [read 8 0(a1)]
    sc.w a0, a2, (a1)          | store: a1 a2 > a0 [write 4 0(a1)]
    sc.d.rl a0, a2, (a1)       | store: a1 a2 > a0 [write 8 0(a1)]
    amoadd.w a0, a2, (a1)      | read-modify-write: a1 a2 > a0 [update 4 0(a1)]
    amoadd.d.aqrl a0, a2, (a1) | read-modify-write: a1 a2 > a0 [update 8 0(a1)]
    amoswap.d zero, a2, (a1)   | read-modify-write: a1 a2 [update 8 0(a1)]
    amomaxu.w.aq a0, a2, (a1)  | read-modify-write: a1 a2 > a0 [update 4 0(a1)]
    amoor.w.rl a0, a2, (a1)    | read-modify-write: a1 a2 > a0 [update 4 0(a1)]
  `,
  branches: `
    beq a0, a1, target   | branch: a0 a1 may-jump target
    bne t6, a0, target   | branch: a0 t6 may-jump target
    bne a0, zero, target | branch: a0 may-jump target
    blt a0, a1, target   | branch: a0 a1 may-jump target
    bgeu a0, a1, target  | branch: a0 a1 may-jump target
    bgt a0, a1, target   | branch: a0 a1 may-jump target
    bleu a0, a1, target  | branch: a0 a1 may-jump target
    beqz a0, target      | branch: a0 may-jump target
    bnez t6, target      | branch: t6 may-jump target
    bltz a0, target      | branch: a0 may-jump target
    bgez a0, target      | branch: a0 may-jump target
    blez a0, target      | branch: a0 may-jump target
    bgtz a0, target      | branch: a0 may-jump target
    j target             | branch: jump target
    jal function         | call: > ra call function
    jal t0, function     | call: > t0 call function
    jal zero, target     | branch: jump target
    jr a0                | branch: a0 indirect
    jr 8(a0)             | branch: a0 indirect
    jr ra                | branch: ra return
    jalr a0              | call: a0 > ra call ?
    jalr ra, a0          | call: a0 > ra call ?
    jalr ra, 8(a0)       | call: a0 > ra call ?
    jalr ra, a0, 8       | call: a0 > ra call ?
    jalr zero, 0(ra)     | branch: ra return
    jalr zero, 4(ra)     | branch: ra indirect
    jalr zero, a0        | branch: a0 indirect
    jalr a0, 8           | call: a0 > ra call ?
    call function        | call: > ra call function
    call function@plt    | call: > ra call function
    call t0, function    | call: > t0 call function
    tail function        | branch: jump function
    jump target, t0      | branch: > t0 jump target
    ret                  | branch: ra return
  `,
};

/** What only the 64-bit architecture has. */
const only64 =
  /^(c\.)?(l|s)(d|wu|dsp)\b|^(c\.)?(neg|add|addi|sub|sll|srai|mul|divu|remu|cpop)w\b|^(add\.uw|sext\.w|fmv\.d|amo\w+\.d|lr\.d|sc\.d)/;

describe('RISC-V instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(riscv64, table);
    });
  }

  it('with 32-bit registers are fewer, and mean the same', () => {
    const rows = Object.values(tables).flatMap((table) => readTable(table));
    const line = (expected: (row: (typeof rows)[number]) => string): string =>
      rows.map((row) => `${row.text} | ${expected(row)}`).join('\n');
    checkTable(
      riscv32,
      line((row) => (only64.test(row.text) ? 'opaque' : row.expected)),
    );
  });

  it('with asm operands', () => {
    checkTable(
      riscv64,
      `
      sd t6, %[m0]             | store: t6 [write 8 %[0]0()]
      ld t6, %[m0]             | load: > t6 [read 8 %[0]0()]
      sd %[r1], %[m0]          | store: operand:1 [write 8 %[0]0()]
      bne t6, %[r1] , 4f       | branch: operand:1 t6 may-jump 4f
      add t6, %[r1], t6        | alu: operand:1 t6 > t6
      ld t6, (t6)              | load: t6 > t6 [read 8 0(t6)]
      lb t3, 0(%[r1])          | load: operand:1 > t3 [read 1 0(operand:1)]
      ld a0, %%lo(counter)(a0) | load: a0 > a0 [read 8 0+counter@lo(a0)]
      beqz %[r1], 333f         | branch: operand:1 may-jump 333f
      amoadd.d a0, a1, %[m0]   | read-modify-write: a1 > a0 [update 8 %[0]0()]
      `,
    );
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      riscv64,
      `
      frobnicate a0, a1         | opaque
      mv a0                     | opaque
      mv a0, 4(a1)              | opaque
      add a0, a1                | opaque
      addi a0, a1, a2, a3       | opaque
      addi a0, a1, a2           | opaque
      sd a0, a1                 | opaque
      sd a0, counter            | opaque
      ld a0, a1                 | opaque
      lr.b a0, (a1)             | opaque
      amocas.q a0, a2, (a1)     | opaque
      cbo.zero (a0)             | opaque
      beq a0, target            | opaque
      beqz a0, a1               | opaque
      j a0                      | opaque
      jal a0, a1, target        | opaque
      jalr                      | opaque
      jalr a0, a1, a2           | opaque
      jr target                 | opaque
      ret ra                    | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(
      ['riscv64-linux-gnu-as', '-march=rv64gc_zba_zbb_zbs_zicbop_zihintpause'],
      ['1: auipc a0, %pcrel_hi(counter)', ...lines],
    );
    checkAssembles(
      ['riscv64-linux-gnu-as', '-march=rv32gc_zba_zbb_zbs_zicbop_zihintpause', '-mabi=ilp32d'],
      ['1: auipc a0, %pcrel_hi(counter)', ...lines.filter((line) => !only64.test(line))],
    );
  });

  it('that can be signatures are encoded as the assembler does', () => {
    for (const architecture of [riscv64, riscv32]) {
      checkTrailingBytes(architecture, ['csrw mhartid, x0 = 731040f1', 'csrrw zero, 0xf14, zero = 731040f1']);
    }
  });
});
