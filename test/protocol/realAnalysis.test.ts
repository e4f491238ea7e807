import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type CodeAction,
} from 'vscode-languageserver/node';
import { analyze } from '../../server/src/analysis';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { LspPair } from '../support/lspPair';
import { syntaxForTests } from '../support/syntax';
import { TemporaryFolder } from '../support/temporaryFolder';

describe('the server with the real analysis', () => {
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
    pair = await LspPair.start({ analyse: analyze, syntax: await syntaxForTests(), folders: [folder.path] });
  });
  afterEach(() => pair.stop());

  async function codesOf(uri: string): Promise<string[]> {
    const report = await pair.pull(uri);
    assert.equal(report.kind, 'full');
    return report.items.map(({ code, range }) => `${String(code)} ${range.start.line}:${range.start.character}`);
  }

  it('shows a finding, says what it read, and its quick fix makes the finding go away', async () => {
    const uri = uriOf('counter.c');
    const text = brokenCounter();
    await pair.open(uri, text);
    assert.deepEqual(await codesOf(uri), ['descriptor-flags 7:12']);
    const status = await pair.statuses.first((params) => params.uri === uri);
    assert.deepEqual(status, { uri, targets: ['x86_64'], abis: [], sections: 1, unknown: [] });
    const range = { start: { line: 7, character: 13 }, end: { line: 7, character: 13 } };
    const actions = await pair.client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    const [action] = (actions ?? []) as CodeAction[];
    assert.ok(action);
    const { edit } = await pair.client.sendRequest(CodeActionResolveRequest.type, action);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change && change.textDocument.version === 1);
    const [replacement] = change.edits;
    assert.ok(replacement && 'newText' in replacement);
    const fixed = await pair.replace(uri, 2, text, '0x2', replacement.newText);
    assert.equal(fixed, goodCounter());
    assert.deepEqual(await codesOf(uri), []);
  });

  it('reads a header through the open file whose macros it needs, and follows changes in either', async () => {
    await pair.open(uriOf('part.h'), `#ifdef HOSTED\n${brokenCounter()}#endif\n`);
    const host = '#define HOSTED\n#include "part.h"\n';
    await pair.open(uriOf('host.c'), host);
    assert.deepEqual(await codesOf(uriOf('part.h')), ['descriptor-flags 8:12']);
    assert.deepEqual(await codesOf(uriOf('host.c')), []);
    await pair.replace(uriOf('host.c'), 2, host, 'HOSTED', 'ALONE');
    assert.deepEqual(await codesOf(uriOf('part.h')), []);
  });

  it('says with which variant a finding holds, and asks again when the configuration changes', async () => {
    folder.write('variants/.rseq.json', '{ "variants": [{ "name": "plain" }, { "name": "odd", "defines": ["ODD"] }] }');
    const uri = uriOf('variants/a.c');
    await pair.open(uri, `#ifdef ODD\n${brokenCounter()}#endif\n`);
    const messages = async (): Promise<string[]> => {
      const report = await pair.pull(uri);
      assert.equal(report.kind, 'full');
      return report.items.map(({ message }) =>
        (typeof message === 'string' ? message : message.value).replace(/^.* \(/, '('),
      );
    };
    assert.deepEqual(await messages(), ['(only with odd)']);
    folder.write('variants/.rseq.json', '{ "variants": [{ "name": "plain" }, { "name": "even" }] }');
    const refreshed = pair.refreshes.next();
    await pair.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf('variants/.rseq.json'), type: FileChangeType.Changed }],
    });
    await refreshed;
    assert.deepEqual(await messages(), []);
  });

  it('shows suppressions that suppress nothing, but not in a header, which other files may include', async () => {
    const unused = goodCounter().replace('0x0\\n\\t"', '0x0\\n\\t" /* rseq-ignore descriptor-flags: old kernels */');
    await pair.open(uriOf('unused.c'), unused);
    assert.deepEqual(await codesOf(uriOf('unused.c')), ['suppression-unused 7:36']);
    await pair.open(uriOf('unused.h'), unused.replace('int counter_inc', 'static inline int counter_inc'));
    await pair.open(uriOf('includes.c'), '#include "unused.h"\n');
    assert.deepEqual(await codesOf(uriOf('unused.h')), []);
  });

  it('says what it could not find', async () => {
    await pair.open(uriOf('lost.c'), '#include <no/such.h>\n');
    await pair.pull(uriOf('lost.c'));
    const { unknown } = await pair.statuses.first(({ uri }) => uri === uriOf('lost.c'));
    assert.deepEqual(unknown, ['cannot find <no/such.h>; conditions that depend on it are unknown']);
  });

  it('finds headers and hosts in the workspace, and looks again when a line or a file is new', async () => {
    const text = '/* empty */\n';
    folder.write('project/include/deep/inner.h', `#ifdef HOSTED\n${brokenCounter()}#endif\n`);
    await pair.open(uriOf('project/src/a.c'), text);
    assert.deepEqual(await codesOf(uriOf('project/include/deep/inner.h')), []);
    await pair.replace(uriOf('project/src/a.c'), 2, text, '/* empty */', '#define HOSTED\n#include <deep/outer.h>');
    assert.deepEqual(await codesOf(uriOf('project/include/deep/inner.h')), []);
    folder.write('project/include/deep/outer.h', '#include <deep/inner.h>\n');
    const refreshed = pair.refreshes.next();
    await pair.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf('project/include/deep/outer.h'), type: FileChangeType.Created }],
    });
    await refreshed;
    assert.deepEqual(await codesOf(uriOf('project/include/deep/inner.h')), ['descriptor-flags 8:12']);
    await pair.pull(uriOf('project/src/a.c'));
    const { unknown } = await pair.statuses.first(
      (status) => status.uri === uriOf('project/src/a.c') && status.sections === 0 && status.unknown.length > 0,
    );
    assert.deepEqual(unknown, [
      'found <deep/outer.h> in project/include; add "includeDirectories": ["project/include"] to .rseq.json to make this certain',
    ]);
  });
});
