import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

const root = path.join(__dirname, '../../..');

/** The program as it is shipped. */
export const CLI = path.join(root, 'dist/cli.js');

const folder = mkdtempSync(path.join(tmpdir(), 'rseq-native-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

let compiled = 0;

/** Compiles the text of a program and gives its path; throws what the compiler says. */
export function compileText(text: string): string {
  const file = path.join(folder, `text-${++compiled}.c`);
  writeFileSync(file, text);
  return compileProgram(file, ['-Werror', '-Wall', '-Wno-misleading-indentation', '-Wno-unused']);
}

/** Compiles a program of test/native/programs and gives its path; throws what the compiler says. */
export function compileProgram(source: string, options: readonly string[]): string {
  const program = path.join(folder, `${path.parse(source).name}-${++compiled}`);
  const file = path.resolve(root, 'test/native/programs', source);
  const { status, stderr } = spawnSync('cc', ['-O2', '-g', '-pthread', ...options, '-o', program, file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return program;
}

export interface SectionEvent {
  readonly id: number;
  readonly function: string | null;
  readonly line: number | null;
  readonly instructions: number;
}

export interface InjectionEvent {
  readonly section: number;
  readonly scenario: string;
  readonly outcome: string;
  readonly position: string;
  readonly instruction: number;
  readonly text: string;
  readonly detail: string;
}

export interface RouteEvent {
  readonly route: string;
  readonly reason: string;
}

export interface SkippedEvent {
  readonly scenario: string;
  readonly reason: string;
}

export interface StoreEvent {
  readonly line: number | null;
  readonly text: string;
  readonly before: string;
  readonly after: string;
  readonly detail: string;
}

export interface VerdictEvent {
  readonly section: number;
  readonly passed: boolean;
  readonly reached: boolean;
  readonly rule: string | null;
  readonly reason: string;
}

export interface SummaryEvent {
  readonly sections: number;
  readonly instructions: number;
  readonly failed: number;
  readonly unreached: number;
  readonly seconds: number;
}

/** Everything that `rseq test --format json` printed, by kind of event. */
export interface TestResult {
  readonly status: number | null;
  readonly complaints: string;
  readonly sections: readonly SectionEvent[];
  readonly injections: readonly InjectionEvent[];
  readonly stores: readonly StoreEvent[];
  readonly routes: readonly RouteEvent[];
  readonly skipped: readonly SkippedEvent[];
  readonly verdicts: readonly VerdictEvent[];
  readonly summary: SummaryEvent;
}

export function testProgram(program: string, ...words: readonly string[]): Promise<TestResult> {
  return testUnder([], program, ...words);
}

/** The same with the runner itself run by another program. */
export async function testUnder(
  wrapper: readonly string[],
  program: string,
  ...words: readonly string[]
): Promise<TestResult> {
  const [command = process.execPath, ...rest] = [
    ...wrapper,
    ...[process.execPath, CLI, 'test', '--format', 'json', program, ...words],
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const events = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly event: string });
  const all = (kind: string): unknown => events.filter(({ event }) => event === kind);
  return {
    status,
    complaints,
    sections: all('section') as readonly SectionEvent[],
    injections: all('injection') as readonly InjectionEvent[],
    stores: all('store') as readonly StoreEvent[],
    routes: all('route') as readonly RouteEvent[],
    skipped: all('skipped') as readonly SkippedEvent[],
    verdicts: all('verdict') as readonly VerdictEvent[],
    summary: (all('summary') as readonly SummaryEvent[])[0] ?? {
      sections: 0,
      instructions: 0,
      failed: 0,
      unreached: 0,
      seconds: 0,
    },
  };
}
