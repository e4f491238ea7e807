import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { buildParamTest } from '../support/paramTest';
import { TemporaryFolder } from '../support/temporaryFolder';
import { testProgram } from './support';

/**
 * The kernel's own param_test, which is right, under the runner: short enough to be run a few hundred times. Each of its sections that a
 * mode runs is aborted at every instruction that is reached in every scenario, and no count is lost.
 */
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

/** Modes of param_test with the sections that they run. */
const modes: Readonly<Record<string, readonly string[]>> = {
  s: ['rseq_cmpeqv_storev'],
  l: ['rseq_cmpeqv_storev', 'rseq_cmpnev_storeoffp_load'],
  b: ['rseq_cmpeqv_cmpeqv_storev', 'rseq_cmpeqv_trystorev_storev'],
  m: ['rseq_cmpeqv_trymemcpy_storev', 'rseq_cmpeqv_trymemcpy_storev'],
  i: ['rseq_addv'],
  r: ['rseq_offset_deref_addv'],
};

const aborting = ['abort', 'migrate', 'intruder', 'repeat'];

describe("the kernel's param_test passes", () => {
  for (const release of ['6.1', '6.12'] as const) {
    const program = buildParamTest(folder, { release });
    for (const [mode, functions] of Object.entries(modes)) {
      it(`of Linux ${release} with -T ${mode}`, async () => {
        const result = await testProgram(program, '--', '-t', '2', '-r', '100', '-T', mode);
        assert.deepEqual([result.status, result.summary.failed, result.complaints], [0, 0, '']);
        const reached = result.sections.filter(({ id }) => result.verdicts[id]?.reached);
        const names = reached.map((section) => section.function?.replace(/_(relaxed|release)_cpu_id$/, ''));
        assert.deepEqual(names.sort(), functions);
        // Wherever the sweep came, every scenario did too; only a lock that is held keeps intruders out.
        const inside = result.injections.filter(({ position }) => position === 'in');
        const at = (scenario: string, outcome: RegExp) =>
          inside.filter((one) => one.scenario === scenario && outcome.test(one.outcome)).map(({ text }) => text);
        const expected = at('abort', /^aborted$/);
        assert.ok(expected.length >= reached.length * 3);
        for (const scenario of aborting) assert.deepEqual(at(scenario, /^aborted$/), expected, scenario);
        assert.deepEqual(at('stale', /^passed$/), expected);
        const untested = result.injections.filter(({ outcome }) => outcome === 'no-intruder');
        assert.ok(
          untested.every(({ position }) => mode === 's' && position === 'after'),
          JSON.stringify(untested),
        );
      });
    }
  }
});
