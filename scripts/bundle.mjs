import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What `dist/` is bundled from. Workers are files of their own because a worker thread is started from a path. */
const bundles = [
  { entry: 'client/src/extension.ts', name: 'extension.js', external: ['vscode'] },
  { entry: 'client/webview/layout.ts', name: 'layoutView.js', platform: 'browser' },
  { entry: 'client/webview/layout.css', name: 'layoutView.css', platform: 'browser' },
  { entry: 'server/src/main.ts', name: 'server.js' },
  { entry: 'server/src/cli.ts', name: 'cli.js', executable: true },
  { entry: 'server/src/worker.ts', name: 'worker.js' },
  { entry: 'server/src/answerer.ts', name: 'answerer.js' },
];

/**
 * Bundles every program of the extension into `dist/`, one CommonJS file each with a source map. Parsers stay outside:
 * they are native or WebAssembly files that are looked for at run time.
 * @param {string} root the repository
 */
export async function bundle(root) {
  await mkdir(join(root, 'dist'), { recursive: true });
  await Promise.all(bundles.map((one) => bundleOne(root, one)));
}

async function bundleOne(root, { entry, name, external = [], executable = false, platform = 'node' }) {
  const outfile = join(root, 'dist', name);
  if (!existsSync(join(root, entry))) {
    // A stale program would outlive its source.
    await rm(outfile, { force: true });
    return;
  }
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform,
    format: platform === 'node' ? 'cjs' : 'iife',
    target: platform === 'node' ? 'node20' : 'es2022',
    // jsonc-parser's `main` is UMD, whose `require` no bundler can follow.
    mainFields: ['module', 'main'],
    external: ['tree-sitter', 'tree-sitter-*', ...external],
    banner: executable ? { js: '#!/usr/bin/env node' } : {},
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  if (executable) await chmod(outfile, 0o755);
}
