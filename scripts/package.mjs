/** `npm run package`: builds, and leaves `dist/rseq-<version>.vsix`, one file for every platform. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runScript } from './steps.mjs';
import { packageExtension } from './vsix.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runScript(async () => {
  await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  console.log(await packageExtension(root));
  return 0;
});
