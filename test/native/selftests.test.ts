import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { kernelFile } from '../support/corpus';
import { TemporaryFolder } from '../support/temporaryFolder';
import { testProgram } from './support';

/**
 * The kernel's own param_test, which is right, under the runner: short enough to be run a few hundred times. Each of its sections that a
 * mode runs is aborted at every instruction that is reached, and no count is lost.
 */
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

/** What the Makefile of the selftests takes from the kernel's tools. */
const compiler = `#define __maybe_unused __attribute__((unused))
#define __weak __attribute__((weak))
#define fallthrough __attribute__((fallthrough))
`;

function paramTest(): string {
  folder.write('include/linux/compiler.h', compiler);
  const sources = ['param_test.c', 'rseq.c'].map((file) => kernelFile('6.12', file));
  const [first = ''] = sources;
  const program = path.join(folder.path, 'param_test');
  const includes = ['-I', path.dirname(first), '-I', path.join(folder.path, 'include')];
  const words = ['-O2', '-g', '-pthread', '-D_GNU_SOURCE', ...includes, '-o', program, ...sources, '-ldl'];
  const { status, stderr } = spawnSync('cc', words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return program;
}

describe("the kernel's param_test passes", () => {
  const program = paramTest();
  for (const [mode, sections] of [
    ['i', ['rseq_addv_relaxed_cpu_id']],
    ['s', ['rseq_cmpeqv_storev_relaxed_cpu_id']],
  ] as const) {
    it(`-T ${mode}`, async () => {
      const words = ['--scenario', 'abort', '--scenario', 'migrate', '--scenario', 'repeat'];
      const result = await testProgram(program, ...words, '--', '-t', '2', '-r', '100', '-T', mode);
      const reached = result.verdicts.filter((verdict) => verdict.reached);
      const names = reached.map(({ section }) => result.sections.find(({ id }) => id === section)?.function);
      assert.deepEqual([result.status, result.summary.failed, result.complaints], [0, 0, '']);
      assert.deepEqual(names, sections);
      assert.ok(result.injections.filter(({ outcome }) => outcome === 'aborted').length >= 10);
    });
  }
});
