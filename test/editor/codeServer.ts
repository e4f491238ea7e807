/**
 * A private code-server, which is VS Code with the extension host on this machine and the workbench in a browser.
 * What it writes, its sockets included, lives in one temporary folder that goes when it stops.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export interface CodeServerOptions {
  /** Settings of the user, over those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Whether the page may start an extension test suite. It also makes VS Code answer its own dialogs and swallow
   * notifications, so tests that look at those leave it off.
   */
  readonly testDriver: boolean;
}

export interface CodeServer {
  readonly port: number;
  /** Removed by `stop`; for copies of workspaces and for results. */
  readonly temporary: string;
  stop(): Promise<void>;
}

/** No chat, no gallery, no telemetry, no prompts: nothing in the window that is not ours. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Starts the editor with the packaged extension installed; ready when it listens. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'rseq-editor-'));
  const userData = path.join(temporary, 'user-data');
  fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  fs.writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(settings));
  fs.writeFileSync(path.join(temporary, 'config.yaml'), '{}\n');

  const launch = (args: readonly string[]): ChildProcess =>
    spawn(
      fromEnvironment('RSEQ_EDITOR_NODE'),
      [
        fromEnvironment('RSEQ_EDITOR_ENTRY'),
        ...['--config', path.join(temporary, 'config.yaml')],
        ...['--user-data-dir', userData, '--extensions-dir', path.join(temporary, 'extensions')],
        ...args,
      ],
      { env: editorEnvironment(temporary), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    );

  const installer = launch(['--install-extension', fromEnvironment('RSEQ_VSIX')]);
  const installation = collect(installer);
  const [status] = (await once(installer, 'close')) as [number | null];
  if (status !== 0) throw new Error(`the VSIX does not install:\n${installation.text}`);

  const server = launch([
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'],
    ...['--disable-workspace-trust', '--disable-getting-started-override'],
    ...(options.testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ]);
  const killNow = (): void => {
    killGroup(server);
  };
  process.once('exit', killNow);
  const port = await listeningPort(server);
  return {
    port,
    temporary,
    async stop() {
      await stopGroup(server);
      process.removeListener('exit', killNow);
      fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What `scripts/test.mjs` tells the tests of this tier: `RSEQ_EDITOR_NODE`, `RSEQ_EDITOR_ENTRY`, `RSEQ_VSIX`. */
function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run this tier with: npm test -- --tier editor`);
  return value;
}

function editorEnvironment(temporary: string): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    // No marketplace is asked for anything.
    EXTENSIONS_GALLERY: '{}',
    // Sockets go where everything else of this run goes.
    XDG_RUNTIME_DIR: temporary,
  };
  for (const name of Object.keys(environment)) {
    // Of an editor this may be running in, or of the test runner; both would mislead the new one.
    if (name.startsWith('VSCODE_') || name === 'NODE_TEST_CONTEXT') environment[name] = undefined;
  }
  return environment;
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  const add = (data: Buffer): void => {
    output.text += data.toString();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return output;
}

function listeningPort(server: ChildProcess): Promise<number> {
  const output = collect(server);
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', () => {
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output.text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    server.on('error', reject);
    server.on('exit', (status) => {
      reject(new Error(`code-server ended with status ${String(status)}:\n${output.text}`));
    });
  });
}

/** Its children (extension hosts, language servers, file watcher, terminals) outlive a plain SIGTERM by many seconds. */
async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    killGroup(server);
    return;
  }
  const exit = once(server, 'exit');
  killGroup(server);
  await exit;
}

function killGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  try {
    process.kill(-leader.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: nobody of the group is left, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
