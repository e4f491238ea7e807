/**
 * `node processGroup.mjs program args...` runs a program that starts further ones, and kills all of them as soon as its
 * own standard input closes, which happens however the one who started it ends. Must be the leader of a process group
 * (`detached`); always ends by SIGKILL.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => end(error.message));
child.on('exit', (status, signal) => end(`it ended by itself (${signal ?? status})`));
process.stdin.on('close', () => end()).resume();

function end(why) {
  if (why !== undefined) writeSync(2, `${program}: ${why}\n`);
  process.kill(-process.pid, 'SIGKILL');
}
