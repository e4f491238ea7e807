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

/** Starts the editor with the packaged extension installed; ready when it listens. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'rseq-editor-'));
  const userData = path.join(temporary, 'user-data');
  fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settings = { ...quietSettings(), ...options.settings };
  fs.writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(settings));
  fs.writeFileSync(path.join(temporary, 'config.yaml'), '{}\n');

  const launch = (args: readonly string[]): ChildProcess =>
    spawn(
      process.execPath,
      [
        ...[path.join(scripts, 'processGroup.mjs'), fromEnvironment('RSEQ_EDITOR_NODE')],
        ...[fromEnvironment('RSEQ_EDITOR_ENTRY'), '--config', path.join(temporary, 'config.yaml')],
        ...['--user-data-dir', userData, '--extensions-dir', path.join(temporary, 'extensions')],
        ...args,
      ],
      // Its children (extension hosts, language servers, file watcher) go with it, even if this process is killed.
      { env: editorEnvironment(temporary), stdio: ['pipe', 'pipe', 'pipe'], detached: true },
    );

  const installer = launch(['--install-extension', fromEnvironment('RSEQ_VSIX')]);
  const installation = collect(installer);
  await once(installer, 'close');
  if (!installation.text.includes('was successfully installed')) {
    throw new Error(`the VSIX does not install:\n${installation.text}`);
  }

  const server = launch([
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'],
    ...['--disable-workspace-trust', '--disable-getting-started-override'],
    ...(options.testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ]);
  const ended = once(server, 'close');
  const port = await listeningPort(server);
  return {
    port,
    temporary,
    async stop() {
      server.stdin?.end();
      await ended;
      fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const scripts = path.resolve(__dirname, '../../../scripts');

/** No chat, no gallery, no telemetry, no prompts: the same as what `npm start` opens. */
function quietSettings(): object {
  return JSON.parse(fs.readFileSync(path.join(scripts, 'editorSettings.json'), 'utf8')) as object;
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
    server.on('close', () => {
      reject(new Error(`code-server does not start:\n${output.text}`));
    });
  });
}
