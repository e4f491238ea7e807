import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scenarioOutcome, stateOf, untestedWords } from '../../client/src/features/tests/outcome';
import type { InjectionInfo, PointInfo } from '../../server/src/testProtocol';

/** One section of two instructions with one in front of it, and another section. */
const points: readonly PointInfo[] = [
  { section: 0, instruction: -1, position: 'before', text: 'mov' },
  { section: 0, instruction: 0, position: 'inside', text: 'cmp' },
  { section: 0, instruction: 1, position: 'inside', text: 'inc' },
  { section: 1, instruction: 0, position: 'inside', text: 'cmp' },
];

/** Outcomes at the points of one scenario, in their order; the second section's last. */
const outcomes = (...list: readonly string[]): readonly InjectionInfo[] =>
  list.map((outcome, point) => {
    const isFailure = !['aborted', 'passed', 'unreached', 'no-intruder'].includes(outcome);
    return { point, scenario: 'abort', outcome, isFailure, detail: '' };
  });

const of = (...list: readonly string[]) => scenarioOutcome(0, 'abort', points, outcomes(...list));

describe('what came of a scenario', () => {
  it('passed if something was done inside the section and nothing failed', () => {
    assert.deepEqual(of('passed', 'aborted', 'aborted', 'failed'), {
      state: 'passed',
      failures: [],
      points: 3,
      untested: 0,
    });
  });

  it('failed at each point where it did', () => {
    const { state, failures } = of('killed', 'aborted', 'unprotected', 'aborted');
    assert.deepEqual(
      [state, failures.map(({ point, outcome }) => [point, outcome])],
      [
        'failed',
        [
          [0, 'killed'],
          [2, 'unprotected'],
        ],
      ],
    );
  });

  it('is never a pass where nothing was done inside the section', () => {
    assert.equal(of('passed', 'unreached', 'no-intruder', 'aborted').state, 'untested');
    assert.equal(of('unreached', 'unreached', 'unreached', 'aborted').state, 'untested');
    assert.equal(of().state, 'untested');
    assert.equal(scenarioOutcome(0, 'stale', points, outcomes('passed', 'aborted', 'aborted')).state, 'untested');
  });

  it('says how many points were not tested', () => {
    assert.equal(untestedWords(of('passed', 'aborted', 'no-intruder', 'unreached')), '1 of 3 untested');
    assert.equal(untestedWords(of('passed', 'aborted', 'aborted', 'unreached')), '');
  });
});

it('one failure fails all, and what nobody tested says nothing', () => {
  const state = (...states: readonly ('passed' | 'failed' | 'untested')[]) =>
    stateOf(states.map((one) => ({ state: one })));
  assert.equal(state('passed', 'failed', 'untested'), 'failed');
  assert.equal(state('untested', 'passed'), 'passed');
  assert.equal(state('untested'), 'untested');
  assert.equal(state(), 'untested');
});
