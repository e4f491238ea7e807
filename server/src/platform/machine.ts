import { spawnSync } from 'node:child_process';

/** Time that a handful of system calls may take, in milliseconds. */
const patience = 10_000;

/**
 * Runs `helper` (server/native/abi-helper.c) and gives what it printed, by name. Throws an error of one line that says what to do if
 * the helper is missing or fails.
 */
export function askMachine(
  helper: string,
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const { error, status, signal, stdout } = spawnSync(helper, [], { env, encoding: 'utf8', timeout: patience });
  if (error || status !== 0) {
    const reason = error ? error.message : signal ? `ended by ${signal}` : `status ${status}`;
    throw new Error(`cannot ask this machine with ${helper} (${reason}); it is built by \`npm run build\` on Linux`);
  }
  const lines = stdout.split('\n').filter((line) => line.includes('='));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
