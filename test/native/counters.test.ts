import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { counterMistakes, isSymptom } from '../support/symptoms';
import { compileProgram, testProgram } from './support';

const seconds = 5;

describe('a program with one mistake', () => {
  for (const [name, symptom] of Object.entries(counterMistakes)) {
    it(`fails where ${name} shows`, async () => {
      const program = compileProgram('counters.c', [`-DMISTAKE=${name}`]);
      const { status, injections, sections, verdicts, summary } = await testProgram(program);
      assert.equal(status, 1);
      // A clock also counts what else the machine does; the better of two counts less of it.
      const took = [summary.seconds];
      if (summary.seconds >= seconds) took.push((await testProgram(program)).summary.seconds);
      assert.ok(Math.min(...took) < seconds, `${took.join(', ')} s`);
      const blamed = sections.find((section) => section.function === (symptom.section ?? 'count'));
      const found = injections.filter((one) => one.section === blamed?.id && isSymptom(one, symptom));
      const failed = injections.filter(({ outcome }) => !/aborted|passed|no-intruder|unreached/.test(outcome));
      assert.ok(found.length > 0, JSON.stringify(failed, undefined, 1));
      const verdict = verdicts.find(({ section }) => section === blamed?.id);
      assert.equal(verdict?.passed, false);
      if (symptom.rule !== undefined) assert.equal(verdict.rule, symptom.rule);
    });
  }
});

describe('the program without a mistake', () => {
  it('passes when it is only held, which aborts nothing', async () => {
    const { status, verdicts } = await testProgram(compileProgram('counters.c', []), '--scenario', 'stale');
    assert.equal(status, 0);
    for (const { passed, reason } of verdicts) {
      assert.equal(passed, true);
      assert.match(reason, /^held at \d+ points/);
    }
  });

  it('passes every time, aborted at every instruction of every section', async () => {
    const program = compileProgram('counters.c', []);
    const campaigns = 20;
    for (let i = 0; i < campaigns; i++) {
      const { status, injections, summary } = await testProgram(program);
      const failed = injections.filter(({ outcome }) => !/^(aborted|passed|no-intruder)$/.test(outcome));
      assert.deepEqual(failed, []);
      assert.deepEqual([status, summary.sections, summary.failed, summary.unreached], [0, 2, 0, 0]);
      for (const scenario of ['abort', 'migrate', 'repeat']) {
        const inside = injections.filter((one) => one.scenario === scenario && one.position === 'in');
        assert.equal(inside.length, summary.instructions);
        assert.ok(inside.every(({ outcome }) => outcome === 'aborted'));
      }
    }
  });
});
