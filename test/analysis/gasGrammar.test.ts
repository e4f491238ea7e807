import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, it } from 'node:test';
import type * as TreeSitter from 'web-tree-sitter';
import { readCorpus } from '../support/grammarCorpus';
import { bothBackends, grammarDirectory, printTree, withTree } from '../support/syntaxTrees';

const gas = path.join(__dirname, '../../../grammars/gas');

describe('the gas grammar', async () => {
  const cases = readCorpus(path.join(gas, 'test/corpus'));
  it('has a corpus', () => {
    assert.ok(cases.length >= 40, `${cases.length} cases`);
  });

  for (const backend of await bothBackends()) {
    describe(`in the ${backend.kind} backend`, () => {
      for (const { file, title, text, tree } of cases) {
        it(`${file}: ${title}`, () => {
          assert.equal(withTree(backend, 'gas', text, printTree), tree);
        });
      }
    });
  }
});

it('the highlighting query knows its nodes', async () => {
  const load: (name: string) => unknown = createRequire(__filename);
  const { Language, Parser, Query } = load(path.join(grammarDirectory, 'web-tree-sitter.cjs')) as typeof TreeSitter;
  await Parser.init({ locateFile: () => path.join(grammarDirectory, 'web-tree-sitter.wasm') });
  const language = await Language.load(path.join(grammarDirectory, 'gas.wasm'));
  const query = new Query(language, readFileSync(path.join(gas, 'queries/highlights.scm'), 'utf8'));
  const tree = new Parser().setLanguage(language).parse('1: lock incq 8(%rax) # one');
  assert.ok(tree);
  const captured = query.captures(tree.rootNode).map(({ name, node }) => `${name} ${node.text}`);
  for (const expected of ['label 1', 'keyword.modifier lock', 'function.builtin incq', 'comment # one']) {
    assert.ok(captured.includes(expected), `${expected} is not among ${captured.join(', ')}`);
  }
  tree.delete();
});

it('the gas parser and its WebAssembly are those that were generated together', () => {
  const pin: unknown = JSON.parse(readFileSync(path.join(gas, 'pin.json'), 'utf8'));
  assert.ok(typeof pin === 'object' && pin !== null && 'sha256' in pin);
  assert.deepEqual(pin.sha256, { 'src/parser.c': hashOf('src/parser.c'), 'gas.wasm': hashOf('gas.wasm') });
});

function hashOf(name: string): string {
  return createHash('sha256')
    .update(readFileSync(path.join(gas, name)))
    .digest('hex');
}
