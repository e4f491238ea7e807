import type { PlannedPoint, PlannedSection, TestPlan } from './plan';
import type { Outcome, ProbeEvent, Scenario } from './probe';

/** One injection in words. */
export interface Injection {
  readonly section: number;
  readonly point: PlannedPoint;
  /** Which instruction of the section, from 0; negative in front of it. */
  readonly instruction: number;
  readonly scenario: Scenario;
  readonly outcome: Outcome;
  /** What happened, where it was not what is wanted. */
  readonly detail: string;
  /** The rule whose page explains the mistake that mostly makes this. */
  readonly rule: string | undefined;
}

export interface Verdict {
  readonly section: number;
  /** Aborted at least once, and nothing failed. */
  readonly passed: boolean;
  readonly reached: boolean;
  readonly rule: string | undefined;
  readonly reason: string;
  /** Injections that could not be made: nobody came by, or no other thread could intrude. */
  readonly untested: number;
  readonly aborted: number;
  readonly failures: readonly Injection[];
}

const failing: readonly Outcome[] = ['unprotected', 'failed', 'killed', 'hung'];

export function isFailure({ outcome }: Pick<Injection, 'outcome'>): boolean {
  return failing.includes(outcome);
}

type ProbeInjection = Extract<ProbeEvent, { readonly event: 'injection' }>;

/** Says in words what the probe found at a point. */
export function describeInjection(plan: TestPlan, event: ProbeInjection): Injection {
  const point = plan.points[event.point];
  const section = point && plan.sections[point.section];
  if (!point || !section) throw new Error('the probe speaks of a point that is not in the plan; build both anew');
  const inside = plan.points.filter((one) => one.section === point.section && one.position === 'inside');
  const first = inside[0] ? plan.points.indexOf(inside[0]) : 0;
  const { outcome, scenario } = event;
  return {
    section: point.section,
    point,
    instruction: event.point - first,
    scenario,
    outcome,
    detail: detailOf(plan, section, point, event),
    rule: ruleOf(section, point, event),
  };
}

function detailOf(plan: TestPlan, section: PlannedSection, point: PlannedPoint, event: ProbeInjection): string {
  const { ending, outcome } = event;
  switch (outcome) {
    case 'unprotected':
      return event.unregistered
        ? 'the thread has no struct rseq registered, so the kernel aborts nothing'
        : `the kernel did not abort here: rseq_cs did not point to the section's descriptor${ending === 'exit 0' ? '' : ` (${ending})`}`;
    case 'killed':
      if (event.rejected && section.signature !== section.expectedSignature) {
        const [found, expected] = [section.signature ?? 0, section.expectedSignature].map(
          (word) => `0x${word.toString(16).padStart(8, '0')}`,
        );
        return `SIGSEGV instead of an abort: in front of the abort handler stands ${found}, not the signature ${expected}`;
      }
      return event.rejected
        ? 'SIGSEGV instead of an abort: the kernel refused the descriptor, or the handler failed'
        : `${howStopped(plan, section, point, event)} the program was ended by ${ending}`;
    case 'failed':
      return `${howStopped(plan, section, point, event)} the program ended with ${ending}: its invariant does not hold`;
    case 'hung':
      return `${howStopped(plan, section, point, event)} the program did not end`;
    case 'no-intruder':
      return 'untested: no other thread could run a section here';
    case 'unreached':
      return 'not reached';
    case 'aborted':
    case 'passed':
      return '';
  }
}

/** What was done to the thread, as the beginning of a sentence. */
function howStopped(plan: TestPlan, section: PlannedSection, point: PlannedPoint, event: ProbeInjection): string {
  const other = event.intruder === undefined ? section : plan.sections[event.intruder];
  const ran = `another thread ran ${other === section ? 'the section' : nameOf(other)} to its commit`;
  switch (event.scenario) {
    case 'abort':
      return point.position === 'inside' ? 'aborted here,' : 'stopped here,';
    case 'migrate':
      return `${point.position === 'inside' ? 'aborted here' : 'stopped here'} and moved to another processor,`;
    case 'intruder':
      return `stopped here while ${ran} on the same processor,`;
    case 'stale':
      return `moved after it had read its cpu number, while ${ran} on the old processor,`;
    case 'repeat':
      return 'aborted here, and again when it tried once more,';
  }
}

/** The mistake that mostly makes such a failure; undefined where several do. */
function ruleOf(section: PlannedSection, point: PlannedPoint, event: ProbeInjection): string | undefined {
  const { outcome, scenario } = event;
  if (outcome === 'unprotected' && !event.unregistered) return 'section-never-armed';
  if (outcome === 'killed' && event.rejected && section.signature !== section.expectedSignature) {
    return 'abort-signature-mismatch';
  }
  if (outcome === 'failed' && scenario === 'stale') return 'cpu-compare-missing';
  if (outcome === 'failed' && scenario === 'intruder' && point.position === 'after') return 'commit-after-section';
  if (outcome === 'failed' && scenario === 'intruder' && point.position === 'before') return 'operand-loaded-early';
  return undefined;
}

/** What all injections of one section together say. */
export function verdictOf(section: number, injections: readonly Injection[]): Verdict {
  const own = injections.filter((one) => one.section === section);
  const failures = own.filter(isFailure);
  const aborted = own.filter(({ outcome }) => outcome === 'aborted').length;
  const untested = own.filter(({ outcome }) => outcome === 'unreached' || outcome === 'no-intruder').length;
  const reached = own.some(({ outcome, point }) => outcome !== 'unreached' && point.position === 'inside');
  const worst = failures.find(({ rule }) => rule !== undefined) ?? failures[0];
  const reason = !reached
    ? 'the program never ran it'
    : worst
      ? worst.detail
      : aborted === 0
        ? 'it was never aborted'
        : `aborted at ${aborted} points${untested > 0 ? `, ${untested} untested` : ''}`;
  return {
    section,
    passed: failures.length === 0 && aborted > 0,
    reached,
    rule: worst?.rule,
    reason,
    untested,
    aborted,
    failures,
  };
}

/** The function that a section is in, with where it is written. */
export function nameOf(section: PlannedSection | undefined): string {
  if (!section) return 'another section';
  const { place } = section;
  if (!place) return `section at 0x${section.start.toString(16)}`;
  return `${place.function} (${place.file.replace(/^.*\//, '')}:${place.line})`;
}
