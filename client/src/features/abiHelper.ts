import { execFile } from 'node:child_process';
import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** Where the program that asks the machine is, or can be made. All paths are absolute. */
export interface HelperPlaces {
  /** What `npm run build` made; no package has it, because a package is for every platform. */
  readonly built: string;
  readonly source: string;
  /** A folder of our own, and the version of the source. */
  readonly storage: string;
  readonly version: string;
}

/** Compiling one small file takes no longer. Milliseconds. */
const patience = 30_000;

/** Gives the program that asks the machine; compiles it where it is missing and `mayCompile`. Throws one line that says what to do. */
export async function findHelper(places: HelperPlaces, mayCompile: boolean): Promise<string> {
  const { built, source, storage, version } = places;
  const compiled = path.join(storage, `abi-helper-${version}`);
  for (const candidate of [built, compiled]) if (await isExecutable(candidate)) return candidate;
  if (!mayCompile) {
    throw new Error(
      'the program that asks it has to be compiled first, which needs a trusted workspace; trust this one',
    );
  }
  const fresh = `${compiled}.${process.pid}`;
  try {
    await mkdir(storage, { recursive: true });
    await promisify(execFile)('cc', ['-O2', '-o', fresh, source], { timeout: patience });
    await rename(fresh, compiled);
    return compiled;
  } catch (error) {
    await rm(fresh, { force: true });
    throw new Error(`the program that asks it cannot be compiled (${reasonOf(error)}); install a C compiler as cc`, {
      cause: error,
    });
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a compiler says about its trouble, or that there is none. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said === '' ? error.message : said).split('\n')[0] ?? '';
}
