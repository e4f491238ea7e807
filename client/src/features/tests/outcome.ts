import type { InjectionInfo, PointInfo } from '../../../../server/src/testProtocol';

/** `untested`: nothing was done inside the section, so nothing is known; never to be shown as passed. */
export type TestState = 'passed' | 'failed' | 'untested';

/** What came of one section in one scenario. */
export interface ScenarioOutcome {
  readonly state: TestState;
  readonly failures: readonly InjectionInfo[];
  /** Points of the section at which something was to be done, and those at which nothing could be. */
  readonly points: number;
  readonly untested: number;
}

/** `section` is its index in the plan. */
export function scenarioOutcome(
  section: number,
  scenario: string,
  points: readonly PointInfo[],
  injections: readonly InjectionInfo[],
): ScenarioOutcome {
  const own = injections.filter((one) => one.scenario === scenario && points[one.point]?.section === section);
  const failures = own.filter(({ isFailure }) => isFailure);
  const wasTested = own.some((one) => isSuccess(one) && points[one.point]?.position === 'inside');
  return {
    state: failures.length > 0 ? 'failed' : wasTested ? 'passed' : 'untested',
    failures,
    points: own.length,
    untested: own.filter((one) => isUntested(one)).length,
  };
}

/** What several of them say together: one failure fails all, and what passed passes for those that were not tested. */
export function stateOf(outcomes: readonly Pick<ScenarioOutcome, 'state'>[]): TestState {
  const has = (wanted: TestState): boolean => outcomes.some(({ state }) => state === wanted);
  return has('failed') ? 'failed' : has('passed') ? 'passed' : 'untested';
}

/** What a scenario's row says behind its name. */
export function untestedWords({ points, untested }: ScenarioOutcome): string {
  return untested === 0 ? '' : `${untested} of ${points} untested`;
}

function isSuccess({ outcome }: InjectionInfo): boolean {
  return outcome === 'aborted' || outcome === 'passed';
}

function isUntested({ outcome }: InjectionInfo): boolean {
  return outcome === 'unreached' || outcome === 'no-intruder';
}
