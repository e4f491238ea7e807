import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, step } from './steps.mjs';

/**
 * Runs `npm ci` in a folder whose `node_modules` is missing or not what its lock file says.
 * @param {string} root a folder with `package.json` and `package-lock.json`
 */
export async function ensureNpmModules(root) {
  if (matchesLock(root)) return;
  await step('npm ci', () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, quiet: true }));
}

/**
 * npm writes `node_modules/.package-lock.json` last, so an interrupted installation does not match either.
 * Versions are compared rather than times: a fresh checkout gives the lock file a new time, not a new content.
 * @param {string} root
 */
function matchesLock(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  const locked = packagesOf(join(root, 'package-lock.json'));
  locked.delete('');
  const absentIsFine = (entry) => entry.optional === true || entry.devOptional === true || entry.peer === true;
  for (const [place, entry] of locked) {
    const there = installed.get(place);
    if (there === undefined ? !absentIsFine(entry) : there.version !== entry.version) return false;
  }
  return [...installed.keys()].every((place) => locked.has(place));
}

/** @returns {Map<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} */
function packagesOf(lockFile) {
  return new Map(Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {}));
}
