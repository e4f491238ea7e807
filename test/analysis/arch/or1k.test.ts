import { describe, it } from 'node:test';
import { or1k } from '../../../server/src/analysis/arch/or1k';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  'arithmetic and logic': `
    l.add r31, r31, r4         | alu: r31 r4 > carry r31
    l.addi r31, r31, -1        | alu: r31 > carry r31
    l.addc r3, r4, r5          | alu: carry r4 r5 > carry r3
    l.addic r3, r4, 1          | alu: carry r4 > carry r3
    l.sub r3, r4, r5           | alu: r4 r5 > carry r3
    l.mul r3, r4, r5           | alu: r4 r5 > carry r3
    l.divu r3, r4, r5          | alu: r4 r5 > carry r3
    l.and r3, r4, r5           | alu: r4 r5 > r3
    l.ori r31, r4, 0           | alu: r4 > r31
    l.xori r3, r4, -1          | alu: r4 > r3
    l.or r3, r0, r0            | alu: > r3
    l.slli r3, r4, 2           | alu: r4 > r3
    l.sra r3, r4, r5           | alu: r4 r5 > r3
    l.exths r3, r4             | alu: r4 > r3
    l.ff1 r3, r4               | alu: r4 > r3
    l.cmov r3, r4, r5          | alu: flags r4 r5 > r3
    l.movhi r3, 0x1234         | alu: > r3
    l.mac r3, r4               | alu: acc r3 r4 > acc carry
    l.macrc r3                 | alu: acc > acc r3
    l.mfspr r3, r0, 17         | alu: > r3
    l.mtspr r0, r3, 17         | alu: r3
    l.add sp, fp, lr           | alu: r2 r9 > carry r1
    lf.add.s r3, r4, r5        | alu: r4 r5 > r3
  `,
  comparisons: `
    l.sfeq r3, r0              | compare: r3 > flags
    l.sfne r31, r4             | compare: r31 r4 > flags
    l.sfltu r3, r4             | compare: r3 r4 > flags
    l.sfgesi r3, 5             | compare: r3 > flags
    lf.sfeq.s r3, r4           | compare: r3 r4 > flags
  `,
  addresses: `
    l.movhi r31, hi(descriptor)     | alu: > r31 &descriptor
    l.movhi r31, ha(descriptor)     | alu: > r31 &descriptor
    l.ori r31, r31, lo(descriptor)  | alu: r31 > r31 &descriptor
    l.addi r31, r31, lo(descriptor) | alu: r31 > carry r31 &descriptor
    l.lwz r3, got(descriptor)(r16)  | load: r16 > r3 [read 4 0+descriptor@got(r16)] &descriptor
    l.movhi r3, tpoffha(counter)    | alu: > r3
  `,
  memory: `
    l.lwz r3, 4(r4)            | load: r4 > r3 [read 4 4(r4)]
    l.lws r3, 4(r4)            | load: r4 > r3 [read 4 4(r4)]
    l.lhz r3, 2(r4)            | load: r4 > r3 [read 2 2(r4)]
    l.lbs r3, -1(r4)           | load: r4 > r3 [read 1 -1(r4)]
    l.lbz r25, 0(r29)          | load: r29 > r25 [read 1 0(r29)]
    l.lwz r3, lo(counter)(r4)  | load: r4 > r3 [read 4 0+counter@lo(r4)]
    l.lwz r3, 8(r0)            | load: > r3 [read 4 8(r0)]
    l.lwa r3, 0(r4)            | load: r4 > r3 [read 4 0(r4)]
    l.swa 0(r4), r3            | store: r3 r4 > flags [write 4 0(r4)]
    l.sw 8(r4), r3             | store: r3 r4 [write 4 8(r4)]
    l.sw 8(r4), r0             | store: r4 [write 4 8(r4)]
    l.sh 8(r4), r3             | store: r3 r4 [write 2 8(r4)]
    l.sb 0(r27), r25           | store: r25 r27 [write 1 0(r27)]
  `,
  branches: `
    l.j target                 | branch: jump target
    l.bf target                | branch: flags may-jump target
    l.bnf target               | branch: flags may-jump target
    l.jal function             | call: > r9 call function
    l.jalr r3                  | call: r3 > r9 call ?
    l.jr r9                    | branch: r9 return
    l.jr r3                    | branch: r3 indirect
  `,
  'everything else': `
    l.nop                      | nop: padding {15 00 00 00}
    l.nop 0x35                 | nop: padding {15 00 00 35}
    l.msync                    | barrier:
    l.psync                    | barrier:
    l.csync                    | barrier:
    l.sys 1                    | syscall: r11 r3 r4 r5 r6 r7 r8 > r11 r12 syscall {20 00 00 01}
    l.trap 1                   | trap: trap {21 00 00 01}
    l.rfe                      | trap: trap
  `,
};

describe('OpenRISC instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(or1k, table);
    });
  }

  it('with asm operands', () => {
    checkTable(
      or1k,
      `
      l.lwz r31, %[m0]          | load: > r31 [read 4 %[0]0()]
      l.sw %[m0], r31           | store: r31 [write 4 %[0]0()]
      l.sw %[m0], %[r1]         | store: operand:1 [write 4 %[0]0()]
      l.lwz r31, %[r0](r31)     | load: r31 > r31 [read 4 ?%[r0]?(r31)]
      l.sfne r31, %[r0]         | compare: operand:0 r31 > flags
      l.add r31, r31, %[r0]     | alu: operand:0 r31 > carry r31
      `,
    );
  });

  it('that are not known or not written like that are opaque', () => {
    checkTable(
      or1k,
      `
      l.frobnicate r3       | opaque
      add r3, r4, r5        | opaque
      l.add r3, r4          | opaque
      l.sw r3, 8(r4)        | opaque
      l.lwz r3, r4          | opaque
      l.j r3                | opaque
      l.jr target           | opaque
      l.bf r3, target       | opaque
      `,
    );
  });

  it('in its tables are taken by the assembler', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(['or1k-elf-as'], lines);
  });
});
