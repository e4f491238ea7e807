import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { architectureOf } from '../../server/src/analysis/arch/index';
import { compilers } from '../support/toolchain';

/** Spellings under which the registers of any target may be found. */
const spellings = [
  ...Array.from({ length: 32 }, (_, n) => [`r${n}`, `x${n}`, `$${n}`, `f${n}`, `v${n}`, `q${n}`]).flat(),
  ...'rax rbx rcx rdx rsi rdi rbp eax ebx ecx edx esi edi ebp lr ctr'.split(' '),
];

for (const [target, compiler] of Object.entries(compilers)) {
  const architecture = architectureOf(target);
  if (!architecture) continue;
  const { registerUse } = architecture;

  describe(`what ${compiler} does with registers`, () => {
    it('takes every name that a fix can add to the clobbers', () => {
      const { fixed, stackPointer, conditions, veneers } = registerUse;
      const registers = spellings.flatMap((text) => architecture.register(text) ?? []);
      const kept = registers
        .filter((name) => name !== stackPointer && !fixed.has(name))
        // GCC knows RISC-V's vector registers since version 13.
        .filter((name) => !(target === 'riscv64' && name.startsWith('v')))
        .map((name) => registerUse.clobberName?.(name) ?? name);
      const names = [...new Set([...kept, ...conditions.map(({ clobber }) => clobber), ...veneers])];
      assert.ok(names.length >= 6);
      const text = names
        .map((name, index) => `void f${index}(void) { __asm__ volatile ("" : : : "${name}"); }`)
        .join('\n');
      assert.deepEqual(compiled(compiler, text).stderr.split('\n').slice(0, 4), ['']);
    });

    it('puts an operand into the register that its constraint means', () => {
      for (const [letter, [register, ...others]] of Object.entries(registerUse.letters)) {
        // A pair of registers, of which either will do, and what is no register for numbers.
        if (
          others.length > 0 ||
          !/^\W?[re]?[a-z]?\d*[a-z]{0,2}$/.test(register ?? '') ||
          /^(sp|lr|ctr|cr0)$/.test(register ?? '')
        )
          continue;
        const { stdout } = compiled(compiler, `void f(long x) { __asm__ volatile ("got %0" : : "${letter}" (x)); }`);
        const printed = /got %?(\S+)/.exec(stdout)?.[1] ?? '';
        assert.equal(architecture.register(printed), register, `"${letter}" is ${printed}`);
      }
    });
  });
}

/** Compiles a text to assembler. */
function compiled(compiler: string, input: string): { readonly stdout: string; readonly stderr: string } {
  const options = ['-O2', '-fomit-frame-pointer', '-fno-pic', '-S', '-o', '-', '-x', 'c', '-'];
  const { stdout, stderr } = spawnSync(compiler, options, { input, encoding: 'utf8' });
  return { stdout, stderr };
}
