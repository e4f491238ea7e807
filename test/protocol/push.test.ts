import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fakeAnalyse, noSyntax } from '../support/fakeAnalysis';
import { LspPair, plainClient } from '../support/lspPair';

describe('textDocument/publishDiagnostics, for a client that does not pull', () => {
  let pair: LspPair;
  const uri = 'file:///project/a.c';

  beforeEach(async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, capabilities: plainClient });
  });
  afterEach(() => pair.stop());

  it('sends them once typing pauses, with the version that they are for', async () => {
    await pair.open(uri, 'BAD');
    await pair.handled();
    assert.deepEqual(pair.scheduler.planned, [150]);
    pair.scheduler.run();
    const published = await pair.published.first((params) => params.uri === uri);
    assert.equal(published.version, 1);
    assert.deepEqual(
      published.diagnostics.map(({ code }) => code),
      ['fake-rule'],
    );
  });

  it('checks once for changes in quick succession', async () => {
    await pair.open(uri, 'BAD');
    const text = await pair.replace(uri, 2, 'BAD', 'BAD', 'BAD BAD');
    await pair.replace(uri, 3, text, 'BAD BAD', 'BAD BAD BAD');
    await pair.handled();
    assert.deepEqual(pair.scheduler.planned, [150]);
    pair.scheduler.run();
    const published = await pair.published.first(() => true);
    assert.equal(published.version, 3);
    assert.equal(published.diagnostics.length, 3);
    assert.equal(pair.published.all.length, 1);
  });

  it('checks the other open documents too: they may include the one that changed', async () => {
    await pair.open(uri, '#include "b.h"\n');
    await pair.open('file:///project/b.h', 'fine');
    await pair.handled();
    pair.scheduler.run();
    await pair.published.first((params) => params.uri.endsWith('b.h'));
    const after = pair.published.next((params) => params.uri.endsWith('b.h') && params.diagnostics.length === 1);
    await pair.replace('file:///project/b.h', 2, 'fine', 'fine', 'BAD');
    await pair.handled();
    pair.scheduler.run();
    assert.equal((await after).version, 2);
  });

  it('takes them away when the document is closed', async () => {
    await pair.open(uri, 'BAD');
    await pair.handled();
    pair.scheduler.run();
    await pair.published.first((params) => params.diagnostics.length === 1);
    await pair.close(uri);
    await pair.published.first((params) => params.uri === uri && params.diagnostics.length === 0);
  });

  it('goes on with the next document when the analysis of one throws', async () => {
    await pair.open(uri, 'THROW');
    await pair.open('file:///project/next.c', 'BAD');
    await pair.handled();
    pair.scheduler.run();
    await pair.published.first((params) => params.uri.endsWith('next.c'));
    await pair.logged.first((message) => message.includes('thrown at a.c'));
  });
});
