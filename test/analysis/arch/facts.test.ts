import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { architectureOf, architectures } from '../../../server/src/analysis/arch/index';
import { assemble } from './tools';

// Some assemblers fill sections up, so a byte of its own marks the end.
for (const architecture of architectures) {
  describe(`facts about ${architecture.name}`, () => {
    it('has signature statements whose last bytes are the signature', () => {
      const bytes = assemble(architecture, '.text', `${architecture.signatureStatements.join('\n')}\n.byte 0xa5\n`);
      const at = bytes.lastIndexOf(0xa5) - 4;
      const word = architecture.dataEndian === 'little' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
      assert.equal(word, architecture.signature);
    });

    it('knows the sizes of data directives as the assembler does', () => {
      for (const [directive, size] of Object.entries(architecture.dataDirectives)) {
        const section = directive.startsWith('.inst') ? '.text' : '.data';
        // Half an instruction is one of T32.
        const mode = directive === '.inst.n' ? '.thumb' : '';
        const bytes = assemble(architecture, section, `${section}\n${mode}\n${directive} 0\n.byte 0xa5\n`);
        assert.equal(bytes.indexOf(0xa5), size, directive);
      }
    });

    it('knows the registers of a system call', () => {
      const { number, arguments: four } = architecture.systemCall;
      const registers = [number, ...four].map((name) => architecture.register(name));
      assert.equal(new Set(registers.filter((register) => register !== undefined)).size, 5);
    });

    it('knows what the number of .align means', () => {
      const bytes = assemble(architecture, '.data', '.data\n.byte 1\n.align 4\n.byte 0xa5\n');
      assert.equal(bytes.indexOf(0xa5), architecture.alignDirective === 'bytes' ? 4 : 16);
    });
  });
}

describe('the list of architectures', () => {
  it('is found by name', () => {
    for (const architecture of architectures) assert.equal(architectureOf(architecture.name), architecture);
    assert.equal(architectureOf('pdp11'), undefined);
  });
});

describe('registers', () => {
  const spellings: Readonly<Record<string, Readonly<Record<string, readonly [string, number | undefined]>>>> = {
    x86_64: {
      al: ['rax', 1],
      ah: ['rax', 1],
      ax: ['rax', 2],
      EAX: ['rax', 4],
      rax: ['rax', 8],
      sil: ['rsi', 1],
      esp: ['rsp', 4],
      r8b: ['r8', 1],
      r15w: ['r15', 2],
      r10d: ['r10', 4],
      eip: ['rip', 4],
      fs: ['fs', 2],
      ymm3: ['xmm3', 32],
      'st(1)': ['st1', 10],
    },
    i386: {
      al: ['eax', 1],
      ah: ['eax', 1],
      bp: ['ebp', 2],
      EDI: ['edi', 4],
      gs: ['gs', 2],
      xmm7: ['xmm7', 16],
      'st(1)': ['st1', 10],
    },
    arm: {
      r7: ['r7', 4],
      R12: ['r12', 4],
      ip: ['r12', 4],
      fp: ['r11', 4],
      a1: ['r0', 4],
      v8: ['r11', 4],
      r13: ['sp', 4],
      lr: ['lr', 4],
      pc: ['pc', 4],
      s5: ['q1', 4],
      d31: ['q15', 8],
      q2: ['q2', 16],
    },
    aarch64: {
      w15: ['x15', 4],
      X15: ['x15', 8],
      wsp: ['sp', 4],
      wzr: ['xzr', 4],
      lr: ['x30', 8],
      fp: ['x29', 8],
      ip0: ['x16', 8],
      q4: ['v4', 16],
      d31: ['v31', 8],
      b0: ['v0', 1],
      'v0.16b': ['v0', 16],
      'v0.2s': ['v0', 8],
      'v1.d[1]': ['v1', 8],
      v7: ['v7', undefined],
    },
    loongarch64: {
      $a0: ['$r4', undefined],
      $R4: ['$r4', undefined],
      $fa1: ['$f1', undefined],
      $fcc7: ['$fcc7', undefined],
    },
    mips: { $t0: ['$8', undefined], $8: ['$8', undefined], $sp: ['$29', undefined], $f31: ['$f31', undefined] },
    mips64: { $t0: ['$12', undefined], $A4: ['$8', undefined], $s8: ['$30', undefined] },
    riscv32: { x2: ['sp', undefined], fp: ['s0', undefined], FA0: ['fa0', undefined], v31: ['v31', undefined] },
    riscv64: { x31: ['t6', undefined], zero: ['zero', undefined], f10: ['fa0', undefined] },
    or1k: { r31: ['r31', 4], R3: ['r3', 4], sp: ['r1', 4], lr: ['r9', 4] },
    ppc: { r17: ['r17', 4], '3': ['r3', 4] },
    ppc64le: {
      r17: ['r17', 8],
      '31': ['r31', 8],
      sp: ['r1', 8],
      f1: ['f1', 8],
      v31: ['v31', 16],
      vs63: ['vs63', 16],
      cr7: ['cr7', undefined],
      LR: ['lr', 8],
    },
    s390: { r1: ['r1', 4] },
    s390x: { r1: ['r1', 8], '15': ['r15', 8], a0: ['a0', 4], f3: ['f3', 8], v17: ['v17', 16] },
  };
  const none: Readonly<Record<string, readonly string[]>> = {
    x86_64: ['r16', 'xmm32', 'ex', 'x0', '', 'flags', 'counter'],
    i386: ['rax', 'r8', 'r8d', 'sil', 'eip', 'rip', 'xmm8', '', 'counter'],
    arm: ['r16', 'x0', 'w0', 'd32', 'q16', 's32', 'a5', 'v9', '', 'cpsr', 'counter'],
    aarch64: ['x31', 'w31', 'v32', 'x', 'rax', '', 'x0.16b', 'counter'],
    loongarch64: ['a0', 'r4', '$r32', '$fcc8', '$', '', 'counter'],
    mips: ['t0', '8', '$32', '$a4', '$', '', 'counter'],
    mips64: ['$t4', '$32', 'a0', '', 'counter'],
    riscv64: ['x32', 'f32', '$a0', 't7', '', 'counter'],
    or1k: ['r32', '3', 'a0', '', 'counter'],
    ppc64le: ['r32', '32', 'cr8', 'vs64', 'r03', 'x0', '', 'counter'],
    s390x: ['r16', '16', 'v32', 'f16', '', 'counter'],
  };

  for (const architecture of architectures) {
    it(`of ${architecture.name} have canonical names and sizes`, () => {
      for (const [text, expected] of Object.entries(spellings[architecture.name] ?? {})) {
        assert.deepEqual([architecture.register(text), architecture.registerWidth(text)], expected, text);
      }
      for (const text of none[architecture.name] ?? []) assert.equal(architecture.register(text), undefined, text);
    });
  }
});
