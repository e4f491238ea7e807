import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listRules } from '../../server/src/analysis';
import { runCli } from '../support/runCli';

const run = (...words: string[]) => runCli(words, { cwd: '/' });

describe('rseq explain', () => {
  it('prints the page of every rule, without the marks of Markdown', async () => {
    assert.ok(listRules().length > 0);
    for (const { id, page } of listRules()) {
      const { status, out, err } = await run('explain', id);
      assert.deepEqual({ status, err }, { status: 0, err: '' });
      assert.ok(out.includes(id), id);
      assert.ok(!/^(#|```)/m.test(out), id);
      assert.ok(out.length > page.length / 2, id);
    }
  });

  it('lists all rules when none is named', async () => {
    const { status, out } = await run('explain');
    assert.equal(status, 0);
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    assert.deepEqual(
      ids,
      listRules().map(({ id }) => id),
    );
  });

  it('suggests the nearest rules for one that does not exist', async () => {
    assert.deepEqual(await run('explain', 'descriptor-version-number'), {
      status: 2,
      out: '',
      err: 'rseq: there is no rule "descriptor-version-number"; did you mean descriptor-version?\n',
    });
    assert.match(
      (await run('explain', 'xyzzy')).err,
      /^rseq: there is no rule "xyzzy"; `rseq explain` lists all rules\n$/,
    );
  });
});
