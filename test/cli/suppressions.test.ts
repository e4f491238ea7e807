import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { documentOf, runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
  folder.makeFolder('.git');
});
afterEach(() => {
  folder.remove();
});

async function check(...words: string[]): Promise<string[]> {
  const result = await runCli(['check', '--format', 'json', ...words], { cwd: folder.path });
  return documentOf(result).findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`);
}

/** A section in a header whose flags are a macro, with a suppression at their line. */
const header = (): string =>
  goodCounter()
    .replace('int counter_inc', 'static inline int counter_inc')
    .replace('".long 0, 0x0\\n\\t"', '".long 0, " FLAGS "\\n\\t" /* rseq-ignore descriptor-flags: only old kernels */')
    .replace('".long 0, " FLAGS "', '".long 0, " /* here */ FLAGS "');

const plain = '\t\t".long 0, 0x0\\n\\t"';
const suppressed = (text: string): string =>
  text.replace(/(\.long 0, 0x\d.*)/, '$1 /* rseq-ignore descriptor-flags: old kernels */');

describe('suppressions', () => {
  it('suppress, and are reported where they do not', async () => {
    folder.write('a.c', suppressed(brokenCounter()));
    folder.write('b.c', suppressed(goodCounter()));
    assert.ok(goodCounter().includes(plain));
    assert.deepEqual(await check(), ['suppression-unused b.c:8']);
  });

  it('are not unused where their rule is off, and need not be reported at all', async () => {
    folder.write('b.c', suppressed(goodCounter()));
    assert.deepEqual(await check('--rule', 'descriptor-flags=off'), []);
    assert.deepEqual(await check('--rule', 'suppression-unused=off'), []);
    const { status } = await runCli(['check', '--rule', 'suppression-unused=info'], { cwd: folder.path });
    assert.equal(status, 0);
  });

  it('of a header are used if one unit has a use for them', async () => {
    folder.write('counter.h', header());
    folder.write('a.c', '#define FLAGS "0"\n#include "counter.h"\n');
    assert.deepEqual(await check(), ['suppression-unused counter.h:8']);
    // The flags are spelled in the header now.
    folder.write('counter.h', suppressed(`#ifdef BROKEN\n${brokenCounter()}#else\n${goodCounter()}#endif\n`));
    folder.write('a.c', '#include "counter.h"\n');
    folder.write('b.c', '#define BROKEN\n#include "counter.h"\n');
    assert.deepEqual(await check(), []);
  });

  it('of a header that was not asked for are left alone: other units may need them', async () => {
    folder.write('counter.h', suppressed(goodCounter()));
    folder.write('a.c', '#include "counter.h"\n');
    assert.deepEqual(await check('a.c'), []);
    assert.deepEqual(await check('counter.h'), []);
    assert.deepEqual(await check('a.c', 'counter.h'), ['suppression-unused counter.h:8']);
  });

  it('are used if one variant has a use for them', async () => {
    const text = goodCounter().replace(plain, '\t\t".long 0, " FLAGS "\\n\\t"');
    const flags =
      '#ifdef OLD\n#define FLAGS "2" /* rseq-ignore descriptor-flags: old kernels */\n#else\n#define FLAGS "0"\n#endif\n';
    folder.write('a.c', flags + text);
    assert.deepEqual(await check(), []);
    folder.write('.rseq.json', '{ "variants": [{ "name": "new" }, { "name": "old", "defines": ["OLD"] }] }');
    assert.deepEqual(await check(), []);
    folder.write('a.c', flags.replace('"2"', '"0"') + text);
    assert.deepEqual(await check(), ['suppression-unused a.c:2']);
  });

  it('go away with --fix, with the line that has nothing else', async () => {
    const good = goodCounter();
    const file = folder.write(
      'a.c',
      good.replace(plain, `\t\t/* rseq-ignore descriptor-flags: old kernels */\n${plain}`),
    );
    assert.deepEqual(await check('--fix'), []);
    assert.equal(readFileSync(file, 'utf8'), good);
  });

  it('with a wrong name are not changed by --fix: nobody knows what was meant', async () => {
    const text = brokenCounter().replace('0x2\\n\\t"', '0x2\\n\\t" /* rseq-ignore descriptor-flag: old kernels */');
    folder.write('a.c', text.replace('0x2', '0x0'));
    assert.deepEqual(await check('--fix'), ['suppression-unknown-rule a.c:8']);
    assert.match(readFileSync(path.join(folder.path, 'a.c'), 'utf8'), /rseq-ignore descriptor-flag:/);
  });
});
