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
  /** Aborted at least once, or held where that was all that was asked for, and nothing failed. */
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
  const { outcome, scenario } = event;
  return {
    section: point.section,
    point,
    instruction: instructionOf(plan, point),
    scenario,
    outcome,
    detail: withWords(detailOf(plan, section, point, event), event.said),
    rule: ruleOf(section, point, event),
  };
}

/** Which instruction of its section a point is, from 0; negative in front of it. */
export function instructionOf({ points }: TestPlan, point: PlannedPoint): number {
  const first = points.findIndex(({ section, position }) => section === point.section && position === 'inside');
  return points.indexOf(point) - Math.max(first, 0);
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
      return `${howStopped(plan, section, point, event)} the program ended with ${ending}, its invariant does not hold`;
    case 'hung':
      return `${howStopped(plan, section, point, event)} the program did not end`;
    case 'no-intruder':
      return 'untested: no other thread could run a section here';
    case 'unreached':
      return ending === 'not run' ? 'untested: another instruction of this section hung here' : 'not reached';
    case 'aborted':
    case 'passed':
      return '';
  }
}

/** What the program itself said belongs to what is said about it. */
function withWords(detail: string, said: string | undefined): string {
  return said === undefined ? detail : `${detail}: "${said}"`;
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
      return point.position === 'inside' ? 'aborted here, and again when it tried once more,' : 'stopped here,';
  }
}

/** SIGABRT, as the probe says it. */
const aborted = 'signal 6';

/** The mistake that mostly makes such a failure; undefined where several do. */
function ruleOf(section: PlannedSection, point: PlannedPoint, event: ProbeInjection): string | undefined {
  const { outcome, scenario } = event;
  if (outcome === 'unprotected' && !event.unregistered) return 'section-never-armed';
  if (outcome === 'killed' && event.rejected && section.signature !== section.expectedSignature) {
    return 'abort-signature-mismatch';
  }
  // A program that finds its invariant broken exits, or calls abort().
  if (outcome !== 'failed' && event.ending !== aborted) return undefined;
  if (scenario === 'stale') return 'cpu-compare-missing';
  // Whoever stops there lets others run, with or without our help.
  if (point.position === 'after') return 'commit-after-section';
  if (scenario === 'intruder' && point.position === 'before') return 'operand-loaded-early';
  return undefined;
}

/** An abort and nothing else already breaks the program: what other scenarios show besides says nothing of why. */
function isBareAbort({ scenario, point, outcome, rule }: Injection): boolean {
  return scenario === 'abort' && point.position === 'inside' && outcome === 'failed' && rule === undefined;
}

/** What all injections of one section together say. */
export function verdictOf(section: number, injections: readonly Injection[]): Verdict {
  const own = injections.filter((one) => one.section === section);
  const failures = own.filter(isFailure);
  const aborted = own.filter(({ outcome }) => outcome === 'aborted').length;
  const untested = own.filter(({ outcome }) => outcome === 'unreached' || outcome === 'no-intruder').length;
  const reached = own.some(({ outcome, point }) => outcome !== 'unreached' && point.position === 'inside');
  // `stale` by itself holds a section and never aborts it.
  const owes = own.some(({ scenario, point }) => scenario !== 'stale' && point.position === 'inside');
  const held = own.filter(({ outcome, point }) => outcome === 'passed' && point.position === 'inside').length;
  const shown = owes ? aborted : held;
  const worst = failures.find(isBareAbort) ?? failures.find(({ rule }) => rule !== undefined) ?? failures[0];
  const reason = !reached
    ? 'the program never ran it'
    : worst
      ? worst.detail
      : shown === 0
        ? `it was never ${owes ? 'aborted' : 'intruded upon'}`
        : `${owes ? 'aborted' : 'held'} at ${shown} points${untested > 0 ? `, ${untested} untested` : ''}`;
  return {
    section,
    passed: failures.length === 0 && shown > 0,
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
