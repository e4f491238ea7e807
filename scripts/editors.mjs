import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editorHost } from './editorHost.mjs';
import { run, step, Stop } from './steps.mjs';

/** Whether the user's own VS Code can show a window: it refuses to run as root. */
export function hasDesktopEditor() {
  const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  return display !== undefined && process.getuid?.() !== 0 && isOnPath('code');
}

/**
 * Opens `samples/` in the user's VS Code, with settings and extensions of its own so that nothing of the user's changes.
 * Ends when the window is closed.
 * @param {{ root: string, vsix: string }} what
 */
export async function openDesktopEditor({ root, vsix }) {
  const { extensions, userData } = freshProfile(root);
  const own = ['--user-data-dir', userData, '--extensions-dir', extensions];
  await step('Extension installed', () => run('code', [...own, '--install-extension', vsix], { quiet: true }));
  await run('code', [...own, '--new-window', '--wait', '--disable-workspace-trust', join(root, 'samples')]);
}

/**
 * Serves `samples/` in code-server on a loopback address until this program is ended.
 * @param {{ root: string, vsix: string, port: number }} what port 0: any free one
 */
export async function serveEditor({ root, vsix, port }) {
  const { node, entry } = editorHost(root);
  const { profile, extensions, userData } = freshProfile(root);
  const config = join(profile, 'config.yaml');
  writeFileSync(config, '{}\n');
  const own = [entry, '--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
  const password = randomBytes(12).toString('base64url');
  const env = { ...process.env, PASSWORD: password, EXTENSIONS_GALLERY: '{}' };
  // Of an editor whose terminal this runs in; it would be asked to open the folder instead.
  delete env.VSCODE_IPC_HOOK_CLI;
  await step('Extension installed', () => run(node, [...own, '--install-extension', vsix], { env, quiet: true }));

  const server = spawn(
    process.execPath,
    [
      ...[fileURLToPath(new URL('processGroup.mjs', import.meta.url)), node, ...own],
      ...['--auth', 'password', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
      ...['--disable-workspace-trust', '--disable-getting-started-override'],
    ],
    { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  await served(server, (address) => {
    const url = `${address}/?folder=${encodeURIComponent(join(root, 'samples'))}`;
    console.log(`\nThe editor is at  ${url}\nIts password is   ${password}\nCtrl-C ends it.`);
  });
}

/** Settings and extensions of `npm start`, below `.cache/`. Settings that the user changed there stay; extensions do not. */
function freshProfile(root) {
  const profile = join(root, '.cache', 'vscode-profile');
  const userData = join(profile, 'user-data');
  const extensions = join(profile, 'extensions');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  mkdirSync(join(userData, 'User'), { recursive: true });
  cpSync(new URL('editorSettings.json', import.meta.url), join(userData, 'User', 'settings.json'), { force: false });
  return { profile, userData, extensions };
}

/**
 * Calls `ready` with the address once the server listens; resolves when the user ends this program.
 * @throws Stop when the server ends by itself
 */
function served(server, ready) {
  return new Promise((resolve, reject) => {
    let output = '';
    let listening = false;
    let ending = false;
    const read = (data) => {
      // The end is enough for a message, and this may run for days.
      output = (output + data).slice(-4000);
      if (listening) return;
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      listening = true;
      ready(address);
    };
    const end = () => {
      ending = true;
      server.stdin.end();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', reject);
    server.on('close', () => {
      if (ending) resolve();
      else reject(new Stop(`${output}\nThe editor has ended.`, 1));
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  });
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
