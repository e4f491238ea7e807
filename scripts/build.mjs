/** `npm run build`: type-checks, compiles the tests to `out/`, and leaves everything that runs in `dist/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildNative } from './build-native.mjs';
import { bundle } from './bundle.mjs';
import { run, runScript, step } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runScript(async () => {
  await step('Types', () =>
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], { cwd: root, quiet: true }),
  );
  await step('Bundles', () => bundle(root));
  await step('Programs in C', () => buildNative(root));
  await buildGrammars();
  return 0;
});

async function buildGrammars() {
  const script = new URL('build-grammars.mjs', import.meta.url);
  if (!existsSync(script)) return;
  const { buildGrammars: build } = await import(script.href);
  await step('Grammars', () => build());
}
