import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { buildParamTest } from '../support/paramTest';
import { TemporaryFolder } from '../support/temporaryFolder';
import { compileProgram, testProgram } from './support';

/**
 * The same program gets the same verdicts, for the same reasons. docs/testing.md says how many runs were compared by hand; these are enough to
 * notice a scenario that has become a matter of luck.
 */
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const runs = 3;

/** Mistakes that one scenario alone finds: an abort, an intruder in front and behind, a stale cpu number, a second abort. */
const mistakes = [
  'TWO_PUBLISHING_STORES',
  'LOADED_BEFORE_ARMING',
  'COMMIT_LABEL_EARLY',
  'NO_CPU_COMPARE',
  'RETRY_WITHOUT_REARM',
];

describe('the same verdicts every time', () => {
  for (const mistake of mistakes) {
    it(`for ${mistake}`, async () => {
      await assertStable(compileProgram('counters.c', [`-DMISTAKE=${mistake}`]), [], 1);
    });
  }

  it("for the kernel's param_test", async () => {
    await assertStable(buildParamTest(folder), ['--', '-t', '2', '-r', '100', '-T', 'l'], 0);
  });
});

async function assertStable(program: string, words: readonly string[], expected: number): Promise<void> {
  const first = await testProgram(program, ...words);
  assert.equal(first.status, expected, first.complaints);
  for (let run = 1; run < runs; run++) {
    const again = await testProgram(program, ...words);
    assert.deepEqual(verdictsOf(again.verdicts), verdictsOf(first.verdicts));
  }
}

/** Without what is counted: at which of its points a race shows besides is luck. */
function verdictsOf(verdicts: Awaited<ReturnType<typeof testProgram>>['verdicts']): readonly unknown[] {
  return verdicts.map(({ section, passed, reached, rule }) => ({ section, passed, reached, rule }));
}
