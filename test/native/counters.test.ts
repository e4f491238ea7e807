import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileProgram, testProgram, type InjectionEvent } from './support';

/** How a mistake shows: in which scenario, at which instruction, and as what. */
interface Symptom {
  readonly scenario: string;
  readonly at: RegExp;
  readonly position: string;
  readonly outcome: string;
  readonly rule?: string;
  readonly section?: string;
}

const whole = 'in';

/** What each program of test/native/programs/counters.c gets wrong. */
const mistakes: Readonly<Record<string, Symptom>> = {
  INDEX_BEFORE_ENTRY: {
    scenario: 'abort',
    at: /^mov %rsi,\(%rcx,%rbx,8\)/,
    position: whole,
    outcome: 'failed',
    section: 'append',
  },
  COMMIT_LABEL_EARLY: {
    scenario: 'intruder',
    at: /^mov %rbx,\(%rdi\)/,
    position: 'after',
    outcome: 'failed',
    rule: 'commit-after-section',
  },
  NEVER_ARMED: { scenario: 'abort', at: /^cmp /, position: whole, outcome: 'unprotected', rule: 'section-never-armed' },
  WRONG_SIGNATURE: {
    scenario: 'abort',
    at: /^cmp /,
    position: whole,
    outcome: 'killed',
    rule: 'abort-signature-mismatch',
  },
  RETRY_WITH_OLD_VALUE: { scenario: 'abort', at: /^mov %rbx,\(%rdi\)/, position: whole, outcome: 'failed' },
  NO_CPU_COMPARE: {
    scenario: 'stale',
    at: /^mov %rbx,\(%rdi\)/,
    position: whole,
    outcome: 'failed',
    rule: 'cpu-compare-missing',
  },
  ABORT_TAKEN_FOR_SUCCESS: { scenario: 'abort', at: /^mov %rbx,\(%rdi\)/, position: whole, outcome: 'failed' },
  LOADED_BEFORE_ARMING: {
    scenario: 'intruder',
    at: /^lea /,
    position: 'before',
    outcome: 'failed',
    rule: 'operand-loaded-early',
  },
  CPU_NOT_READ_AGAIN: { scenario: 'stale', at: /./, position: whole, outcome: 'hung', section: 'append' },
  RETRY_WITHOUT_REARM: { scenario: 'repeat', at: /^mov \(%rdi\),%rbx/, position: whole, outcome: 'unprotected' },
  TWO_PUBLISHING_STORES: { scenario: 'abort', at: /^mov %rbx,0x8\(%rdi\)/, position: whole, outcome: 'failed' },
  DESCRIPTOR_OF_ANOTHER: { scenario: 'abort', at: /^cmp /, position: whole, outcome: 'unprotected' },
};

const seconds = 5;

describe('a program with one mistake', () => {
  for (const [name, symptom] of Object.entries(mistakes)) {
    it(`fails where ${name} shows`, async () => {
      const program = compileProgram('counters.c', [`-DMISTAKE=${name}`]);
      const { status, injections, sections, verdicts, summary } = await testProgram(program);
      assert.equal(status, 1);
      assert.ok(summary.seconds < seconds, `${summary.seconds} s`);
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

function isSymptom({ scenario, outcome, position, text }: InjectionEvent, symptom: Symptom): boolean {
  return (
    scenario === symptom.scenario &&
    outcome === symptom.outcome &&
    position === symptom.position &&
    symptom.at.test(text)
  );
}

describe('the program without a mistake', () => {
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
