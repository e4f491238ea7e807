import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { planText, type TestPlan } from './plan';

export const scenarios = ['abort', 'migrate', 'intruder', 'stale', 'repeat'] as const;

export type Scenario = (typeof scenarios)[number];

export type Outcome = 'aborted' | 'passed' | 'unprotected' | 'failed' | 'killed' | 'hung' | 'unreached' | 'no-intruder';

/** What the probe prints: a line of JSON each. Numbers of points and sections are those of the plan. */
export type ProbeEvent =
  | {
      readonly event: 'baseline';
      readonly ending: string;
      readonly executed: boolean;
      readonly seconds: number;
      /** The last line on standard error, if there was one. */
      readonly said?: string;
    }
  | {
      readonly event: 'sweep';
      readonly ending: string;
      readonly points: readonly (readonly [hits: number, aborted: number])[];
    }
  /** Nothing can be aborted here, and why; nothing else is said then. */
  | { readonly event: 'unavailable'; readonly reason: string }
  /** Not by ptrace, and why; said first. */
  | { readonly event: 'route'; readonly route: 'in-process'; readonly reason: string }
  /** An instruction before the commit wrote to memory that others may look at. Bytes in hexadecimal, in the order of memory. */
  | {
      readonly event: 'store';
      readonly point: number;
      readonly address: string;
      readonly before: string;
      readonly after: string;
    }
  /** `thread` stands at the point of {@link ProbeOptions.hold}; nobody traces the process. */
  | { readonly event: 'held'; readonly pid: number; readonly thread: number }
  | { readonly event: 'skipped'; readonly scenario: Scenario; readonly reason: string }
  | {
      readonly event: 'injection';
      readonly point: number;
      readonly scenario: Scenario;
      readonly outcome: Outcome;
      /** The section that the intruder ran, where it is another one. */
      readonly intruder?: number;
      readonly aborts: number;
      /** SIGSEGV instead of an abort. */
      readonly rejected: boolean;
      /** The thread had no struct rseq registered. */
      readonly unregistered: boolean;
      /** How the program ended: `exit 0`, `signal 11`, `hung`. */
      readonly ending: string;
      /** The last line that a program that failed wrote to standard error. */
      readonly said?: string;
    };

/** What the probe is run with. */
export interface ProbeOptions {
  /** Path of rseq-probe. */
  readonly probe: string;
  readonly scenarios: readonly Scenario[];
  /** Milliseconds for one run of the program; 0: as it takes by itself, with a margin. */
  readonly timeout: number;
  /** Which pass of a section, and in it which round of a loop, is stopped; from 1. */
  readonly pass?: number;
  readonly loop?: number;
  /** Index of a point of the plan: stop there for a debugger, and test nothing. */
  readonly hold?: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the program runs; absolute. */
  readonly directory?: string;
  /** Ends the probe and the program with it. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the probe and hands over each event as it comes. Rejects with an error of one line if the probe cannot do its work. Whatever ends
 * it, kernel and probe leave no process behind (PTRACE_O_EXITKILL).
 */
export async function runProbe(
  plan: TestPlan,
  options: ProbeOptions,
  onEvent: (event: ProbeEvent) => void,
): Promise<void> {
  const words = ['--scenarios', options.scenarios.join(), '--timeout', String(options.timeout)];
  words.push('--pass', String(options.pass ?? 1), '--loop', String(options.loop ?? 1));
  if (options.hold !== undefined) words.push('--hold', String(options.hold));
  const child = spawn(options.probe, [...words, '--', plan.program, ...options.args], {
    env: { ...options.env },
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.signal ? { signal: options.signal, killSignal: 'SIGKILL' as const } : {}),
  });
  // A probe that cannot be run or does not take the plan says so by how it ends.
  child.stdin.on('error', () => undefined);
  child.stdin.end(planText(plan));
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // Awaited below; it may already fail while lines are read.
  ended.catch(() => undefined);
  for await (const line of createInterface({ input: child.stdout })) onEvent(JSON.parse(line) as ProbeEvent);
  const status = await ended;
  if (status !== 0 && status !== 1) {
    throw new Error(complaint.trim().split('\n')[0] || `the probe ended with ${status ?? 'a signal'}`);
  }
}
