import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { buildParamTest } from '../support/paramTest';
import { TemporaryFolder } from '../support/temporaryFolder';
import { compileProgram, testProgram } from './support';

const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const once = ['--scenario', 'abort'];

describe('stores before the commit', () => {
  it('are the entry of a log, and a count where two stores publish', async () => {
    const storesOf = async (...options: string[]) =>
      (await testProgram(compileProgram('counters.c', options), ...once)).stores;
    const right = await storesOf();
    assert.deepEqual(
      right.map(({ text }) => text.replace(/%\w+/g, '%')),
      ['mov %,(%,%,8)'],
    );
    const wrong = await storesOf('-DMISTAKE=TWO_PUBLISHING_STORES');
    assert.equal(wrong.length, 2);
    for (const { before, after: written, line, detail } of wrong) {
      assert.notEqual(before, written);
      assert.ok(line);
      assert.match(detail, /^visible before the commit: 8 bytes at 0x[0-9a-f]+, [0-9a-f]{16} to [0-9a-f]{16}$/);
    }
  });

  it("are those that the kernel's sections try, and fail nothing", async () => {
    const program = buildParamTest(folder, { release: '6.12' });
    for (const [mode, widths] of [
      ['s', []],
      ['b', [8]],
      ['m', [1]],
    ] as const) {
      const { status, stores } = await testProgram(program, ...once, '--', '-t', '2', '-r', '100', '-T', mode);
      const found = stores.map((one) => one.after.length / 2);
      assert.deepEqual([status, found], [0, widths], `-T ${mode}`);
    }
  });
});
