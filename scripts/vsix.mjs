import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, step } from './steps.mjs';

/**
 * Packages what `npm run build` left in `dist/`; `.vscodeignore` lists what goes in. Nothing comes from `node_modules`:
 * the bundles are complete.
 * @param {string} root the repository
 * @returns {Promise<string>} the path of the VSIX
 */
export async function packageExtension(root) {
  const dist = join(root, 'dist');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of await readdir(dist)) if (name.endsWith('.vsix')) await rm(join(dist, name));
  const vsix = join(dist, `rseq-${version}.vsix`);
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  await step('VSIX', () =>
    run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], { cwd: root, quiet: true }),
  );
  return vsix;
}
