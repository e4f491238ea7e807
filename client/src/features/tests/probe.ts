import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { access, constants, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { reasonOf } from '../abiHelper';

/** Where the program that runs tests is, or can be made. All paths are absolute. */
export interface ProbePlaces {
  /** The one of the package, for Linux on x86_64. */
  readonly built: string;
  /** Folder of its sources. */
  readonly sources: string;
  /** A folder of our own. */
  readonly storage: string;
  readonly platform: NodeJS.Platform;
}

/** Milliseconds for a compiler, and for a program that only says how it is used. */
const patience = 60_000;

/**
 * Gives the path of rseq-probe: the one that comes along where it runs, else one that is compiled once with the user's `cc`. Only to be asked in
 * a trusted workspace. Throws one line that says what to do.
 */
export async function findProbe(places: ProbePlaces, mayCompile: boolean): Promise<string> {
  const { built, sources, storage, platform } = places;
  if (platform !== 'linux') throw new Error(`tests need Linux, which has rseq(2), and this is ${platform}`);
  if (await runs(built)) return built;
  const files = await sourcesIn(sources);
  const compiled = path.join(storage, `rseq-probe-${process.arch}-${await hashOf(files)}`);
  if (await runs(compiled)) return compiled;
  if (!mayCompile) throw new Error('not here yet: it is compiled when a test is run');
  const fresh = `${compiled}.${process.pid}`;
  try {
    await mkdir(storage, { recursive: true });
    const code = files.filter((file) => file.endsWith('.c'));
    await promisify(execFile)('cc', ['-O2', '-pthread', '-o', fresh, ...code], { timeout: patience });
    // What it preloads where ptrace is not allowed lies beside it.
    const inject = path.join(storage, `rseq-inject.${process.pid}`);
    const source = path.join(sources, '../inprocess/rseq_inject.c');
    await promisify(execFile)('cc', ['-O2', '-shared', '-fPIC', '-o', inject, source], { timeout: patience });
    await rename(inject, path.join(storage, 'rseq-inject.so'));
    await rename(fresh, compiled);
    return compiled;
  } catch (error) {
    await rm(fresh, { force: true });
    throw new Error(`rseq-probe cannot be compiled (${reasonOf(error)}); install a C compiler as cc`, { cause: error });
  }
}

async function sourcesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Other sources make another program. */
async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** Does it answer? A program for another processor or libc does not. */
async function runs(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    await promisify(execFile)(file, ['--version'], { timeout: patience });
    return true;
  } catch {
    return false;
  }
}

/** SHA-256 of a file in hexadecimal. */
export async function checksumOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
