import { execFile } from 'node:child_process';

/** What interrupts a section; a kernel owes an abort for each of them. */
export type AbortCause = 'preemption' | 'signal' | 'migration' | 'membarrier';

/** Sections that were surely interrupted inside, and how many of them the kernel aborted. */
export interface AbortEvent {
  readonly event: 'abort';
  readonly cause: AbortCause;
  readonly tried: number;
  readonly aborted: number;
  /** Why none was tried, or not more. */
  readonly reason?: string;
}

/** What became of a thread with a mistake in its section. */
export interface CaseEvent {
  readonly event: 'case';
  /** Of `behaviourCases`. */
  readonly id: string;
  /** `aborts`, `goes on`, `SIGSEGV`, another ending (`signal 4`), several of them (`aborts or SIGSEGV`), or `not measured`. */
  readonly outcome: string;
  readonly reason?: string;
}

/** What `rseq-probe --self-check` prints: a line of JSON each. */
type SelfCheckEvent =
  | { readonly event: 'area'; readonly registered: 'libc' | 'own' }
  | { readonly event: 'unavailable'; readonly reason: string }
  | AbortEvent
  | CaseEvent;

/** What this kernel does with sections that are interrupted. */
export interface SelfCheck {
  /** Whose struct rseq was used: libc's, or one of the program's own where libc registers none. */
  readonly area: 'libc' | 'own';
  readonly aborts: readonly AbortEvent[];
  readonly cases: readonly CaseEvent[];
}

export interface SelfCheckOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; the check itself takes less than 3 s, however busy the machine. */
  readonly timeout?: number;
  /** Ends the check and all of its processes. */
  readonly signal?: AbortSignal;
}

const patience = 10_000;

/**
 * Lets the probe find out what this kernel does. Rejects with an error of one line if it cannot be found out: there is no probe, it does not run, or
 * nothing can be registered here. No process is left behind in any case.
 */
export async function runSelfCheck(probe: string, options: SelfCheckOptions): Promise<SelfCheck> {
  const events = readEvents(await outputOf(probe, options));
  const unavailable = events.find((event) => event.event === 'unavailable');
  if (unavailable) throw new Error(unavailable.reason);
  const area = events.find((event) => event.event === 'area');
  if (!area) throw new Error(`${probe} --self-check printed nothing; build it again: npm run build`);
  return {
    area: area.registered,
    aborts: events.filter((event) => event.event === 'abort'),
    cases: events.filter((event) => event.event === 'case'),
  };
}

function outputOf(probe: string, { env, timeout = patience, signal }: SelfCheckOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const settings = { env: { ...env }, timeout, killSignal: 'SIGKILL' as const, ...(signal ? { signal } : {}) };
    execFile(probe, ['--self-check'], settings, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(new Error(reasonOf(error, stderr, probe, timeout), { cause: error }));
    });
  });
}

function reasonOf(
  error: Error & { readonly code?: unknown; readonly killed?: boolean; readonly signal?: unknown },
  stderr: string,
  probe: string,
  timeout: number,
): string {
  if (error.name === 'AbortError') return 'cancelled';
  if (error.code === 'ENOENT') {
    return `there is no ${probe}; \`npm run build\` makes it with a C compiler, on Linux on x86_64 and aarch64`;
  }
  if (typeof error.code === 'string') return `${probe} cannot be run (${error.code})`;
  if (error.killed) return `${probe} --self-check did not end within ${timeout / 1000} s`;
  if (typeof error.signal === 'string') return `${probe} --self-check was ended by ${error.signal}`;
  const complaint = stderr.trim().split('\n')[0] || `it ended with status ${String(error.code)}`;
  if (complaint.startsWith('rseq-probe: ')) return complaint;
  // One that is older than this, or for another processor: then a shell tries to read it.
  return `${probe} does not check itself (${complaint}); build it again: npm run build`;
}

function readEvents(output: string): readonly SelfCheckEvent[] {
  const lines = output.split('\n').filter((line) => line !== '');
  try {
    return lines.map((line) => JSON.parse(line) as SelfCheckEvent);
  } catch (error) {
    throw new Error('rseq-probe --self-check printed something else than JSON; build it again: npm run build', {
      cause: error,
    });
  }
}
