import { spawn } from 'node:child_process';
import type { TestDefinition } from './definition';

/**
 * Runs the build command of a test, if it has one; no shell is involved. Everything that it prints goes to `output`. Rejects with an error
 * of one line if it fails, with what the compiler said first.
 */
export async function buildTest(
  { name, build, directory }: TestDefinition,
  env: Readonly<Record<string, string | undefined>>,
  output: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const [command, ...args] = build ?? [];
  if (command === undefined) return;
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: directory,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what it has started ends with it.
    detached: signal !== undefined,
  });
  const end = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  signal?.addEventListener('abort', end, { once: true });
  let said = '';
  const hear = (data: Buffer): void => {
    said += data.toString();
    output(data.toString());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => {
      reject(new Error(`${name}: cannot run ${command} (${error.message}); correct "build"`, { cause: error }));
    });
    child.on('close', resolve);
  }).finally(() => {
    signal?.removeEventListener('abort', end);
  });
  signal?.throwIfAborted();
  if (status === 0) return;
  const words = [command, ...args].join(' ');
  const reason = firstError(said) ?? `status ${status ?? 'unknown'}`;
  throw new Error(`${name}: ${words} failed: ${reason}`);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}

function firstError(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\b(error|undefined reference)\b/i.test(line)) ?? lines.at(-1);
}
