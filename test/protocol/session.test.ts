import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WorkDoneProgress,
} from 'vscode-languageserver/node';
import type { AnalysisRequest } from '../../server/src/analysis';
import { checkWorkspaceRequest, type CheckWorkspaceResult } from '../../server/src/protocol';
import { fakeAnalyse, noSyntax } from '../support/fakeAnalysis';
import { LspPair } from '../support/lspPair';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;
let pair: LspPair;
const uriOf = (name: string) => pathToFileURL(`${folder.path}/${name}`).href;

before(() => {
  folder = new TemporaryFolder();
});
after(() => {
  folder.remove();
});
afterEach(() => pair.stop());

describe('initialize', () => {
  it('says what the server can do and registers for the files that matter', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax });
    const capabilities = pair.initializeResult?.capabilities;
    assert.deepEqual(capabilities?.diagnosticProvider, {
      identifier: 'rseq',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    assert.deepEqual(capabilities.codeActionProvider, {
      codeActionKinds: ['quickfix', 'source.fixAll.rseq'],
      resolveProvider: true,
    });
    await pair.pull('file:///a.c');
    assert.deepEqual(pair.registrations, ['workspace/didChangeWatchedFiles', 'workspace/didChangeConfiguration']);
  });
});

describe('settings', () => {
  const seen: AnalysisRequest[] = [];
  const recording: typeof fakeAnalyse = (context, request) => {
    seen.push(request);
    return fakeAnalyse(context, request);
  };

  it('are asked for before the first check and again when they change', async () => {
    pair = await LspPair.start({
      analyse: recording,
      syntax: noSyntax,
      folders: [folder.path],
      settings: { abi: ['6.3'], targets: ['aarch64'], rules: { 'some-rule': 'off' } },
    });
    await pair.open(uriOf('settings.c'), '');
    await pair.pull(uriOf('settings.c'));
    assert.deepEqual(seen.at(-1)?.declarations, { abis: ['6.3'], rules: { 'some-rule': 'off' } });
    assert.deepEqual(seen.at(-1)?.targets, ['aarch64']);
    pair.settings = { abi: ['7.0'] };
    await pair.client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await pair.refreshes.first(() => true);
    await pair.pull(uriOf('settings.c'));
    assert.deepEqual(seen.at(-1)?.declarations.abis, ['7.0']);
  });

  it('lose against the nearest .rseq.json, which is read again when it changes', async () => {
    mkdirSync(`${folder.path}/configured`, { recursive: true });
    folder.write('configured/.rseq.json', '{ "abi": "original", /* why */ "unknown": 1, }');
    pair = await LspPair.start({
      analyse: recording,
      syntax: noSyntax,
      folders: [folder.path],
      settings: { abi: ['6.3'], targets: ['arm'] },
    });
    await pair.open(uriOf('configured/a.c'), '');
    await pair.pull(uriOf('configured/a.c'));
    assert.deepEqual(seen.at(-1)?.declarations.abis, ['original']);
    assert.deepEqual(seen.at(-1)?.targets, ['arm']);
    const status = await pair.statuses.first(({ uri }) => uri === uriOf('configured/a.c'));
    assert.match(status.unknown.join('\n'), /^\.rseq\.json:1: unknown key "unknown"/);
    folder.write('configured/.rseq.json', '{ "abi": "tcmalloc" }');
    await tellChanged('configured/.rseq.json');
    await pair.pull(uriOf('configured/a.c'));
    assert.deepEqual(seen.at(-1)?.declarations.abis, ['tcmalloc']);
  });
});

describe('workspace/didChangeWatchedFiles', () => {
  it('makes the client ask again, and the next answer knows the new files', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, folders: [folder.path] });
    await pair.open(uriOf('watch.c'), '#include "late.h"\n');
    const before = await pair.pull(uriOf('late.h'));
    assert.deepEqual(before, { kind: 'full', resultId: '1', items: [] });
    folder.write('late.h', 'BAD');
    await tellChanged('late.h');
    const after = await pair.pull(uriOf('late.h'));
    assert.equal(after.kind === 'full' && after.items.length, 1);
  });

  it('ignores what the editor itself saved', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, folders: [folder.path] });
    await pair.open(uriOf('own.c'), '');
    await pair.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf('own.c'), type: FileChangeType.Changed }],
    });
    await pair.handled();
    assert.equal(pair.refreshes.all.length, 0);
  });
});

describe('rseq/checkWorkspace', () => {
  it('checks every file, reports progress and pushes what is found in files that are not open', async () => {
    const project = new TemporaryFolder();
    project.write('a.c', '#include "inc/h.h"\nBAD');
    project.write('open.c', 'BAD');
    project.write('inc/h.h', 'BAD');
    project.write('node_modules/x.c', 'BAD');
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, folders: [project.path] });
    const uri = (name: string) => pathToFileURL(`${project.path}/${name}`).href;
    await pair.open(uri('open.c'), 'BAD BAD');
    const kinds: string[] = [];
    pair.client.onProgress(WorkDoneProgress.type, 'token', ({ kind }) => {
      kinds.push(kind);
    });
    const result = await pair.client.sendRequest(checkWorkspaceRequest, { workDoneToken: 'token' });
    assert.deepEqual(result, { files: 3, findings: 4, cancelled: false });
    assert.deepEqual(kinds, ['begin', 'report', 'report', 'report', 'end']);
    assert.deepEqual(pair.published.all.map((params) => params.uri).sort(), [uri('a.c'), uri('inc/h.h')]);
    // Opening a file hands its findings over to the pull.
    await pair.open(uri('a.c'), 'BAD');
    await pair.published.first((params) => params.uri === uri('a.c') && params.diagnostics.length === 0);
    project.remove();
  });

  it('stops when it is cancelled', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, folders: [folder.path] });
    folder.write('one.c', 'BAD');
    const source = new CancellationTokenSource();
    const answer = pair.client.sendRequest<CheckWorkspaceResult>(checkWorkspaceRequest, {}, source.token);
    source.cancel();
    assert.equal((await answer).cancelled, true);
    assert.equal(pair.published.all.length, 0);
  });
});

describe('malformed messages', () => {
  it('cost one answer each; the server lives on', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax });
    send(pair, { jsonrpc: '2.0', method: 'textDocument/didOpen', params: {} });
    send(pair, { jsonrpc: '2.0', method: 'textDocument/didChange', params: { textDocument: null } });
    send(pair, { jsonrpc: '2.0', method: 'textDocument/didClose' });
    await pair.logged.first((message) => message.startsWith('textDocument/didOpen failed'));
    const answer = await pair.client.sendRequest('textDocument/diagnostic', { textDocument: 7 });
    assert.deepEqual(answer, { kind: 'full', items: [] });
    assert.deepEqual(await pair.client.sendRequest('textDocument/codeAction', {}), []);
    await pair.open('file:///fine.c', 'BAD');
    const report = await pair.pull('file:///fine.c');
    assert.equal(report.kind === 'full' && report.items.length, 1);
  });

  it('are refused where there is no such request', async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax });
    await assert.rejects(pair.client.sendRequest('textDocument/nonsense', {}), { code: -32601 });
  });
});

async function tellChanged(name: string): Promise<void> {
  const refreshed = pair.refreshes.next();
  await pair.client.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: uriOf(name), type: FileChangeType.Changed }],
  });
  await refreshed;
}

function send({ wire }: LspPair, message: unknown): void {
  const text = JSON.stringify(message);
  wire.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
