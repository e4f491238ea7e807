import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, type SyntaxBackend } from '../../server/src/analysis';
import { analyzeKernelUnit, corpusSources, kernelFile, type KernelRelease } from '../support/corpus';
import { syntaxForTests } from '../support/syntax';

/** A mistake made in code that is right: what is written instead of what, in which file, and the rules that must say so. */
interface Mistake {
  readonly file: 'rseq.c' | 'rseq-abi.h' | 'param_test.c';
  readonly instead: string | RegExp;
  readonly written: string;
  readonly rules: readonly string[];
}

const registers = /sys_rseq\(&__rseq_abi, [^;]*, 0, RSEQ_SIG\)/;
const unregisters = /sys_rseq\(&__rseq_abi, [^;]*, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG\)/;
const { stringify } = JSON;

const mistakes: readonly Mistake[] = [
  {
    file: 'rseq.c',
    instead: registers,
    written: 'sys_rseq(&__rseq_abi, 20, 0, RSEQ_SIG)',
    rules: ['registration-length'],
  },
  {
    file: 'rseq.c',
    instead: registers,
    written: 'sys_rseq(&__rseq_abi, 32, 0, RSEQ_SIG) == -EBUSY ? -1 : 0',
    rules: ['registration-errno'],
  },
  {
    file: 'rseq.c',
    instead: unregisters,
    written: 'sys_rseq(&__rseq_abi, 32, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG + 1)',
    rules: ['unregister-mismatch'],
  },
  {
    file: 'rseq.c',
    instead: unregisters,
    written: 'sys_rseq(&__rseq_abi, 32, 3, RSEQ_SIG)',
    rules: ['unregister-mismatch'],
  },
  {
    file: 'rseq.c',
    instead: 'extern __weak unsigned int __rseq_size;',
    written: 'unsigned int __rseq_size;',
    rules: ['libc-symbol-defined'],
  },
  {
    file: 'rseq.c',
    instead: /if \(!rseq_ownership\) \{\s+\/\* Treat libc's ownership as a successful registration/,
    written: "if (!__rseq_size) {\n\t\t/* Treat libc's ownership as a successful registration",
    rules: ['register-over-libc'],
  },
  {
    file: 'rseq.c',
    instead: registers,
    written: 'sys_rseq((struct rseq_abi *) &rseq_ownership, 32, 0, RSEQ_SIG)',
    rules: ['area-misaligned', 'unregister-mismatch'],
  },
  {
    file: 'param_test.c',
    instead: /MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0/,
    written: 'MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, MEMBARRIER_CMD_FLAG_CPU, 0',
    rules: ['membarrier-protocol'],
  },
  {
    file: 'param_test.c',
    instead: /MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ/,
    written: 'MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED',
    rules: ['membarrier-protocol'],
  },
];

/** All that is about registering. */
const own = new Set(mistakes.flatMap(({ rules }) => rules));
const cache = createAnalysisCache();
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** The rules, without information, that report something in `file` of the selftests when its text is another one. */
function reported(release: KernelRelease, file: string, text?: string): readonly string[] {
  const overlay = new Map(text === undefined ? [] : [[kernelFile(release, file), text]]);
  const context = { syntax, sources: corpusSources(overlay), cache };
  const { findings, notes } = analyzeKernelUnit(context, { release, file, target: 'x86_64', defines: [] });
  assert.deepEqual(
    notes.filter(({ message }) => message.includes('internal error')),
    [],
  );
  const found = findings.filter(({ rule, severity }) => severity !== 'info' && (text === undefined || own.has(rule)));
  return [...new Set(found.map(({ rule }) => rule))].sort();
}

for (const release of ['6.1', '6.12'] as const) {
  describe(`registration in the selftests of Linux ${release}`, () => {
    it('is right', () => {
      assert.deepEqual(reported(release, 'rseq.c'), []);
    });

    for (const { file, instead, written, rules } of mistakes) {
      it(`${rules.join(', ')}: ${stringify(written)}`, () => {
        const text = readFileSync(kernelFile(release, file), 'utf8');
        const broken = text.replace(instead, () => written);
        assert.notEqual(broken, text);
        assert.deepEqual(reported(release, file, broken), rules);
      });
    }
  });
}
