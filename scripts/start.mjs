/**
 * `npm start`: sets up, builds, prints what `rseq check` finds in `samples/`, and opens them in an editor that has the
 * extension: the VS Code of this machine where it can show a window, else code-server in the browser.
 *
 *   npm start -- --no-editor   stop before the editor
 *   npm start -- --port 8123   the port of code-server
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { debianPackages } from './debianPackages.mjs';
import { hasDesktopEditor, openDesktopEditor, serveEditor } from './editors.mjs';
import { setUp } from './setup.mjs';
import { run, runScript, Stop } from './steps.mjs';
import { packageExtension } from './vsix.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runScript(async () => {
  const { editor, port } = readArguments();
  const desktop = editor && hasDesktopEditor();
  const host = editor && !desktop;
  await setUp({ root, debian: host ? debianPackages.editorHost : [], editorHost: host });
  await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  await checkSamples();
  if (!editor) return 0;
  const vsix = await packageExtension(root);
  if (desktop) await openDesktopEditor({ root, vsix });
  else await serveEditor({ root, vsix, port });
  return 0;
});

/** @throws Stop on an argument that does not exist */
function readArguments() {
  try {
    const { values } = parseArgs({ options: { 'no-editor': { type: 'boolean' }, port: { type: 'string' } } });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port}: not a port`);
    return { editor: values['no-editor'] !== true, port };
  } catch (error) {
    throw new Stop(`${error.message}\nusage: npm start -- [--no-editor] [--port N]`, 2);
  }
}

/** Half of the samples are broken on purpose, so findings are what one should see here, and no reason to stop. */
async function checkSamples() {
  console.log('\n$ node dist/cli.js check samples');
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Stop('dist/cli.js was not built', 1);
  await run(process.execPath, ['dist/cli.js', 'check', 'samples'], { cwd: root, accept: (status) => status <= 1 });
  console.log();
}
