import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, type DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { createInProcessService } from '../../server/src/lsp/inProcessService';
import { Engine } from '../../server/src/project/engine';
import { fakeAnalyse, noSyntax } from '../support/fakeAnalysis';
import { HeldService } from '../support/heldService';
import { LspPair } from '../support/lspPair';
import { TemporaryFolder } from '../support/temporaryFolder';

describe('textDocument/diagnostic', () => {
  let folder: TemporaryFolder;
  let pair: LspPair;
  const uriOf = (name: string) => pathToFileURL(`${folder.path}/${name}`).href;

  before(() => {
    folder = new TemporaryFolder();
  });
  after(() => {
    folder.remove();
  });
  beforeEach(async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, folders: [folder.path] });
  });
  afterEach(() => pair.stop());

  it('reports the findings of an open document where the editor shows them', async () => {
    await pair.open(uriOf('a.c'), 'int a;\nint BAD;\n');
    const report = await pair.pull(uriOf('a.c'));
    assert.deepEqual(itemsOf(report), [
      {
        range: { start: { line: 1, character: 4 }, end: { line: 1, character: 7 } },
        severity: 1,
        code: 'fake-rule',
        codeDescription: { href: 'https://github.com/rseq-tools/rseq/blob/main/docs/rules/fake-rule.md' },
        source: 'rseq',
        message: 'this is bad',
        relatedInformation: [],
        data: { fixes: ['make it good'] },
      },
    ]);
  });

  it('follows incremental changes', async () => {
    const text = await pair.open(uriOf('b.c'), 'int a;\r\nint ok;\r\n').then(() => 'int a;\r\nint ok;\r\n');
    assert.equal(itemsOf(await pair.pull(uriOf('b.c'))).length, 0);
    await pair.replace(uriOf('b.c'), 2, text, 'ok', 'BAD, BAD');
    const columns = itemsOf(await pair.pull(uriOf('b.c'))).map(({ range }) => range.start.character);
    assert.deepEqual(columns, [4, 9]);
  });

  it('says unchanged for the result id of the same findings', async () => {
    await pair.open(uriOf('c.c'), 'BAD');
    const first = await pair.pull(uriOf('c.c'));
    assert.equal(first.kind, 'full');
    const second = await pair.pull(uriOf('c.c'), first.resultId);
    assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
    await pair.replace(uriOf('c.c'), 2, 'BAD', 'BAD', 'BAD BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('c.c'), first.resultId)).length, 2);
  });

  it('answers for a file that is not open, and with nothing for one that does not exist', async () => {
    folder.write('disk.c', 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('disk.c'))).length, 1);
    assert.deepEqual(itemsOf(await pair.pull(uriOf('missing.c'))), []);
    assert.deepEqual(itemsOf(await pair.pull('untitled:Untitled-1')), []);
  });

  it('goes back to the text on the disk when the document is closed', async () => {
    folder.write('closed.c', 'fine');
    await pair.open(uriOf('closed.c'), 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('closed.c'))).length, 1);
    await pair.close(uriOf('closed.c'));
    assert.equal(itemsOf(await pair.pull(uriOf('closed.c'))).length, 0);
  });

  it('reads a header through an open file that includes it, and shows each finding on its own document', async () => {
    folder.write('include/list.h', 'BAD');
    folder.write('other.c', '#include "include/list.h"\n');
    await pair.open(uriOf('host.c'), '#include "include/list.h"\nBAD BAD');
    await pair.open(uriOf('include/list.h'), 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('include/list.h'))).length, 1);
    assert.equal(itemsOf(await pair.pull(uriOf('host.c'))).length, 2);
    const status = await pair.statuses.first(({ uri }) => uri === uriOf('include/list.h'));
    assert.equal(status.host, `${folder.path}/host.c`);
  });

  it('reads a header through a file of the folder when none is open', async () => {
    folder.write('tree/list.h', 'BAD');
    folder.write('tree/user.c', '#include "list.h"\n');
    await pair.open(uriOf('tree/list.h'), 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('tree/list.h'))).length, 1);
    const status = await pair.statuses.first(({ uri }) => uri === uriOf('tree/list.h'));
    assert.equal(status.host, `${folder.path}/tree/user.c`);
  });

  it('costs one answer when the analysis throws, and logs what it was asked', async () => {
    await pair.open(uriOf('crash.c'), 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('crash.c'))).length, 1);
    await pair.replace(uriOf('crash.c'), 2, 'BAD', 'BAD', 'THROW');
    // What was known stays on the screen.
    assert.equal(itemsOf(await pair.pull(uriOf('crash.c'))).length, 1);
    assert.match(await pair.logged.first((message) => message.includes('thrown at')), /crash\.c/);
    await pair.open(uriOf('next.c'), 'BAD');
    assert.equal(itemsOf(await pair.pull(uriOf('next.c'))).length, 1);
    await pair.replace(uriOf('crash.c'), 3, 'THROW', 'THROW', 'fine');
    assert.equal(itemsOf(await pair.pull(uriOf('crash.c'))).length, 0);
  });

  it('ends a cancelled request with the error that the protocol has for it', async () => {
    await pair.open(uriOf('cancel.c'), 'BAD');
    const source = new CancellationTokenSource();
    const answer = pair.pull(uriOf('cancel.c'), undefined, source.token);
    source.cancel();
    // Anything in `data` would decide for the client whether to ask again.
    await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled, data: undefined });
    assert.equal(itemsOf(await pair.pull(uriOf('cancel.c'))).length, 1);
  });
});

describe('a document that changes while it is checked', () => {
  it('gets no answer for the old text; the client is told to ask again', async () => {
    const service = new HeldService(createInProcessService(new Engine(fakeAnalyse, noSyntax)));
    const pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, createService: () => service });
    await pair.open('file:///late.c', 'BAD');
    const answer = pair.pull('file:///late.c');
    await service.asked;
    await pair.replace('file:///late.c', 2, 'BAD', 'BAD', 'GOOD');
    await service.changed;
    service.release();
    await assert.rejects(answer, { code: LSPErrorCodes.ServerCancelled, data: { retriggerRequest: true } });
    assert.deepEqual(itemsOf(await pair.pull('file:///late.c')), []);
    await pair.stop();
  });
});

function itemsOf(report: DocumentDiagnosticReport) {
  assert.equal(report.kind, 'full');
  return report.items;
}
