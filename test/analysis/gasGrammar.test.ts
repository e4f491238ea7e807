import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readCorpus } from '../support/grammarCorpus';
import { bothBackends, printTree, withTree } from '../support/syntaxTrees';

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
