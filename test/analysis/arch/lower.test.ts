import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { architectures } from '../../../server/src/analysis/arch/index';
import { aarch64 } from '../../../server/src/analysis/arch/aarch64';
import type { Operand } from '../../../server/src/analysis/arch/instruction';
import { x86_64 } from '../../../server/src/analysis/arch/x86_64';
import { checkTable, lowered } from './table';

describe('instructions with asm operands', () => {
  it('on x86-64', () => {
    checkTable(
      x86_64,
      `
      movq %[0], %[m1]             | store: operand:0 [write 8 %[1]0()]
      mov %[m1], %[0]              | load: > operand:0 [read ? %[1]0()]
      movq (%[0],%[1],8), %[2]     | load: operand:0 operand:1 > operand:2 [read 8 0(operand:0,operand:1*8)]
      cmpl %[0], %[m1]             | compare: operand:0 > flags [read 4 %[1]0()]
      addq %[0], %[m1]             | read-modify-write: operand:0 > flags [update 8 %[1]0()]
      addq %[0], (%rcx)            | read-modify-write: operand:0 rcx > flags [update 8 0(rcx)]
      inc %[0]                     | alu: operand:0 > flags operand:0
      test %[0], %[0]              | compare: operand:0 > flags
      xor %[0], %[0]               | alu: > flags operand:0
      lea -1(%[0]), %[0]           | alu: operand:0 > operand:0
      movq %fs:8(%[0]), %[1]       | load: operand:0 > operand:1 [read 8 fs:8(operand:0)]
      movq $descriptor, %[m1]      | store: [write 8 %[1]0()] &descriptor
      mov descriptor@GOTPCREL(%rip), %[0] | load: > operand:0 [read ? 0+descriptor@GOTPCREL(rip)] &descriptor
      cmp 2(%[0],%[1],4), %[2]     | compare: operand:0 operand:1 operand:2 > flags [read ? 2(operand:0,operand:1*4)]
      movzwq (%[0],%[1],4), %[2]   | load: operand:0 operand:1 > operand:2 [read 2 0(operand:0,operand:1*4)]
      btrq $63, %[0]               | alu: operand:0 > flags operand:0
      testb $7, %[0]               | compare: operand:0 > flags
      jmp *%[0]                    | branch: operand:0 indirect
      `,
    );
  });

  it('on AArch64', () => {
    checkTable(
      aarch64,
      `
      str %[0], %[m1]              | store: operand:0 [write 8 %[1]0()]
      ldr w15, %[m1]               | load: > x15 [read 4 %[1]0()]
      ldr %[0], [%[1], #8]         | load: operand:1 > operand:0 [read 8 8(operand:1)]
      ldp %[0], %[1], [%[2], #-16]! | load: operand:2 > operand:0 operand:1 operand:2 [read 16 -16(operand:2)]
      stlr %[0], %[m1]             | store: operand:0 [write 8 %[1]0()]
      ldrb w15, [%[0], %[1]]       | load: operand:0 operand:1 > x15 [read 1 0(operand:0,operand:1*1)]
      add %[0], %[1], %[2], LSL #2 | alu: operand:1 operand:2 > operand:0
      adrp %[0], descriptor        | alu: > operand:0 &descriptor
      add %[0], %[0], :lo12:descriptor | alu: operand:0 > operand:0 &descriptor
      subs %[0], %[0], %[1]        | alu: operand:0 operand:1 > flags operand:0
      eor %[0], %[1], #7           | alu: operand:1 > operand:0
      str %[0], [%[1], %[2], LSL #3] | store: operand:0 operand:1 operand:2 [write 8 0(operand:1,operand:2*8)]
      tbz %[0], #63, out           | branch: operand:0 may-jump out
      cbnz %[0], out               | branch: operand:0 may-jump out
      `,
    );
  });
});

describe('what the tables cannot explain', () => {
  const opaque = {
    x86_64: [
      'frobnicate %rax, %rbx',
      'vpaddd %xmm0, %xmm1, %xmm2',
      'mov',
      'mov %rax',
      'mov %rax, %rbx, %rcx',
      'mov (%rax), (%rbx)',
      'mov %rax, $3',
      'mov *%rax, %rbx',
      'lea %rax, %rbx',
      'lea $3, %rbx',
      'movz %al, (%rdi)',
      'movsb (%rdi), (%rsi), %rax',
      'movsb 8(%rsi), (%rdi)',
      'cmovxx %rax, %rbx',
      'jxx out',
      'jne *%rax',
      'jmp',
      'jmp out, out',
      'jmp %rax',
      'jmp (%rax)',
      'call %rax',
      'ret %rax',
      'int %rax',
      'syscall $3',
      'rep mov %rax, %rbx',
      'rep jmp out',
      'ldmxcsr %rax',
      'enter',
    ],
    aarch64: [
      'frobnicate x0, x1',
      'fadd d0, d1, d2',
      'mov x0',
      'mov x0, x1, x2',
      'mov x0, [x1]',
      'add x0, x1',
      'add x0, [x1], #8',
      'add [x0], x1, x2',
      'add x0, x1, x2, x3',
      'cmp x0',
      'csel x0, x1, x2',
      'csel x0, x1, x2, x3',
      'str x0',
      'str x0, x1',
      'str x0, counter',
      'str #3, [x1]',
      'ldr x0, [x1, #8]!, #8',
      'ldrx x0, [x1]',
      'ldp x0, [x1]',
      'ldaddq x0, x1, [x2]',
      'stxr x0, [x1]',
      'b',
      'b x0',
      'b.xx out',
      'bxx out',
      'br out',
      'blr #3',
      'ret x0, x1',
      'braa x0',
      'cbz out',
      'cbz x0, x1',
      'tbz x0, out',
      'tbz x0, x1, out',
      'hint x0',
      'brk x0',
      'prfm [x0]',
      'rep mov x0, x1',
    ],
  };

  for (const architecture of [x86_64, aarch64]) {
    it(`is opaque on ${architecture.name}`, () => {
      const rows = architecture.name === 'x86_64' ? opaque.x86_64 : opaque.aarch64;
      assert.deepEqual(
        rows.filter((text) => lowered(architecture, text) !== 'opaque'),
        [],
      );
    });
  }

  it('includes an operand that may be a register or memory', () => {
    const unknown: Operand = { kind: 'unknown', text: '%[x]' };
    const register: Operand = { kind: 'register', register: 'rax', indirect: false };
    assert.equal(x86_64.lower('mov', [unknown, register], []), undefined);
    assert.equal(x86_64.lower('mov', [register, unknown], []), undefined);
    assert.equal(x86_64.lower('test', [unknown, unknown], []), undefined);
    assert.equal(x86_64.lower('jmp', [unknown], []), undefined);
    assert.equal(x86_64.lower('nop', [unknown], [])?.kind, 'nop');
  });

  it('includes prefixes that move a memory operand elsewhere', () => {
    const operands: Operand[] = [{ kind: 'register', register: 'rax', indirect: false }];
    for (const prefix of ['fs', 'gs', 'addr32', 'nonsense']) {
      assert.equal(x86_64.lower('incq', operands, [prefix]), undefined, prefix);
    }
    assert.equal(x86_64.lower('incq', operands, ['rex64'])?.kind, 'alu');
  });
});

describe('branch targets', () => {
  it('are unknown where the address is not exactly a symbol', () => {
    const target = (operand: Operand): string => {
      const flow = x86_64.lower('jmp', [operand], [])?.flow;
      return flow?.kind === 'jump' ? (flow.target?.name ?? 'unknown') : 'no jump';
    };
    const symbol = { kind: 'c-label', name: 'abort' } as const;
    assert.equal(target({ kind: 'symbol', symbol, addend: 0n }), 'abort');
    assert.equal(target({ kind: 'symbol', symbol, addend: 2n }), 'unknown');
    assert.equal(target({ kind: 'symbol', symbol: { kind: 'external', name: '.' }, addend: 0n }), 'unknown');
    assert.equal(target({ kind: 'immediate', value: { constant: 0n, terms: [{ symbol, sign: 1 }] } }), 'abort');
    assert.equal(target({ kind: 'immediate', value: undefined }), 'unknown');
  });
});

describe('every architecture', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    aarch64: ['x0', 'sp', 'xzr', 'v0'],
    aarch64_be: ['x0', 'sp', 'xzr', 'v0'],
    arm: ['r0', 'sp', 'pc', 'q0'],
    armeb: ['r0', 'sp', 'pc', 'q0'],
    i386: ['eax', 'esp', 'fs', 'xmm0'],
    loongarch64: ['$r0', '$r31', '$f0', '$fcc0'],
    mips: ['$0', '$31', '$f0', '$fcc0'],
    mips64: ['$0', '$31', '$f0', '$fcc0'],
    mips64el: ['$0', '$31', '$f0', '$fcc0'],
    mipsn32: ['$0', '$31', '$f0', '$fcc0'],
    mipsn32el: ['$0', '$31', '$f0', '$fcc0'],
    mipsel: ['$0', '$31', '$f0', '$fcc0'],
    or1k: ['r0', 'r31'],
    ppc: ['r0', 'cr7', 'lr', 'f1'],
    ppc64: ['r0', 'cr7', 'lr', 'v1'],
    ppc64le: ['r0', 'cr7', 'lr', 'v1'],
    riscv32: ['zero', 'ra', 't6', 'fa0', 'v0'],
    riscv64: ['zero', 'ra', 't6', 'fa0', 'v0'],
    s390: ['r0', 'r15', 'a0', 'f0'],
    s390x: ['r0', 'r15', 'a0', 'v31'],
    x32: ['rax', 'r8', 'rip', 'fs', 'xmm0'],
    x86_64: ['rax', 'r8', 'rip', 'fs', 'xmm0'],
  };

  for (const architecture of architectures) {
    it(`${architecture.name} recognises its own registers as canonical`, () => {
      const own = names[architecture.name] ?? [];
      assert.ok(own.length > 0);
      assert.deepEqual(
        own.map((name) => architecture.register(name)),
        own,
      );
    });
  }
});
