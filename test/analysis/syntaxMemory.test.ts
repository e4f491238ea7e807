import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { bothBackends, withTree } from '../support/syntaxTrees';

/** Enough that trees which are never freed would be seen: each is about 8 MB. */
const texts = { c: 'int f(int a) { return g(a, 3) * 2; }\n'.repeat(3300), parses: 50 };

/** By how much the process may grow. Native trees wait for the garbage collector. */
const allowedMegabytes = { wasm: 60, native: 200 };

describe('50 parses of 120 KB', async () => {
  for (const backend of await bothBackends()) {
    it(`leave no memory behind (${backend.kind})`, async () => {
      const parse = (): void => {
        withTree(backend, 'c', texts.c, (root) => root.endIndex);
      };
      for (let i = 0; i < 5; i++) parse();
      const before = process.memoryUsage.rss();
      let most = before;
      for (let i = 0; i < texts.parses; i++) {
        parse();
        most = Math.max(most, process.memoryUsage.rss());
        await setImmediate();
      }
      const grown = Math.round((most - before) / 1e6);
      assert.ok(grown < allowedMegabytes[backend.kind], `${grown} MB more than before`);
    });
  }
});
