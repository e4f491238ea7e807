import { describe, it } from 'node:test';
import { loongarch64 } from '../../../server/src/analysis/arch/loongarch64';
import { checkAssembles, checkTable, readTable } from './table';
import { checkTrailingBytes, tools } from './tools';

const tables = {
  moves: `
    move $a0, $a1                           | alu: $r5 > $r4
    move $r4, $r0                           | alu: > $r4
    li.w $a0, 1                             | alu: > $r4
    li.d $a0, -1                            | alu: > $r4
    lu12i.w $a0, 1                          | alu: > $r4
    lu32i.d $a0, 1                          | alu: $r4 > $r4
    lu52i.d $a0, $a0, 1                     | alu: $r4 > $r4
    la.local $r4, descriptor                | alu: > $r4 &descriptor
    la.global $a0, descriptor               | alu: > $r4 &descriptor
    la.pcrel $a0, descriptor                | alu: > $r4 &descriptor
    la $a0, descriptor                      | alu: > $r4 &descriptor
    la.global $a0, $a1, descriptor          | alu: > $r4 $r5 &descriptor
    la.tls.ie $a0, area                     | alu: > $r4
    la.tls.le $a0, area                     | alu: > $r4
    pcalau12i $a0, %pc_hi20(descriptor)     | alu: > $r4 &descriptor
    addi.d $a0, $a0, %pc_lo12(descriptor)   | alu: $r4 > $r4 &descriptor
    pcalau12i $a0, %got_pc_hi20(descriptor) | alu: > $r4
    ld.d $a0, $a0, %got_pc_lo12(descriptor) | load: $r4 > $r4 [read 8 0+descriptor@got_pc_lo12($r4)] &descriptor
    lu12i.w $a0, %abs_hi20(descriptor)      | alu: > $r4 &descriptor
    ori $a0, $a0, %abs_lo12(descriptor)     | alu: $r4 > $r4 &descriptor
    pcaddi $a0, 4                           | alu: > $r4
    pcaddu12i $a0, 1                        | alu: > $r4
    pcaddu18i $a0, 1                        | alu: > $r4
    lu12i.w $a0, %le_hi20(area)             | alu: > $r4
    ori $a0, $a0, %le_lo12(area)            | alu: $r4 > $r4
  `,
  'arithmetic and logic': `
    add.w $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    add.d $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    add.d $a0, $a1, $tp         | alu: $r2 $r5 > $r4
    addi.w $a0, $a1, 1          | alu: $r5 > $r4
    addi.d $r4, $r4, -1         | alu: $r4 > $r4
    addi.d $sp, $sp, -16        | alu: $r3 > $r3
    addu16i.d $a0, $a1, 1       | alu: $r5 > $r4
    sub.w $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    sub.d $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    and $a0, $a1, $a2           | alu: $r5 $r6 > $r4
    or $a0, $a1, $zero          | alu: $r5 > $r4
    xor $a0, $a1, $a2           | alu: $r5 $r6 > $r4
    nor $a0, $a1, $zero         | alu: $r5 > $r4
    andn $a0, $a1, $a2          | alu: $r5 $r6 > $r4
    orn $a0, $a1, $a2           | alu: $r5 $r6 > $r4
    andi $a0, $a1, 7            | alu: $r5 > $r4
    ori $a0, $a1, 7             | alu: $r5 > $r4
    xori $a0, $a1, 1            | alu: $r5 > $r4
    slt $a0, $a1, $a2           | alu: $r5 $r6 > $r4
    sltu $a0, $zero, $a1        | alu: $r5 > $r4
    sltui $a0, $a1, 1           | alu: $r5 > $r4
    maskeqz $a0, $a1, $a2       | alu: $r5 $r6 > $r4
    masknez $a0, $a1, $a2       | alu: $r5 $r6 > $r4
    sll.w $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    sra.d $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    slli.d $a0, $a1, 3          | alu: $r5 > $r4
    srli.w $a0, $a1, 3          | alu: $r5 > $r4
    rotri.d $a0, $a1, 3         | alu: $r5 > $r4
    alsl.d $a0, $a1, $a2, 3     | alu: $r5 $r6 > $r4
    mul.w $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    mul.d $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    mulh.du $a0, $a1, $a2       | alu: $r5 $r6 > $r4
    mulw.d.w $a0, $a1, $a2      | alu: $r5 $r6 > $r4
    div.d $a0, $a1, $a2         | alu: $r5 $r6 > $r4
    mod.wu $a0, $a1, $a2        | alu: $r5 $r6 > $r4
    bytepick.d $a0, $a1, $a2, 3 | alu: $r5 $r6 > $r4
    bstrins.d $a0, $a1, 7, 0    | alu: $r4 $r5 > $r4
    bstrpick.w $a0, $a1, 7, 0   | alu: $r5 > $r4
    ext.w.b $a0, $a1            | alu: $r5 > $r4
    clz.d $a0, $a1              | alu: $r5 > $r4
    ctz.w $a0, $a1              | alu: $r5 > $r4
    revb.d $a0, $a1             | alu: $r5 > $r4
    bitrev.d $a0, $a1           | alu: $r5 > $r4
    crc.w.d.w $a0, $a1, $a2     | alu: $r5 $r6 > $r4
  `,
  'special registers': `
    movgr2fr.d $fa0, $a0   | alu: $r4 > $f0
    movfr2gr.d $a0, $fa0   | alu: $f0 > $r4
    movgr2fcsr $fcsr0, $a0 | alu: $r4 > $fcsr
    movfcsr2gr $a0, $fcsr0 | alu: $fcsr > $r4
    movcf2gr $a0, $fcc1    | alu: $fcc1 > $r4
    rdtime.d $a0, $a1      | alu: > $r4 $r5
    rdtimel.w $a0, $zero   | alu: > $r4
    cpucfg $a0, $a1        | alu: $r5 > $r4
  `,
  'barriers, hints, calls of the system, traps': `
    nop               | nop: padding
    dbar 0            | barrier:
    dbar 0x12         | barrier:
    ibar 0            | barrier:
    preld 0, $a0, 8   | nop: $r4
    syscall 0         | syscall: $r10 $r11 $r4 $r5 $r6 $r7 $r8 $r9 > $r4 syscall
    break 0           | trap: trap {00 00 2a 00}
    break 0x10        | trap: trap {10 00 2a 00}
    break 7           | trap: trap {07 00 2a 00}
    asrtle.d $a0, $a1 | alu: $r4 $r5
  `,
  'loads and stores': `
    ld.b $r4, $r5, 0                 | load: $r5 > $r4 [read 1 0($r5)]
    ld.bu $a0, $a1, 1                | load: $r5 > $r4 [read 1 1($r5)]
    ld.h $a0, $a1, -2                | load: $r5 > $r4 [read 2 -2($r5)]
    ld.hu $a0, $a1, 2                | load: $r5 > $r4 [read 2 2($r5)]
    ld.w $r4, $r2, 4                 | load: $r2 > $r4 [read 4 4($r2)]
    ld.wu $a0, $a1, 4                | load: $r5 > $r4 [read 4 4($r5)]
    ld.d $a0, $a1, 8                 | load: $r5 > $r4 [read 8 8($r5)]
    ld.d $a0, $a0, %pc_lo12(counter) | load: $r4 > $r4 [read 8 0+counter@pc_lo12($r4)]
    st.b $r4, $r5, 0                 | store: $r4 $r5 [write 1 0($r5)]
    st.h $a0, $a1, 2                 | store: $r4 $r5 [write 2 2($r5)]
    st.w $zero, $a1, 4               | store: $r5 [write 4 4($r5)]
    st.d $a0, $a1, 8                 | store: $r4 $r5 [write 8 8($r5)]
    ldx.bu $a0, $a1, $a2             | load: $r5 $r6 > $r4 [read 1 0($r5,$r6*1)]
    ldx.d $a0, $a1, $a2              | load: $r5 $r6 > $r4 [read 8 0($r5,$r6*1)]
    stx.w $a0, $a1, $a2              | store: $r4 $r5 $r6 [write 4 0($r5,$r6*1)]
    ldptr.w $a0, $a1, 4              | load: $r5 > $r4 [read 4 4($r5)]
    ldptr.d $a0, $a1, 8              | load: $r5 > $r4 [read 8 8($r5)]
    stptr.d $a0, $a1, 8              | store: $r4 $r5 [write 8 8($r5)]
    fld.d $fa0, $a1, 8               | load: $r5 > $f0 [read 8 8($r5)]
    fst.s $fa0, $a1, 4               | store: $f0 $r5 [write 4 4($r5)]
  `,
  atomics: `
    ll.w $a0, $a1, 0         | load: $r5 > $r4 [read 4 0($r5)]
    ll.d $a0, $a1, 8         | load: $r5 > $r4 [read 8 8($r5)]
    sc.w $a0, $a1, 0         | store: $r4 $r5 > $r4 [write 4 0($r5)]
    sc.d $a0, $a1, 8         | store: $r4 $r5 > $r4 [write 8 8($r5)]
    amadd.w $a0, $a2, $a1    | read-modify-write: $r5 $r6 > $r4 [update 4 0($r5)]
    amadd_db.d $a0, $a2, $a1 | read-modify-write: $r5 $r6 > $r4 [update 8 0($r5)]
    amswap.d $zero, $a2, $a1 | read-modify-write: $r5 $r6 [update 8 0($r5)]
    amor_db.w $a0, $a2, $a1  | read-modify-write: $r5 $r6 > $r4 [update 4 0($r5)]
    ammax.du $a0, $a2, $a1   | read-modify-write: $r5 $r6 > $r4 [update 8 0($r5)]
    amcas.w $a0, $a2, $a1    | read-modify-write: $r4 $r5 $r6 > $r4 [update 4 0($r5)]
    amcas_db.d $a0, $a2, $a1 | read-modify-write: $r4 $r5 $r6 > $r4 [update 8 0($r5)]
  `,
  branches: `
    beq $a0, $a1, target   | branch: $r4 $r5 may-jump target
    bne $r4, $r5, target   | branch: $r4 $r5 may-jump target
    bne $a0, $zero, target | branch: $r4 may-jump target
    blt $a0, $a1, target   | branch: $r4 $r5 may-jump target
    bgeu $a0, $a1, target  | branch: $r4 $r5 may-jump target
    bgt $a0, $a1, target   | branch: $r4 $r5 may-jump target
    beqz $a0, target       | branch: $r4 may-jump target
    bnez $r6, target       | branch: $r6 may-jump target
    bltz $a0, target       | branch: $r4 may-jump target
    bceqz $fcc0, target    | branch: $fcc0 may-jump target
    b target               | branch: jump target
    bl function            | call: > $r1 call function
    jirl $ra, $a0, 0       | call: $r4 > $r1 call ?
    jirl $zero, $ra, 0     | branch: $r1 return
    jirl $zero, $a0, 8     | branch: $r4 indirect
    jr $a0                 | branch: $r4 indirect
    jr $ra                 | branch: $r1 return
    ret                    | branch: $r1 return
  `,
};

describe('LoongArch instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(loongarch64, table);
    });
  }

  it('with asm operands', () => {
    checkTable(
      loongarch64,
      `
      st.d $r4, %[m0]              | store: $r4 [write 8 %[0]0()]
      ld.w $r4, %[m0]              | load: > $r4 [read 4 %[0]0()]
      bne $r4, %[r1], 4f           | branch: $r4 operand:1 may-jump 4f
      ld.b $r4, %[r1], 0           | load: operand:1 > $r4 [read 1 0(operand:1)]
      ldx.d $r4, %[r1], %[r2]      | load: operand:1 operand:2 > $r4 [read 8 0(operand:1,operand:2*1)]
      addi.d $r4, $r4, %[r1]       | alu: $r4 operand:1 > $r4
      addi.d %[r1], %[r1], -1      | alu: operand:1 > operand:1
      amadd_db.d $zero, %[r1], %[m0] | read-modify-write: operand:1 [update 8 %[0]0()]
      ll.d $r4, %[m0]              | load: > $r4 [read 8 %[0]0()]
      ld.d $r4, $r4, %%pc_lo12(descriptor) | load: $r4 > $r4 [read 8 0+descriptor@pc_lo12($r4)]
      `,
    );
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      loongarch64,
      `
      frobnicate $a0, $a1          | opaque
      move $a0                     | opaque
      add.d $a0, $a1               | opaque
      add.d $a0, $a1, $a2, $a3     | opaque
      ld.d $a0, $a1                | opaque
      ld.d $a0, 8, $a1             | opaque
      amadd.d $a0, $a1             | opaque
      amadd.d $a0, $a1, $a2, 8     | opaque
      vld $vr0, $a0, 0             | opaque
      beq $a0, target              | opaque
      b $a0                        | opaque
      bl $a0                       | opaque
      jr target                    | opaque
      jirl $ra, $a0                | opaque
      ret $ra                      | opaque
      break                        | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(tools['loongarch64']?.assembler ?? [], lines);
  });

  it('that can be signatures are encoded as the assembler does', () => {
    checkTrailingBytes(loongarch64, ['break 0x10 = 10002a00', 'break 0 = 00002a00', 'break 0x7fff = ff7f2a00']);
  });
});
