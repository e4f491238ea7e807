import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createProtocolConnection,
  ExitNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Hover,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { brokenCounter } from '../support/brokenCounter';
import { pullingClient } from '../support/lspPair';
import { TemporaryFolder } from '../support/temporaryFolder';

/** The program as it is shipped. */
const PROGRAM = path.resolve(__dirname, '../../../dist/cli.js');

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe('the program', () => {
  it('ends with the status of the command', async () => {
    folder.write('good.c', 'int x;\n');
    folder.write('bad.c', brokenCounter());
    assert.equal((await start('check', 'good.c').ended).status, 0);
    assert.equal((await start('check', 'bad.c').ended).status, 1);
    assert.equal((await start('check', 'missing.c').ended).status, 2);
  });

  it('writes all of a long output into a pipe', async () => {
    for (let i = 0; i < 300; i++) folder.write(`f${i}.c`, brokenCounter());
    const { out } = await start('check', '--format', 'json').ended;
    assert.equal((JSON.parse(out) as { findings: unknown[] }).findings.length, 300);
  });

  it('ends quietly when its reader has seen enough', async () => {
    for (let i = 0; i < 300; i++) folder.write(`f${i}.c`, brokenCounter());
    const { child, ended } = start('check', '--quiet');
    child.stdout.destroy();
    assert.equal((await ended).err, '');
  });

  it('works with either parser and finds the same', async () => {
    folder.write('bad.c', brokenCounter());
    const [native, wasm] = await Promise.all([
      start('check', '--parser', 'native', 'bad.c').ended,
      start('check', '--parser', 'wasm', 'bad.c').ended,
    ]);
    assert.equal(native.status, 1);
    assert.deepEqual(native, wasm);
  });
});

it('rseq abi asks the program that RSEQ_ABI_HELPER names', () => {
  const helper = folder.write('helper', '#!/bin/sh\necho kernel.release=4.2.0-mine\n');
  chmodSync(helper, 0o755);
  const options = { encoding: 'utf8', env: { ...process.env, RSEQ_ABI_HELPER: helper } } as const;
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'abi'], options);
  assert.equal(status, 0);
  assert.match(stdout, /^kernel +4\.2\.0-mine$/m);
});

describe('rseq lsp --stdio', () => {
  it('serves a client with the analysis in its worker, and ends when told', async () => {
    const { child, ended } = start('lsp', '--stdio');
    const client = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    client.onRequest('client/registerCapability', () => null);
    client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    client.listen();
    const hello = await client.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      capabilities: pullingClient,
      workspaceFolders: null,
    });
    assert.equal(hello.serverInfo?.name, 'rseq');
    await client.sendNotification('initialized', {});
    const textDocument = { uri: 'file:///nowhere/a.c', languageId: 'c', version: 1, text: brokenCounter() };
    await client.sendNotification('textDocument/didOpen', { textDocument });
    const report = await client.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', { textDocument });
    assert.deepEqual(
      report.items.map(({ code }) => code),
      ['descriptor-flags'],
    );
    const named = { uri: 'file:///nowhere/b.c', languageId: 'c', version: 1, text: 'struct rseq;\n' };
    await client.sendNotification('textDocument/didOpen', { textDocument: named });
    const position = { line: 0, character: 8 };
    const hover = await client.sendRequest<Hover | null>('textDocument/hover', { textDocument: named, position });
    assert.deepEqual(hover?.range, { start: { line: 0, character: 7 }, end: { line: 0, character: 11 } });
    await client.sendRequest(ShutdownRequest.type);
    await client.sendNotification(ExitNotification.type);
    assert.deepEqual(await ended, { status: 0, out: '', err: '' });
    client.dispose();
  });
});

/** Starts the program; `out` is left to others if they read it first. */
function start(...words: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder.path, stdio: ['pipe', 'pipe', 'pipe'] });
  const isServer = words[0] === 'lsp';
  let out = '';
  let err = '';
  if (!isServer) child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, out, err }));
  return { child, ended };
}
