import { describe, it } from 'node:test';
import { aarch64 } from '../../../server/src/analysis/arch/aarch64';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  moves: `
    mov x0, x1                      | alu: x1 > x0
    mov x0, #-2097                  | alu: > x0
    mov w0, wzr                     | alu: > x0
    mov x5, lr                      | alu: x30 > x5
    mov sp, x29                     | alu: x29 > sp
    mov x0, sp                      | alu: sp > x0
    movz x0, #1, lsl #16            | alu: > x0
    movk x0, #2, lsl #32            | alu: x0 > x0
    movz x0, #:abs_g3:descriptor    | alu: > x0 &descriptor
    movk x0, #:abs_g2_nc:descriptor | alu: x0 > x0 &descriptor
    movn w0, #0                     | alu: > x0
    mvn x0, x1                      | alu: x1 > x0
    neg x0, x1, lsl #3              | alu: x1 > x0
  `,
  'arithmetic and logic': `
    add x0, x1, x2                | alu: x1 x2 > x0
    add x15, x8, x0, LSL #2       | alu: x0 x8 > x15
    add x0, x1, w2, uxtw #2       | alu: x1 x2 > x0
    add x0, x1, #8                | alu: x1 > x0
    add sp, sp, #16               | alu: sp > sp
    sub x0, sp, #16               | alu: sp > x0
    add x6, x6, :lo12:descriptor  | alu: x6 > x6 &descriptor
    add x6, x6, #:lo12:descriptor | alu: x6 > x6 &descriptor
    add x0, x0, :tlsdesc_lo12:abi | alu: x0 > x0
    add w0, w0, #1                | alu: x0 > x0
    adds x0, x1, x2               | alu: x1 x2 > flags x0
    sub w15, w15, #1              | alu: x15 > x15
    subs x0, x0, x1               | alu: x0 x1 > flags x0
    subs xzr, x0, x1              | alu: x0 x1 > flags
    and x8, x8, #-2               | alu: x8 > x8
    ands x0, x1, #7               | alu: x1 > flags x0
    bic x0, x1, x2                | alu: x1 x2 > x0
    orr x0, xzr, x1               | alu: x1 > x0
    eor x0, x1, #1                | alu: x1 > x0
    adc x0, x1, x2                | alu: flags x1 x2 > x0
    adcs x0, x1, x2               | alu: flags x1 x2 > flags x0
    sbc x0, x1, x2                | alu: flags x1 x2 > x0
  `,
  comparisons: `
    cmp w9, w10         | compare: x10 x9 > flags
    cmp x0, #0          | compare: x0 > flags
    cmp x0, x1, lsl #2  | compare: x0 x1 > flags
    cmn x0, #1          | compare: x0 > flags
    tst w10, #1         | compare: x10 > flags
    tst x0, x1          | compare: x0 x1 > flags
    ccmp x0, x1, #0, eq | compare: flags x0 x1 > flags
    ccmn x0, #3, #4, ne | compare: flags x0 > flags
  `,
  'conditional selection': `
    csel w10, w2, w10, ls | alu: flags x10 x2 > x10
    csinc x0, x1, x2, ge  | alu: flags x1 x2 > x0
    cset w0, eq           | alu: flags > x0
    cinc x0, x1, ne       | alu: flags x1 > x0
    cneg w0, w1, lt       | alu: flags x1 > x0
  `,
  'multiplication and division': `
    mul x0, x1, x2        | alu: x1 x2 > x0
    madd x0, x1, x2, x3   | alu: x1 x2 x3 > x0
    msub w0, w1, w2, w3   | alu: x1 x2 x3 > x0
    smulh x0, x1, x2      | alu: x1 x2 > x0
    umull x0, w1, w2      | alu: x1 x2 > x0
    smaddl x0, w1, w2, x3 | alu: x1 x2 x3 > x0
    sdiv x0, x1, x2       | alu: x1 x2 > x0
    udiv w0, w1, w2       | alu: x1 x2 > x0
  `,
  'shifts, bit fields and extensions': `
    lsl x0, x1, #3       | alu: x1 > x0
    lsr w0, w1, w2       | alu: x1 x2 > x0
    asr x0, x1, #63      | alu: x1 > x0
    ror x0, x1, x2       | alu: x1 x2 > x0
    ubfx x0, x1, #3, #4  | alu: x1 > x0
    sbfiz x0, x1, #3, #4 | alu: x1 > x0
    bfi x0, x1, #3, #4   | alu: x0 x1 > x0
    bfxil w0, w1, #3, #4 | alu: x0 x1 > x0
    bfc x0, #3, #4       | alu: x0 > x0
    extr x0, x1, x2, #8  | alu: x1 x2 > x0
    sxtw x0, w1          | alu: x1 > x0
    uxtb w0, w1          | alu: x1 > x0
    clz x0, x1           | alu: x1 > x0
    rbit x0, x1          | alu: x1 > x0
    rev x0, x1           | alu: x1 > x0
    rev16 w0, w1         | alu: x1 > x0
    crc32x w0, w1, x2    | alu: x1 x2 > x0
  `,
  addresses: `
    adr x0, descriptor                 | alu: > x0 &descriptor
    adrp x0, descriptor                | alu: > x0 &descriptor
    adrp x0, :got:descriptor           | alu: > x0
    adrp x6, :gottprel:abi             | alu: > x6
    adrp x0, :tlsdesc:abi              | alu: > x0
    adrp x0, descriptor+8              | alu: > x0
    ldr x0, =descriptor                | alu: > x0 &descriptor
    ldr x0, =0x1234567812345678        | alu: > x0
    ldr x0, descriptor                 | load: > x0 [read 8 0+descriptor()]
    ldrsw x0, counter                  | load: > x0 [read 4 0+counter()]
    ldr x0, [x0, :got_lo12:descriptor] | load: x0 > x0 [read 8 0+descriptor@got_lo12(x0)] &descriptor
    ldr x6, [x6, :gottprel_lo12:abi]   | load: x6 > x6 [read 8 0+abi@gottprel_lo12(x6)]
  `,
};

describe('AArch64 data instructions', () => {
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
