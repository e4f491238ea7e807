import { describe, it } from 'node:test';
import { mips, mips64, mips64el, mipsel } from '../../../server/src/analysis/arch/mips';
import { checkAssembles, checkTable, readTable } from './table';
import { checkTrailingBytes, tools } from './tools';

const tables = {
  moves: `
    move $4, $5                    | alu: $5 > $4
    move $v0, $zero                | alu: > $2
    li $4, -1                      | alu: > $4
    la $4, descriptor              | alu: > $4 &descriptor
    lui $4, 0x1234                 | alu: > $4
    lui $4, %hi(descriptor)        | alu: > $4 &descriptor
    addiu $4, $4, %lo(descriptor)  | alu: $4 > $4 &descriptor
    lw $4, %got(descriptor)($28)   | load: $28 > $4 [read 4 0+descriptor@got($28)] &descriptor
    lw $25, %call16(function)($28) | load: $28 > $25 [read 4 0+function@call16($28)]
    not $4, $5                     | alu: $5 > $4
    neg $4, $5                     | alu: $5 > $4
    negu $4                        | alu: $4 > $4
    movn $4, $5, $6                | alu: $4 $5 $6 > $4
    movz $4, $5, $6                | alu: $4 $5 $6 > $4
    movf $4, $5, $fcc0             | alu: $4 $5 $fcc0 > $4
    seb $4, $5                     | alu: $5 > $4
    wsbh $4, $5                    | alu: $5 > $4
  `,
  'arithmetic and logic': `
    addu $4, $5, $6     | alu: $5 $6 > $4
    addu $4, $5         | alu: $4 $5 > $4
    addu $4, $5, 8      | alu: $5 > $4
    addiu $4, $4, -1    | alu: $4 > $4
    addiu $sp, $sp, -32 | alu: $29 > $29
    add $4, $5, $6      | alu: $5 $6 > $4
    subu $4, $5, $6     | alu: $5 $6 > $4
    and $4, $5, $6      | alu: $5 $6 > $4
    andi $4, $5, 7      | alu: $5 > $4
    or $4, $5, $0       | alu: $5 > $4
    ori $4, $5, 7       | alu: $5 > $4
    xor $4, $5, $6      | alu: $5 $6 > $4
    xori $4, $5, 1      | alu: $5 > $4
    nor $4, $5, $0      | alu: $5 > $4
    slt $4, $5, $6      | alu: $5 $6 > $4
    sltu $4, $0, $5     | alu: $5 > $4
    sltiu $4, $5, 1     | alu: $5 > $4
    seq $4, $5, $6      | alu: $5 $6 > $4
    sll $4, $5, 2       | alu: $5 > $4
    sll $4, 2           | alu: $4 > $4
    srl $4, $5, $6      | alu: $5 $6 > $4
    srav $4, $5, $6     | alu: $5 $6 > $4
    rotr $4, $5, 3      | alu: $5 > $4
    mul $4, $5, $6      | alu: $5 $6 > $4
    mult $5, $6         | alu: $5 $6 > hi lo
    multu $5, $6        | alu: $5 $6 > hi lo
    div $0, $5, $6      | alu: $5 $6 > hi lo
    divu $4, $5, $6     | alu: $5 $6 > $4 hi lo
    rem $4, $5, $6      | alu: $5 $6 > $4 hi lo
    madd $5, $6         | alu: $5 $6 hi lo > hi lo
    mfhi $4             | alu: hi > $4
    mflo $4             | alu: lo > $4
    mthi $4             | alu: $4 > hi
    clz $4, $5          | alu: $5 > $4
    ext $4, $5, 3, 4    | alu: $5 > $4
    ins $4, $5, 3, 4    | alu: $4 $5 > $4
    abs $4, $5          | alu: $5 > $4
  `,
  'special registers': `
    rdhwr $3, $29   | alu: > $3
    rdhwr $v1, $29  | alu: > $3
    mfc0 $4, $12    | alu: > $4
    mtc0 $4, $12, 1 | alu: $4
    mfc1 $4, $f0    | alu: $f0 > $4
    mtc1 $4, $f0    | alu: $4 > $f0
    cfc1 $4, $31    | alu: > $4
    ctc1 $4, $31    | alu: $4
  `,
  'barriers, hints, calls of the system, traps': `
    nop           | nop: padding
    ssnop         | nop:
    pause         | nop:
    sync          | barrier:
    sync 4        | barrier:
    sync_acquire  | barrier:
    ehb           | barrier:
    synci 0($4)   | barrier: $4
    pref 0, 8($4) | nop: $4
    syscall       | syscall: $2 $4 $5 $6 $7 > $2 $7 syscall
    syscall 1     | syscall: $2 $4 $5 $6 $7 > $2 $7 syscall
    break         | trap: trap {00 00 00 0d}
    break 0x350   | trap: trap {03 50 00 0d}
    break 1, 2    | trap: trap {00 01 00 8d}
    sdbbp         | trap: trap
    teq $4, $5    | alu: $4 $5
    teq $4, $0, 7 | alu: $4
  `,
  'loads and stores': `
    lb $4, 0($5)            | load: $5 > $4 [read 1 0($5)]
    lbu $4, ($5)            | load: $5 > $4 [read 1 0($5)]
    lh $4, 2($5)            | load: $5 > $4 [read 2 2($5)]
    lhu $4, -2($5)          | load: $5 > $4 [read 2 -2($5)]
    lw $4, 4($5)            | load: $5 > $4 [read 4 4($5)]
    lw $4, %lo(counter)($4) | load: $4 > $4 [read 4 0+counter@lo($4)]
    lw $4, counter          | load: > $4 [read 4 0+counter()]
    lw $4, counter+4        | load: > $4 [read 4 4+counter()]
    sb $4, 0($5)            | store: $4 $5 [write 1 0($5)]
    sh $4, 2($5)            | store: $4 $5 [write 2 2($5)]
    sw $0, 4($5)            | store: $5 [write 4 4($5)]
    sw $4, counter          | store: $4 [write 4 0+counter()]
    lwl $4, 0($5)           | load: $4 $5 > $4 [read ? 0($5)]
    lwr $4, 3($5)           | load: $4 $5 > $4 [read ? 3($5)]
    swl $4, 0($5)           | store: $4 $5 [write ? 0($5)]
    swr $4, 3($5)           | store: $4 $5 [write ? 3($5)]
    ulw $4, 1($5)           | load: $5 > $4 [read 4 1($5)]
    usw $4, 1($5)           | store: $4 $5 [write 4 1($5)]
    lwc1 $f0, 4($5)         | load: $5 > $f0 [read 4 4($5)]
    ldc1 $f0, 8($5)         | load: $5 > $f0 [read 8 8($5)]
    l.d $f0, 8($5)          | load: $5 > $f0 [read 8 8($5)]
    sdc1 $f0, 8($5)         | store: $5 $f0 [write 8 8($5)]
    swc1 $f0, 4($5)         | store: $5 $f0 [write 4 4($5)]
  `,
  atomics: `
    ll $4, 0($5) | load: $5 > $4 [read 4 0($5)]
    sc $4, 0($5) | store: $4 $5 > $4 [write 4 0($5)]
  `,
  branches: `
    b target            | branch: jump target
    j target            | branch: jump target
    j $25               | branch: $25 indirect
    j $31               | branch: $31 return
    jr $25              | branch: $25 indirect
    jr $31              | branch: $31 return
    jr $ra              | branch: $31 return
    bal function        | call: > $31 call function
    jal function        | call: > $31 call function
    jal $25             | call: $25 > $31 call ?
    jalr $25            | call: $25 > $31 call ?
    jalr $4, $25        | call: $25 > $4 call ?
    jalr $0, $25        | branch: $25 indirect
    beq $4, $5, target  | branch: $4 $5 may-jump target
    bne $4, $5, target  | branch: $4 $5 may-jump target
    bne $4, $0, target  | branch: $4 may-jump target
    bne $4, 3, target   | branch: $4 may-jump target
    beqz $4, target     | branch: $4 may-jump target
    bnez $4, target     | branch: $4 may-jump target
    bgtz $4, target     | branch: $4 may-jump target
    bgez $4, target     | branch: $4 may-jump target
    bltz $4, target     | branch: $4 may-jump target
    blez $4, target     | branch: $4 may-jump target
    bgt $4, $5, target  | branch: $4 $5 may-jump target
    bltu $4, $5, target | branch: $4 $5 may-jump target
    bgezal $4, function | call: $4 > $31 call function
    bc1t target         | branch: $fcc0 may-jump target
    bc1f $fcc1, target  | branch: $fcc1 may-jump target
    beql $4, $5, target | branch: $4 $5 may-jump target
    bnezl $4, target    | branch: $4 may-jump target
    bgezl $4, target    | branch: $4 may-jump target
  `,
};

const wide = `
    dla $4, descriptor                   | alu: > $4 &descriptor
    dli $4, 0x123456789                  | alu: > $4
    lui $4, %highest(descriptor)         | alu: > $4 &descriptor
    daddiu $4, $4, %higher(descriptor)   | alu: $4 > $4 &descriptor
    daddiu $4, $4, %hi(descriptor)       | alu: $4 > $4 &descriptor
    daddiu $4, $4, %lo(descriptor)       | alu: $4 > $4 &descriptor
    ld $4, %got_disp(descriptor)($28)    | load: $28 > $4 [read 8 0+descriptor@got_disp($28)] &descriptor
    ld $4, %got_page(descriptor)($28)    | load: $28 > $4 [read 8 0+descriptor@got_page($28)] &descriptor
    daddiu $4, $4, %got_ofst(descriptor) | alu: $4 > $4 &descriptor
    daddu $4, $5, $6                     | alu: $5 $6 > $4
    daddiu $4, $4, -1                    | alu: $4 > $4
    dsubu $4, $5, $6                     | alu: $5 $6 > $4
    dsll $4, $5, 3                       | alu: $5 > $4
    dsll32 $4, $5, 0                     | alu: $5 > $4
    dsrlv $4, $5, $6                     | alu: $5 $6 > $4
    dnegu $4, $5                         | alu: $5 > $4
    dmult $5, $6                         | alu: $5 $6 > hi lo
    ddiv $0, $5, $6                      | alu: $5 $6 > hi lo
    dmul $4, $5, $6                      | alu: $5 $6 > $4
    dext $4, $5, 3, 4                    | alu: $5 > $4
    dins $4, $5, 3, 4                    | alu: $4 $5 > $4
    dmfc0 $4, $12                        | alu: > $4
    dmfc1 $4, $f0                        | alu: $f0 > $4
    dmtc1 $4, $f0                        | alu: $4 > $f0
    ld $4, 8($5)                         | load: $5 > $4 [read 8 8($5)]
    ld $a4, %lo(counter)($a4)            | load: $8 > $8 [read 8 0+counter@lo($8)]
    lwu $4, 4($5)                        | load: $5 > $4 [read 4 4($5)]
    sd $4, 8($5)                         | store: $4 $5 [write 8 8($5)]
    sd $4, counter                       | store: $4 [write 8 0+counter()]
    ldl $4, 0($5)                        | load: $4 $5 > $4 [read ? 0($5)]
    sdr $4, 7($5)                        | store: $4 $5 [write ? 7($5)]
    lld $4, 0($5)                        | load: $5 > $4 [read 8 0($5)]
    scd $4, 0($5)                        | store: $4 $5 > $4 [write 8 0($5)]
`;

const release6 = `
    bc target            | branch: jump target
    balc function        | call: > $31 call function
    beqc $4, $5, target  | branch: $4 $5 may-jump target
    bnezc $4, target     | branch: $4 may-jump target
    jrc $25              | branch: $25 indirect
    jrc $31              | branch: $31 return
    jic $25, 0           | branch: $25 indirect
    jialc $25, 0         | call: $25 > $31 call ?
    beqzalc $4, function | call: $4 > $31 call function
    seleqz $4, $5, $6    | alu: $5 $6 > $4
    lsa $4, $5, $6, 2    | alu: $5 $6 > $4
    align $4, $5, $6, 2  | alu: $5 $6 > $4
    bitswap $4, $5       | alu: $5 > $4
    mod $4, $5, $6       | alu: $5 $6 > $4
    muh $4, $5, $6       | alu: $5 $6 > $4
    aui $4, $5, 1        | alu: $5 > $4
    auipc $4, 1          | alu: > $4
`;

describe('MIPS instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(mips, table);
      checkTable(mips64, table);
    });
  }

  it('of 64-bit processors', () => {
    checkTable(mips64el, wide);
    const rows = readTable(wide).filter((row) => !/^(lui|ld \$a4|[ls]d \$4, (8|counter))/.test(row.text));
    checkTable(mips, rows.map((row) => `${row.text} | opaque`).join('\n'));
  });

  it('of two words', () => {
    checkTable(
      mips,
      `
      ld $4, 8($6)            | load: $6 > $4 $5 [read 8 8($6)]
      sd $4, 8($6)            | store: $4 $5 $6 [write 8 8($6)]
      sd $4, counter          | store: $4 $5 [write 8 0+counter()]
      `,
    );
  });

  it('of release 6', () => {
    checkTable(mips, release6);
  });

  it('with asm operands', () => {
    checkTable(
      mipsel,
      `
      sw $4, %[m0]            | store: $4 [write 4 %[0]0()]
      lw $4, %[m0]            | load: > $4 [read 4 %[0]0()]
      bne $4, %[r1], 4f       | branch: $4 operand:1 may-jump 4f
      addiu $4, %[r1]         | alu: $4 operand:1 > $4
      addiu $4, $4, %[r1]     | alu: $4 operand:1 > $4
      lw $4, 0($4)            | load: $4 > $4 [read 4 0($4)]
      lb $4, 0(%[r1])         | load: operand:1 > $4 [read 1 0(operand:1)]
      lw $4, %%lo(counter)($4) | load: $4 > $4 [read 4 0+counter@lo($4)]
      ll $4, %[m0]            | load: > $4 [read 4 %[0]0()]
      `,
    );
  });

  it('name registers as their calling convention does', () => {
    checkTable(mips, 'move $t0, $t4 | alu: $12 > $8');
    checkTable(mips64, 'move $a4, $t0 | alu: $12 > $8');
    checkTable(mips, 'move $a4, $5 | opaque');
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      mips64,
      `
      frobnicate $4, $5       | opaque
      move $4                 | opaque
      addu $4                 | opaque
      addu $4, $5, $6, $7     | opaque
      addu $4, 0($5)          | opaque
      sw $4, $5               | opaque
      sw 4($5), $4            | opaque
      lw $4, 0($5), $6        | opaque
      beq $4, target          | opaque
      beqz $4, $5, target     | opaque
      b                       | opaque
      b target, target        | opaque
      jr target               | opaque
      jal $4, $5, target      | opaque
      bc1t $4, $5, target     | opaque
      jic $4                  | opaque
      cache 0, 0($4)          | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    const all = [...lines, ...readTable(wide).map((row) => row.text)];
    for (const { name } of [mips, mipsel]) checkAssembles(tools[name]?.assembler ?? [], lines);
    for (const { name } of [mips64, mips64el]) checkAssembles([...(tools[name]?.assembler ?? []), '--no-warn'], all);
    checkAssembles(
      ['mips64-linux-gnuabi64-as', '-march=mips64r6'],
      readTable(release6).map((row) => row.text),
    );
  });

  it('that can be signatures are encoded as the assembler does', () => {
    for (const architecture of [mips, mips64]) {
      checkTrailingBytes(architecture, ['break 0x350 = 0350000d', 'break = 0000000d', 'break 1, 2 = 0001008d']);
    }
    for (const architecture of [mipsel, mips64el]) checkTrailingBytes(architecture, ['break 0x350 = 0d005003']);
  });
});
