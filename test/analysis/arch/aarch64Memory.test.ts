import { describe, it } from 'node:test';
import { aarch64 } from '../../../server/src/analysis/arch/aarch64';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  loads: `
    ldr x0, [x0, :lo12:counter] | load: x0 > x0 [read 8 0+counter@lo12(x0)]
    ldr x0, [x1]                | load: x1 > x0 [read 8 0(x1)]
    ldr w0, [x1, #4]            | load: x1 > x0 [read 4 4(x1)]
    ldr x6, [x5, 8]             | load: x5 > x6 [read 8 8(x5)]
    ldr x12, [x11, #-8]!        | load: x11 > x11 x12 [read 8 -8(x11)]
    ldr x12, [x11], #8          | load: x11 > x11 x12 [read 8 0(x11)]
    ldr x0, [sp], #16           | load: sp > sp x0 [read 8 0(sp)]
    ldr q4, [x11, #-16]!        | load: x11 > v4 x11 [read 16 -16(x11)]
    ldr d0, [x1]                | load: x1 > v0 [read 8 0(x1)]
    ldr x0, [x1, x2]            | load: x1 x2 > x0 [read 8 0(x1,x2*1)]
    ldr x0, [x1, x2, lsl #3]    | load: x1 x2 > x0 [read 8 0(x1,x2*8)]
    ldr x0, [x1, w2, uxtw #3]   | load: x1 x2 > x0 [read 8 0(x1,x2*8)]
    ldrb w0, [x1]               | load: x1 > x0 [read 1 0(x1)]
    ldrh w9, [x15, #2]          | load: x15 > x9 [read 2 2(x15)]
    ldrsb x0, [x1]              | load: x1 > x0 [read 1 0(x1)]
    ldrsh w0, [x1], #2          | load: x1 > x0 x1 [read 2 0(x1)]
    ldrsw x0, [x1]              | load: x1 > x0 [read 4 0(x1)]
    ldur x0, [x1, #-3]          | load: x1 > x0 [read 8 -3(x1)]
    ldurb w0, [x1, #-3]         | load: x1 > x0 [read 1 -3(x1)]
    ldursw x0, [x1, #-3]        | load: x1 > x0 [read 4 -3(x1)]
    ldtr x0, [x1]               | load: x1 > x0 [read 8 0(x1)]
    ldar x0, [x1]               | load: x1 > x0 [read 8 0(x1)]
    ldarb w0, [x1]              | load: x1 > x0 [read 1 0(x1)]
    ldarh w0, [x1]              | load: x1 > x0 [read 2 0(x1)]
    ldapr x0, [x1]              | load: x1 > x0 [read 8 0(x1)]
    ldxr x0, [x1]               | load: x1 > x0 [read 8 0(x1)]
    ldaxr w0, [x1]              | load: x1 > x0 [read 4 0(x1)]
    ldxrb w0, [x1]              | load: x1 > x0 [read 1 0(x1)]
  `,
  'loads of pairs': `
    ldp x0, x1, [x2]        | load: x2 > x0 x1 [read 16 0(x2)]
    ldp w0, w1, [x2, #8]    | load: x2 > x0 x1 [read 8 8(x2)]
    ldp x0, x1, [sp], #48   | load: sp > sp x0 x1 [read 16 0(sp)]
    ldp x0, x1, [x2, #-16]! | load: x2 > x0 x1 x2 [read 16 -16(x2)]
    ldp q0, q1, [x2]        | load: x2 > v0 v1 [read 32 0(x2)]
    ldpsw x0, x1, [x2]      | load: x2 > x0 x1 [read 8 0(x2)]
    ldnp x0, x1, [x2]       | load: x2 > x0 x1 [read 16 0(x2)]
    ldxp x0, x1, [x2]       | load: x2 > x0 x1 [read 16 0(x2)]
    ldaxp w0, w1, [x2]      | load: x2 > x0 x1 [read 8 0(x2)]
  `,
  stores: `
    str x0, [x1]             | store: x0 x1 [write 8 0(x1)]
    str w0, [x1, #8]         | store: x0 x1 [write 4 8(x1)]
    str wzr, [x1]            | store: x1 [write 4 0(x1)]
    str x12, [x9], #8        | store: x12 x9 > x9 [write 8 0(x9)]
    str q4, [x9], #16        | store: v4 x9 > x9 [write 16 0(x9)]
    str x0, [x1, x2, lsl #3] | store: x0 x1 x2 [write 8 0(x1,x2*8)]
    strb w0, [x1]            | store: x0 x1 [write 1 0(x1)]
    strh w13, [x15]          | store: x13 x15 [write 2 0(x15)]
    stur x0, [x1, #-3]       | store: x0 x1 [write 8 -3(x1)]
    sttr x0, [x1]            | store: x0 x1 [write 8 0(x1)]
    stlr x0, [x1]            | store: x0 x1 [write 8 0(x1)]
    stlr w0, [x1]            | store: x0 x1 [write 4 0(x1)]
    stlrb w0, [x1]           | store: x0 x1 [write 1 0(x1)]
    stlrh w0, [x1]           | store: x0 x1 [write 2 0(x1)]
    stxr w0, x1, [x2]        | store: x1 x2 > x0 [write 8 0(x2)]
    stlxr w0, w1, [x2]       | store: x1 x2 > x0 [write 4 0(x2)]
    stlxrb w0, w1, [x2]      | store: x1 x2 > x0 [write 1 0(x2)]
  `,
  'stores of pairs': `
    stp x0, x1, [sp, #-48]! | store: sp x0 x1 > sp [write 16 -48(sp)]
    stp x2, x3, [sp, #16]   | store: sp x2 x3 [write 16 16(sp)]
    stp w0, wzr, [x1]       | store: x0 x1 [write 8 0(x1)]
    stp q0, q1, [x1], #32   | store: v0 v1 x1 > x1 [write 32 0(x1)]
    stnp x0, x1, [x2]       | store: x0 x1 x2 [write 16 0(x2)]
    stxp w0, x1, x2, [x3]   | store: x1 x2 x3 > x0 [write 16 0(x3)]
    stlxp w0, w1, w2, [x3]  | store: x1 x2 x3 > x0 [write 8 0(x3)]
  `,
  'vector structures': `
    ld1 {v0.16b}, [x0]              | load: x0 > v0 [read ? 0(x0)]
    ld1 {v0.16b, v1.16b}, [x0], #32 | load: x0 > v0 v1 x0 [read ? 0(x0)]
    ld1 {v0.16b}, [x0], x1          | load: x0 x1 > v0 x0 [read ? 0(x0)]
    st1 {v0.16b}, [x0]              | store: v0 x0 [write ? 0(x0)]
    st1 {v0.d}[1], [x0]             | store: v0 x0 [write ? 0(x0)]
  `,
  atomics: `
    ldadd x0, x1, [x2]          | read-modify-write: x0 x2 > x1 [update 8 0(x2)]
    ldaddal w0, w1, [x2]        | read-modify-write: x0 x2 > x1 [update 4 0(x2)]
    ldaddlb w0, w1, [x2]        | read-modify-write: x0 x2 > x1 [update 1 0(x2)]
    ldclra x0, x1, [x2]         | read-modify-write: x0 x2 > x1 [update 8 0(x2)]
    ldeorh w0, w1, [x2]         | read-modify-write: x0 x2 > x1 [update 2 0(x2)]
    ldset x0, x1, [x2]          | read-modify-write: x0 x2 > x1 [update 8 0(x2)]
    ldsmaxal x0, x1, [x2]       | read-modify-write: x0 x2 > x1 [update 8 0(x2)]
    ldumin w0, w1, [x2]         | read-modify-write: x0 x2 > x1 [update 4 0(x2)]
    stadd x0, [x1]              | read-modify-write: x0 x1 [update 8 0(x1)]
    staddl w0, [x1]             | read-modify-write: x0 x1 [update 4 0(x1)]
    staddlb w0, [x1]            | read-modify-write: x0 x1 [update 1 0(x1)]
    stclr x0, [x1]              | read-modify-write: x0 x1 [update 8 0(x1)]
    stset x0, [x1]              | read-modify-write: x0 x1 [update 8 0(x1)]
    stumax x0, [x1]             | read-modify-write: x0 x1 [update 8 0(x1)]
    swp x0, x1, [x2]            | read-modify-write: x0 x2 > x1 [update 8 0(x2)]
    swpal w0, w1, [x2]          | read-modify-write: x0 x2 > x1 [update 4 0(x2)]
    swpb w0, w1, [x2]           | read-modify-write: x0 x2 > x1 [update 1 0(x2)]
    cas x0, x1, [x2]            | read-modify-write: x0 x1 x2 > x0 [update 8 0(x2)]
    casal w0, w1, [x2]          | read-modify-write: x0 x1 x2 > x0 [update 4 0(x2)]
    caslh w0, w1, [x2]          | read-modify-write: x0 x1 x2 > x0 [update 2 0(x2)]
    casp x0, x1, x2, x3, [x4]   | read-modify-write: x0 x1 x2 x3 x4 > x0 x1 [update 16 0(x4)]
    caspal w0, w1, w2, w3, [x4] | read-modify-write: x0 x1 x2 x3 x4 > x0 x1 [update 8 0(x4)]
  `,
  prefetches: `
    prfm pldl1keep, [x0]       | nop: x0
    prfm pstl1strm, [x0, #64]  | nop: x0
    prfum pldl1keep, [x0, #-3] | nop: x0
  `,
};

describe('AArch64 loads, stores and atomics', () => {
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
