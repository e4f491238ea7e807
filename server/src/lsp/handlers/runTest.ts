import { mkdir } from 'node:fs/promises';
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { describeError } from '../../platform/files';
import { buildTest } from '../../runner/build';
import type { TestDefinition } from '../../runner/definition';
import { holdProgram } from '../../runner/hold';
import { scenarios, type ProbeOptions } from '../../runner/probe';
import { inProcessNote, Unavailable } from '../../runner/route';
import { runSession } from '../../runner/session';
import type { HoldPlace, RunTestParams, RunTestResult } from '../../testProtocol';
import type { Session } from '../session';
import { injectionEvent, plannedEvent, TestEvents, verdictInfo } from '../tests/events';
import { placesOf } from '../tests/places';
import { findDefinition } from '../tests/search';

/** What the client gets where this crashed. */
export const crashedRun: RunTestResult = { error: 'the run crashed; see the output', verdicts: [], seconds: 0 };

/** `rseq/runTest`: builds a test and aborts its sections at every instruction. To cancel it kills whatever runs. */
export async function runTest(
  session: Session,
  params: RunTestParams,
  token: CancellationToken,
): Promise<RunTestResult> {
  if (!params.isTrusted) return failure('nothing is built and run in a workspace that is not trusted; trust this one');
  const cancel = new AbortController();
  const listener = token.onCancellationRequested(() => {
    cancel.abort();
  });
  if (token.isCancellationRequested) cancel.abort();
  try {
    return await buildAndRun(session, params, token, cancel.signal);
  } catch (error) {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'the run was cancelled');
    if (error instanceof Unavailable) return { skipped: error.message, verdicts: [], seconds: 0 };
    return failure(describeError(error));
  } finally {
    listener.dispose();
  }
}

type ProgramOptions = Pick<ProbeOptions, 'probe' | 'args' | 'env' | 'directory' | 'signal'>;

async function buildAndRun(
  session: Session,
  params: RunTestParams,
  token: CancellationToken,
  signal: AbortSignal,
): Promise<RunTestResult> {
  const test = await findDefinition(session, params.id, params.buildDirectory);
  if (!test) return failure('this test is not there any more; look at its file');
  const events = new TestEvents(session, params.run);
  const output = (text: string): void => {
    events.send({ kind: 'output', text });
  };
  await mkdir(params.buildDirectory, { recursive: true });
  await buildOnce(session, params.batch, test, output, signal);
  const env = { ...programEnvironment(), ...test.env };
  const how: ProgramOptions = { probe: params.probe, args: test.args, env, directory: test.directory, signal };
  if (params.hold) return hold(test, params.hold, how, events);
  const chosen = scenarios.filter((one) => params.scenarios?.includes(one) ?? true);
  const sections = params.sections === undefined ? {} : { sections: params.sections };
  const { plan, verdicts, seconds } = await runSession(
    test.program,
    { ...how, scenarios: chosen, timeout: test.timeout, ...sections },
    {
      planned(plan) {
        events.send(placesOf(session, plan, token).then((places) => plannedEvent(plan, places)));
      },
      inProcess: (reason) => {
        output(`${inProcessNote(reason)}\n`);
      },
      skipped: (scenario, reason) => {
        events.send({ kind: 'skipped', scenario, reason });
      },
      injection(plan, injection) {
        events.send(injectionEvent(plan, injection));
      },
    },
  );
  await events.sent();
  return { verdicts: verdicts.map((verdict) => verdictInfo(plan, verdict)), seconds };
}

async function hold(
  { program }: TestDefinition,
  place: HoldPlace,
  how: ProgramOptions,
  events: TestEvents,
): Promise<RunTestResult> {
  const begin = performance.now();
  await holdProgram(program, place, how, ({ pid, thread }) => {
    events.send({ kind: 'held', pid, thread, program });
  });
  await events.sent();
  return { verdicts: [], seconds: (performance.now() - begin) / 1000 };
}

/** Several tests of one batch may be in one program. */
function buildOnce(
  session: Session,
  batch: string,
  test: TestDefinition,
  output: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (session.builds?.batch !== batch) session.builds = { batch, results: new Map() };
  const { results } = session.builds;
  const key = JSON.stringify([test.directory, test.build]);
  const built = results.get(key) ?? buildTest(test, programEnvironment(), output, signal);
  results.set(key, built);
  return built;
}

/** This process's own, without what an editor tells the programs that it is made of. */
function programEnvironment(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

function failure(error: string): RunTestResult {
  return { error, verdicts: [], seconds: 0 };
}
