import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs one named step and prints one line with its duration when it ends.
 * @template T
 * @param {string} name what the step does, as the user reads it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const begin = performance.now();
  try {
    const result = await work();
    console.log(`${name}: ${seconds(begin)}`);
    return result;
  } catch (error) {
    console.log(`${name}: failed after ${seconds(begin)}`);
    throw error;
  }
}

/** A stop that is the user's to resolve: printed without a stack, and the status that the program ends with. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Runs the main function of a script; a `Stop` ends it with its status and message, anything else with a stack.
 * @param {() => Promise<number>} main gives the exit status
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = error instanceof Stop ? error.status : 1;
  }
}

/**
 * Runs a program to its end, without a shell.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.quiet] keeps the output and shows it only on failure
 * @param {boolean} [options.group] what ends this program also ends the programs that the new one starts
 * @param {(status: number) => boolean} [options.accept] which exit statuses are no failure (default: 0)
 * @returns {Promise<number>} the exit status
 */
export function run(program, args, options = {}) {
  const accept = options.accept ?? ((status) => status === 0);
  return new Promise((resolve, reject) => {
    const stdio = options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const detached = options.group === true;
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env, stdio, detached });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    // Whoever ends this program means the whole of it, and nothing that would come after.
    let ended;
    const passOn = (signal) => {
      ended = signal;
      process.kill(detached ? -child.pid : child.pid, signal);
    };
    for (const signal of endings) process.on(signal, passOn);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const ending of endings) process.removeListener(ending, passOn);
      if (ended !== undefined) process.exit(128 + constants.signals[ended]);
      if (status !== null && accept(status)) {
        resolve(status);
        return;
      }
      const ending = signal ? `was ended by ${signal}` : `ended with status ${status}`;
      reject(new Stop(`${output}${[program, ...args].join(' ')} ${ending}`, 1));
    });
  });
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {number} begin a reading of `performance.now()` */
export function seconds(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}
