import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { architectureOf, architectures } from '../../../server/src/analysis/arch/index';

/** Assembler and objcopy per architecture. */
const toolPrefixes: Readonly<Record<string, string>> = { x86_64: '', aarch64: 'aarch64-linux-gnu-' };

/** Assembles `source` into bytes of one section. */
function assemble(architecture: Architecture, section: string, source: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rseq-arch-'));
  try {
    const [object, bytes] = [join(folder, 'a.o'), join(folder, 'a.bin')];
    const prefix = toolPrefixes[architecture.name] ?? '';
    const assembler = spawnSync(`${prefix}as`, ['-o', object, '-'], { input: source, encoding: 'utf8' });
    assert.equal(assembler.status, 0, assembler.stderr);
    const copy = spawnSync(`${prefix}objcopy`, ['-O', 'binary', '-j', section, object, bytes], { encoding: 'utf8' });
    assert.equal(copy.status, 0, copy.stderr);
    return readFileSync(bytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const architecture of architectures) {
  describe(`facts about ${architecture.name}`, () => {
    it('has signature statements whose last bytes are the signature', () => {
      const bytes = assemble(architecture, '.text', `${architecture.signatureStatements.join('\n')}\n`);
      assert.equal(bytes.readUInt32LE(bytes.length - 4), architecture.signature);
    });

    it('knows the sizes of data directives as the assembler does', () => {
      for (const [directive, size] of Object.entries(architecture.dataDirectives)) {
        const section = directive === '.inst' ? '.text' : '.data';
        const bytes = assemble(architecture, section, `${section}\n${directive} 0\n`);
        assert.equal(bytes.length, size, directive);
      }
    });

    it('knows what the number of .align means', () => {
      const bytes = assemble(architecture, '.data', '.data\n.byte 1\n.align 4\n.byte 1\n');
      assert.equal(bytes.length - 1, architecture.alignDirective === 'bytes' ? 4 : 16);
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
  };
  const none: Readonly<Record<string, readonly string[]>> = {
    x86_64: ['r16', 'xmm32', 'ex', 'x0', '', 'flags', 'counter'],
    aarch64: ['x31', 'w31', 'v32', 'x', 'rax', '', 'x0.16b', 'counter'],
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
