import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startCodeServer, type CodeServer, type CodeServerOptions } from './codeServer';

/** The repository; compiled tests are in `out/test/editor`. */
export const repository = path.resolve(__dirname, '../../..');

/** A code-server and a browser page that is to show it. */
export interface Workbench {
  readonly server: CodeServer;
  readonly page: Page;
  /** A private copy of `samples/`: undo and saving would change the committed one. */
  readonly folder: string;
  /** The address of the page for the folder; `payload` holds VS Code's own test arguments. */
  readonly url: (payload?: readonly (readonly [string, string])[]) => string;
  /** How the workbench names a file of this machine. */
  readonly remote: (file: string) => string;
}

/**
 * Runs `work` with a workbench in whose page nothing is loaded yet, and takes everything down afterwards, also when
 * `signal` aborts because the test's time is over.
 */
export async function withWorkbench(
  options: CodeServerOptions,
  signal: AbortSignal,
  work: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const server = await startCodeServer(options);
  try {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // Root, as in a container, has no sandbox; there is no graphics card and little shared memory either.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      await Promise.race([work(workbenchOf(server, page)), rejectionOf(signal)]);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function workbenchOf(server: CodeServer, page: Page): Workbench {
  const folder = path.join(server.temporary, 'samples');
  fs.cpSync(path.join(repository, 'samples'), folder, { recursive: true });
  return {
    server,
    page,
    folder,
    url: (payload) => {
      const query = new URLSearchParams({ folder });
      if (payload) query.set('payload', JSON.stringify(payload));
      return `http://127.0.0.1:${server.port}/?${query.toString()}`;
    },
    remote: (file) => `vscode-remote://127.0.0.1:${server.port}${file}`,
  };
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the time of this test is over'));
    });
  });
}
