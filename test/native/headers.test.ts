import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { buildParamTest, headerMistakes } from '../support/paramTest';
import { headerSymptoms, isSymptom } from '../support/symptoms';
import { TemporaryFolder } from '../support/temporaryFolder';
import { testProgram } from './support';

/**
 * Mistakes in librseq's header, in the form that the kernel's selftests have it, under the kernel's own test of it. Random stress by
 * that test finds the moved commit label hardly ever.
 */
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const seconds = 5;

/** Modes of param_test: a spinlock, a list, a buffer, a buffer with memcpy. */
const modes = ['s', 'l', 'b', 'm'];

describe("a mistake in librseq's header", () => {
  for (const name of ['LA', 'LB', 'LC'] as const) {
    const [mistake, symptom] = [headerMistakes[name], headerSymptoms[name]];
    const program = buildParamTest(folder, { mistake });
    for (const mode of modes) {
      it(`${name} shows in -T ${mode}`, async () => {
        const result = await testProgram(program, '--', '-t', '2', '-r', '100', '-T', mode);
        assert.equal(result.status, 1, result.complaints);
        assert.ok(result.summary.seconds < seconds, `${result.summary.seconds} s`);
        const failed = result.injections.filter(({ outcome }) => !/aborted|passed|no-intruder|unreached/.test(outcome));
        assert.ok(
          failed.some((one) => isSymptom(one, symptom)),
          JSON.stringify(failed, undefined, 1),
        );
        const rules = result.verdicts.filter(({ reached, passed }) => reached && !passed).map(({ rule }) => rule);
        assert.ok(rules.includes(symptom.rule ?? null), JSON.stringify(result.verdicts, undefined, 1));
      });
    }
  }
});
