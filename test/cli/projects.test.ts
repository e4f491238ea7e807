import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { brokenCounter } from '../support/brokenCounter';
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

const header = () => brokenCounter().replace('int counter_inc', 'static inline int counter_inc');
/** The same for a host that says so. */
const needy = () => `#ifdef HOSTED\n${header()}\n#endif\n`;

/** What a check found in which file, and what it noted. */
async function check(...words: string[]) {
  const document = documentOf(await runCli(['check', '--format', 'json', ...words], { cwd: folder.path }));
  return {
    found: document.findings.map(({ rule, file }) => `${rule} ${file}`),
    notes: document.notes.map(({ file, message }) => `${file}: ${message}`),
  };
}

const lost = (name: string) => `cannot find <${name}>; conditions that depend on it are unknown`;

describe('include directories that nobody named', () => {
  it('are found in the checkout, and said once', async () => {
    folder.write('include/counter/counter.h', header());
    folder.write('tests/deep/a.c', '#include <counter/counter.h>\n');
    const { found, notes } = await check('tests/deep/a.c');
    assert.deepEqual(found, ['descriptor-flags include/counter/counter.h']);
    assert.deepEqual(notes, [
      'tests/deep/a.c: found <counter/counter.h> in include; add "includeDirectories": ["include"] to .rseq.json to make this certain',
    ]);
  });

  it('make it certain when the advice is taken', async () => {
    folder.write('include/counter/counter.h', header());
    folder.write('tests/a.c', '#include <counter/counter.h>\n');
    folder.write('.rseq.json', '{ "includeDirectories": ["include"] }');
    assert.deepEqual(await check('tests/a.c'), { found: ['descriptor-flags include/counter/counter.h'], notes: [] });
  });

  it('are found for what a found header includes, and settle what was ambiguous', async () => {
    folder.write('one/first.h', '#include <second.h>\n');
    folder.write('two/second.h', '#include "third.h"\n');
    folder.write('two/third.h', header());
    folder.write('other/third.h', 'int other;\n');
    folder.write('a.c', '#include <third.h>\n#include <first.h>\n');
    const { found, notes } = await check('a.c');
    assert.deepEqual(found, ['descriptor-flags two/third.h']);
    assert.equal(notes.length, 1);
    assert.match(notes.join(), /"includeDirectories": \["one", "two"\]/);
  });

  it('are not taken where two would do', async () => {
    folder.write('one/counter.h', header());
    folder.write('two/counter.h', header());
    folder.write('a.c', '#include <counter.h>\n');
    assert.deepEqual(await check('a.c'), { found: [], notes: [`a.c: ${lost('counter.h')}`] });
  });

  it('are not taken from what tools made or fetched', async () => {
    for (const left of ['build', 'node_modules/x', '.deps', 'cmake-build-debug']) {
      folder.write(`${left}/counter.h`, header());
    }
    folder.write('a.c', '#include <counter.h>\n');
    assert.deepEqual((await check('a.c')).notes, [`a.c: ${lost('counter.h')}`]);
  });

  it('never stand in for the headers of a toolchain', async () => {
    folder.write('compat/stdio.h', header());
    folder.write('compat/linux/no_such.h', header());
    folder.write('compat/own.h', header());
    folder.write('a.c', '#include <stdio.h>\n#include <linux/no_such.h>\n#include <own.h>\n');
    const { found, notes } = await check('a.c');
    assert.deepEqual(found, []);
    assert.ok(notes.includes(`a.c: ${lost('linux/no_such.h')}`) && notes.includes(`a.c: ${lost('own.h')}`));
  });

  it('are not looked for where somebody said where to look', async () => {
    folder.write('include/counter.h', header());
    folder.write('a.c', '#include <counter.h>\n');
    folder.makeFolder('empty');
    assert.deepEqual(await check('-Iempty', 'a.c'), { found: [], notes: [`a.c: ${lost('counter.h')}`] });
    folder.write('compile_commands.json', '[{ "directory": ".", "file": "a.c", "command": "cc -c a.c" }]');
    assert.deepEqual(await check('a.c'), { found: [], notes: [`a.c: ${lost('counter.h')}`] });
  });

  it('of a file in no checkout are looked for in the folder that was given', async () => {
    const plain = new TemporaryFolder();
    plain.write('include/counter.h', header());
    plain.write('tests/a.c', '#include <counter.h>\n');
    const run = async (...words: string[]) => {
      const document = documentOf(await runCli(['check', '--format', 'json', ...words], { cwd: plain.path }));
      return document.findings.map(({ instances }) => instances);
    };
    assert.deepEqual(await run('.'), [1]);
    assert.deepEqual(await run('tests/a.c'), []);
    plain.remove();
  });
});

describe('many files of a project that nobody configured', () => {
  it('are not read for what was seen already', async () => {
    folder.write('include/counter.h', header().replaceAll('counter_inc', 'rseq_inc'));
    for (const name of ['a', 'b', 'c']) folder.write(`src/${name}.c`, '#include <counter.h>\n');
    folder.write('src/d.c', '#include <counter.h>\nint rseq_user;\n');
    const document = documentOf(await runCli(['check', '--format', 'json'], { cwd: folder.path }));
    assert.deepEqual(
      document.findings.map(({ file, instances }) => ({ file, instances })),
      [{ file: 'include/counter.h', instances: 2 }],
    );
    assert.equal(document.summary.files, 5);
  });

  it('are asked for their configuration all the same', async () => {
    folder.write('include/plain.h', 'int x;\n');
    folder.write('src/a.c', '#include <plain.h>\n');
    folder.write('.rseq.json', '{');
    const { status, err } = await runCli(['check'], { cwd: folder.path });
    assert.equal(status, 2);
    assert.match(err, /\.rseq\.json:1: not valid JSON/);
  });
});

describe('a header by itself', () => {
  it('is read through a file elsewhere in the project that finds it only by searching', async () => {
    folder.write('include/part/part.h', needy());
    folder.write('tests/host.c', '#define HOSTED\n#include <part/part.h>\n');
    assert.deepEqual((await check('include/part/part.h')).found, ['descriptor-flags include/part/part.h']);
  });

  it('is read through the file that lacks the fewest headers', async () => {
    folder.write('include/part.h', needy());
    folder.write('include/a.c', '#include <no/such.h>\n#include "part.h"\n');
    folder.write('tests/z.c', '#define HOSTED\n#include <part.h>\n');
    assert.deepEqual((await check('include/part.h')).found, ['descriptor-flags include/part.h']);
  });

  it('is read alone if nobody includes it, which is said', async () => {
    folder.write('alone.h', header());
    assert.deepEqual(await check('alone.h'), {
      found: ['descriptor-flags alone.h'],
      notes: ['alone.h: read on its own: no file that includes it was found'],
    });
  });

  it('is read alone if those that include it leave it out', async () => {
    folder.write('alone.h', header());
    folder.write('host.c', '#if 0\n#include "alone.h"\n#endif\n');
    assert.deepEqual(await check('alone.h'), {
      found: ['descriptor-flags alone.h'],
      notes: ['alone.h: read on its own: the files that include it leave it out'],
    });
  });

  it('is read through a header that leads to it if no source file does, which is said', async () => {
    folder.write('lib/part.h', needy());
    folder.write('lib/with-it.h', '#define HOSTED\n#include "part.h"\n#undef HOSTED\n');
    folder.write('lib/all.h', '#include "with-it.h"\n');
    assert.deepEqual(await check('lib/part.h'), {
      found: ['descriptor-flags lib/part.h'],
      notes: ['lib/part.h: read through all.h: no source file that includes it was found'],
    });
    folder.write('tests/a.c', '#include "../lib/all.h"\n');
    assert.deepEqual(await check('lib/part.h'), { found: ['descriptor-flags lib/part.h'], notes: [] });
  });

  it('is read as C++ if its own words are, and nobody includes it', async () => {
    folder.write('alone.h', `namespace a {\n#ifdef __cpp_constexpr\n${header()}#endif\n}\n`);
    folder.write('both.h', `#ifdef __cplusplus\nnamespace a {\n${header()}}\n#endif\n`);
    assert.deepEqual((await check('alone.h', 'both.h')).found, ['descriptor-flags alone.h']);
  });
});

describe('the project of a file that is in no checkout', () => {
  /** `.git` is beside it. */
  const outside = (name: string) => `elsewhere/${name}`;
  beforeEach(() => {
    rmSync(path.join(folder.path, '.git'), { recursive: true });
    folder.write(outside('include/deep/part.h'), needy());
    folder.write(outside('tests/a.c'), '#define HOSTED\n#include <deep/part.h>\n');
  });

  const found = async () => (await check(outside('include/deep/part.h'))).found;

  it('is the folder that it is built from', async () => {
    folder.write(outside('configure.ac'), '');
    folder.write(outside('include/Makefile.am'), '');
    assert.deepEqual(await found(), ['descriptor-flags elsewhere/include/deep/part.h']);
  });

  it('is the topmost of a row of folders with makefiles', async () => {
    folder.write(outside('Makefile'), '');
    folder.write(outside('include/Makefile'), '');
    folder.write(outside('include/deep/Makefile'), '');
    assert.deepEqual(await found(), ['descriptor-flags elsewhere/include/deep/part.h']);
  });

  it('is its own folder if nothing else can be told', async () => {
    assert.deepEqual(await found(), []);
  });
});
