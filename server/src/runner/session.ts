import { readFileSync } from 'node:fs';
import { describeError } from '../platform/files';
import { planTest, sectionNames, type TestPlan } from './plan';
import { runProbe, scenarios, type ProbeEvent, type ProbeOptions, type Scenario } from './probe';
import { describeInjection, verdictOf, type Injection, type Verdict } from './report';
import { isRegistrationOff, Unavailable } from './route';
import { describeStore, type EarlyStore } from './stores';

/** What a test is run with: as the probe is; an empty list of scenarios means all. */
export interface SessionOptions extends Omit<ProbeOptions, 'hold'> {
  /** Names of the sections to be tested ({@link sectionNames}); absent: all. */
  readonly sections?: readonly string[];
}

const registrationOff = 'GLIBC_TUNABLES has glibc.pthread.rseq=0, so glibc registers none';

/** Hears what comes as it comes. */
export interface SessionListener {
  planned?(plan: TestPlan, injections: number): void;
  /** Sections are aborted from inside of the program, because ptrace is not to be had. */
  inProcess?(reason: string): void;
  skipped?(scenario: Scenario, reason: string): void;
  injection?(plan: TestPlan, injection: Injection): void;
  /** Others can see what is written here before the commit. Information: stores that are tried are meant so. */
  store?(plan: TestPlan, store: EarlyStore): void;
}

/** Everything that one test found out. */
export interface TestResult {
  readonly plan: TestPlan;
  readonly injections: readonly Injection[];
  /** One for each section of the plan, in its order. */
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}

/**
 * Runs a linked program under abort injection: reads it, lets the probe abort its sections, and says what that means. Rejects with an error
 * of one line if nothing could be tested, which is {@link Unavailable} if that is not the program's doing.
 */
export async function runSession(
  program: string,
  options: SessionOptions,
  listener: SessionListener = {},
): Promise<TestResult> {
  const begin = performance.now();
  const plan = onlySections(await planTest(program, readProgram(program)), options.sections);
  const chosen = options.scenarios.length > 0 ? options.scenarios : [...scenarios];
  // So that a test can be shorter where it is run a few hundred times.
  const env = { ...options.env, RSEQ_PROBE: '1' };
  const injections: Injection[] = [];
  let problem: string | undefined;
  let unavailable: string | undefined;
  let [stopsRegistered, stopsUnregistered] = [0, 0];
  const onEvent = (event: ProbeEvent): void => {
    if (event.event === 'baseline') problem = problemOf(plan, event);
    if (event.event === 'unavailable') unavailable = event.reason;
    if (event.event === 'route') listener.inProcess?.(event.reason);
    if (event.event === 'skipped') listener.skipped?.(event.scenario, event.reason);
    if (event.event === 'store') listener.store?.(plan, describeStore(plan, event));
    if (event.event !== 'injection') return;
    const injection = describeInjection(plan, event);
    if (injection.point.position === 'inside' && injection.outcome !== 'unreached') {
      if (event.unregistered) stopsUnregistered++;
      else stopsRegistered++;
    }
    injections.push(injection);
    listener.injection?.(plan, injection);
  };
  listener.planned?.(plan, plan.points.length * chosen.length);
  await runProbe(plan, { ...options, scenarios: chosen, env }, onEvent);
  if (unavailable !== undefined) throw new Unavailable(unavailable);
  const isOff = isRegistrationOff(env);
  if (problem !== undefined) throw new Error(isOff ? `${problem} (${registrationOff})` : problem);
  // Whoever keeps glibc from it does not blame the program for it.
  if (isOff && stopsUnregistered > 0 && stopsRegistered === 0) {
    throw new Unavailable(
      `no thread that runs a section has a struct rseq: ${registrationOff}; nothing can be aborted`,
    );
  }
  const verdicts = plan.sections.map((_, index) => verdictOf(index, injections));
  if (!verdicts.some(({ reached }) => reached)) {
    throw new Error(neverRun(plan, options));
  }
  return { plan, injections, verdicts, seconds: (performance.now() - begin) / 1000 };
}

/** The others stay what intruders may run. */
function onlySections(plan: TestPlan, wanted: readonly string[] | undefined): TestPlan {
  if (!wanted) return plan;
  const names = sectionNames(plan);
  const points = plan.points.filter(({ section }) => wanted.includes(names[section] ?? ''));
  if (points.length === 0) {
    throw new Error(`${plan.program} has no section ${wanted.join(' or ')} any more; run the whole test`);
  }
  return { ...plan, points };
}

function neverRun({ program, sections }: TestPlan, { pass = 1, loop = 1 }: SessionOptions): string {
  if (pass === 1 && loop === 1) {
    return `${program} never runs one of its ${sections.length} sections; pass it arguments that do`;
  }
  const round = loop === 1 ? '' : `, round ${loop} of a loop`;
  return `${program} never comes to pass ${pass}${round} of a section; ask for an earlier one`;
}

/** Reads a linked program; throws an error of one line. */
export function readProgram(program: string): Buffer {
  try {
    return readFileSync(program);
  } catch (error) {
    throw new Error(`${program}: ${describeError(error)}`, { cause: error });
  }
}

/** Why nothing can be tested: the program does not even end well by itself. */
function problemOf({ program }: TestPlan, event: Extract<ProbeEvent, { event: 'baseline' }>): string | undefined {
  const { ending, executed, said } = event;
  if (ending === 'exit 0') {
    return executed ? `${program} runs another program in its place (exec); name that one` : undefined;
  }
  if (ending === 'hung') return `${program} does not end by itself within 10 s; a test has to, or say --timeout`;
  const words = said === undefined ? '' : ` ("${said}")`;
  return `${program} ends with ${ending}${words} before anything was done to it; it has to end with exit 0 if its invariant holds`;
}
