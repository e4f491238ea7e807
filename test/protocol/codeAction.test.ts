import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  DiagnosticSeverity,
  LSPErrorCodes,
  type CodeAction,
  type Range,
} from 'vscode-languageserver/node';
import { fakeAnalyse, noSyntax } from '../support/fakeAnalysis';
import { LspPair, plainClient, pullingClient } from '../support/lspPair';

const uri = 'file:///project/a.c';

describe('textDocument/codeAction', () => {
  let pair: LspPair;
  beforeEach(async () => {
    pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax });
  });
  afterEach(() => pair.stop());

  it('offers the fix of the finding under the cursor and works out its edit when it is chosen', async () => {
    await pair.open(uri, 'int BAD;\nint BAD;\n');
    const actions = await actionsAt(pair, cursor(1, 5));
    assert.equal(actions.length, 1);
    const [action] = actions;
    assert.ok(action);
    assert.equal(action.title, 'make it good');
    assert.equal(action.kind, 'quickfix');
    assert.equal(action.isPreferred, true);
    assert.equal(action.diagnostics?.[0]?.code, 'fake-rule');
    assert.equal(action.edit, undefined);
    const resolved = await pair.client.sendRequest(CodeActionResolveRequest.type, action);
    assert.deepEqual(resolved.edit, {
      documentChanges: [
        {
          textDocument: { uri, version: 1 },
          edits: [{ range: { start: { line: 1, character: 4 }, end: { line: 1, character: 7 } }, newText: 'GOOD' }],
        },
      ],
    });
  });

  it('offers nothing where nothing is wrong', async () => {
    await pair.open(uri, 'int BAD;\nint a;\n');
    assert.deepEqual(await actionsAt(pair, cursor(1, 2)), []);
    assert.deepEqual(await actionsAt(pair, cursor(0, 5), ['refactor']), []);
  });

  it('refuses to resolve an action of an older text', async () => {
    await pair.open(uri, 'int BAD;\n');
    const [action] = await actionsAt(pair, cursor(0, 5));
    assert.ok(action);
    await pair.replace(uri, 2, 'int BAD;\n', 'int', 'long');
    await assert.rejects(pair.client.sendRequest(CodeActionResolveRequest.type, action), {
      code: LSPErrorCodes.ContentModified,
    });
  });

  it('says which fix has to be looked at, and prefers it nowhere', async () => {
    await pair.open(uri, 'ODD');
    const [action, ...others] = await actionsAt(pair, cursor(0, 1));
    assert.deepEqual(others, []);
    assert.equal(action?.title, 'make it good (look at the result)');
    assert.equal(action.isPreferred, false);
    assert.equal(action.diagnostics?.[0]?.severity, DiagnosticSeverity.Hint);
    assert.deepEqual(await actionsAt(pair, cursor(0, 1), ['source.fixAll']), []);
  });

  it('fixes everything at once that needs no look for a client that asks for it', async () => {
    await pair.open(uri, 'BAD ODD BAD');
    const [action] = await actionsAt(pair, cursor(0, 0), ['source.fixAll']);
    assert.equal(action?.kind, 'source.fixAll.rseq');
    const [change] = action.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    assert.equal(change.edits.length, 2);
  });
});

describe('textDocument/codeAction for a client that cannot resolve', () => {
  it('has the edit at once, without versions', async () => {
    const capabilities = { ...plainClient, textDocument: { diagnostic: {}, codeAction: {} } };
    const pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, capabilities });
    await pair.open(uri, 'BAD');
    const [action] = await actionsAt(pair, cursor(0, 1));
    assert.deepEqual(action?.edit, {
      changes: {
        [uri]: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }, newText: 'GOOD' }],
      },
    });
    await pair.stop();
  });

  it('keeps the editor’s own spelling of a URI', async () => {
    const encoded = 'file:///c%2B%2B/a.c';
    const pair = await LspPair.start({ analyse: fakeAnalyse, syntax: noSyntax, capabilities: pullingClient });
    await pair.open(encoded, 'BAD');
    const [action] = await actionsAt(pair, cursor(0, 1), undefined, encoded);
    assert.ok(action);
    const { edit } = await pair.client.sendRequest(CodeActionResolveRequest.type, action);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'textDocument' in change);
    assert.equal(change.textDocument.uri, encoded);
    await pair.stop();
  });
});

async function actionsAt(pair: LspPair, range: Range, only?: string[], document = uri): Promise<CodeAction[]> {
  const answer = await pair.client.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: document },
    range,
    context: { diagnostics: [], ...(only ? { only } : {}) },
  });
  return (answer ?? []).filter(
    (action): action is CodeAction => !('command' in action && typeof action.command === 'string'),
  );
}

function cursor(line: number, character: number): Range {
  return { start: { line, character }, end: { line, character } };
}
