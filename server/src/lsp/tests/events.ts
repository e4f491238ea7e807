import type { TestPlan } from '../../runner/plan';
import { sectionNames } from '../../runner/plan';
import { instructionOf, isFailure, type Injection, type Verdict } from '../../runner/report';
import {
  testEventNotification,
  type CodePlace,
  type InjectionInfo,
  type PointInfo,
  type SectionInfo,
  type TestEvent,
  type VerdictInfo,
} from '../../testProtocol';
import { pageOf } from '../convert';
import type { Session } from '../session';
import type { PlacesOfPlan } from './places';

/** Tells the client what happens in a run, in the order in which it happened, although some of it takes time to put into words. */
export class TestEvents {
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly run: string,
  ) {}

  send(event: TestEvent | Promise<TestEvent>): void {
    this.#last = this.#last.then(async () => {
      await this.session.connection.sendNotification(testEventNotification, { run: this.run, event: await event });
    });
    // Whoever awaits `sent` hears of it.
    this.#last.catch(() => undefined);
  }

  /** Resolves when everything is sent. */
  sent(): Promise<void> {
    return this.#last;
  }
}

export function plannedEvent(plan: TestPlan, places: PlacesOfPlan): TestEvent {
  const names = sectionNames(plan);
  const sections = plan.sections.map((_, index): SectionInfo => {
    return { name: names[index] ?? '', ...placed(places.sections[index]) };
  });
  return { kind: 'planned', sections, points: plan.points.map((_, index) => pointInfo(plan, index, places)) };
}

function pointInfo(plan: TestPlan, index: number, places: PlacesOfPlan): PointInfo {
  const point = plan.points[index];
  if (!point) throw new Error(`the plan has no point ${index}`);
  const { section, position, text } = point;
  return { section, instruction: instructionOf(plan, point), position, text, ...placed(places.points[index]) };
}

function placed(place: CodePlace | undefined): { place?: CodePlace } {
  return place ? { place } : {};
}

export function injectionEvent(plan: TestPlan, injection: Injection): { kind: 'injection' } & InjectionInfo {
  const { point, scenario, outcome, detail, rule } = injection;
  return {
    kind: 'injection',
    point: plan.points.indexOf(point),
    scenario,
    outcome,
    isFailure: isFailure(injection),
    detail,
    ...(rule === undefined ? {} : { page: pageOf(rule) }),
  };
}

export function verdictInfo(plan: TestPlan, { section, reached, passed, reason }: Verdict): VerdictInfo {
  return { section: sectionNames(plan)[section] ?? '', reached, passed, reason };
}
