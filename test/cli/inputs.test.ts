import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { documentOf, runCli, type CliResult } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;
const run = (...words: string[]): Promise<CliResult> => runCli(words, { cwd: folder.path });
const check = (...words: string[]) => run('check', '--format', 'json', ...words);

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe('input that cannot be read', () => {
  const cases: readonly { readonly name: string; readonly make: () => string[]; readonly says: RegExp }[] = [
    {
      name: 'a missing file',
      make: () => ['missing.c'],
      says: /^rseq: missing\.c: no such file or directory\n$/,
    },
    {
      name: 'a folder without C',
      make: () => {
        folder.write('docs/readme.md', 'text');
        return ['docs'];
      },
      says: /^rseq: docs: no C, C\+\+ or assembly files below docs; [^\n]+\n$/,
    },
    {
      name: 'a binary file',
      make: () => {
        folder.write('a.c', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
        return ['a.c'];
      },
      says: /^rseq: a\.c: looks like a binary file; [^\n]+\n$/,
    },
    {
      name: 'a device',
      make: () => ['/dev/null'],
      says: /^rseq: \/dev\/null: neither a file nor a folder\n$/,
    },
    {
      name: 'a compile_commands.json that is no JSON',
      make: () => {
        folder.write('compile_commands.json', '[{');
        folder.write('a.c', 'int x;\n');
        return ['a.c'];
      },
      says: /^rseq: compile_commands\.json: cannot use this compile database: not valid JSON \([^\n]+\); generate it again\n$/,
    },
    {
      name: 'a compile_commands.json that is no list',
      make: () => {
        folder.write('db.json', '{}');
        folder.write('a.c', 'int x;\n');
        return ['--compile-commands', 'db.json', 'a.c'];
      },
      says: /^rseq: db\.json: cannot use this compile database: it must be a list of commands; generate it again\n$/,
    },
    {
      name: 'a folder in place of compile_commands.json',
      make: () => {
        folder.makeFolder('compile_commands.json');
        folder.write('a.c', 'int x;\n');
        return ['a.c'];
      },
      says: /^rseq: compile_commands\.json: cannot use this compile database: is a folder, not a file; [^\n]+\n$/,
    },
    {
      name: 'a named compile_commands.json that is not there',
      make: () => {
        folder.write('a.c', 'int x;\n');
        return ['--compile-commands', 'build', 'a.c'];
      },
      says: /^rseq: build: cannot use this compile database: no such file or directory; [^\n]+\n$/,
    },
    {
      name: 'entries of compile_commands.json without a command',
      make: () => {
        folder.write('compile_commands.json', '[{ "file": "a.c" }, 7]');
        folder.write('a.c', 'int x;\n');
        return ['a.c'];
      },
      says: /^rseq: compile_commands\.json: 2 of 2 entries lack "file" or a "command"; generate it again\n$/,
    },
    {
      name: 'a .rseq.json that is no JSON',
      make: () => {
        folder.write('.rseq.json', '{\n  "abi": \n}');
        folder.write('a.c', 'int x;\n');
        return ['a.c'];
      },
      says: /^rseq: \.rseq\.json:3: not valid JSON \(ValueExpected\); [^\n]+\n$/,
    },
    {
      name: 'a named configuration that is not there',
      make: () => {
        folder.write('a.c', 'int x;\n');
        return ['--config', 'other.json', 'a.c'];
      },
      says: /^rseq: other\.json: cannot read this configuration: no such file or directory\n$/,
    },
  ];

  for (const { name, make, says } of cases) {
    it(`is one clear line and status 2: ${name}`, async () => {
      const { status, err } = await check(...make());
      assert.match(err, says);
      assert.equal(status, 2);
    });
  }

  it('never stops the other files from being checked; status 2 wins over 1', async () => {
    folder.write('bad.c', brokenCounter());
    folder.write('binary.c', Buffer.from([0, 1, 2]));
    const result = await check('missing.c', 'bad.c', 'binary.c');
    assert.equal(result.status, 2);
    assert.deepEqual(
      documentOf(result).findings.map(({ file }) => file),
      ['bad.c'],
    );
    assert.equal(result.err.split('\n').length, 3);
  });

  it('is one line for an analysis that throws on one file, and the others go on', async () => {
    folder.write('crash.c', 'int x;\n');
    folder.write('other.c', 'int x;\n');
    const seen: string[] = [];
    const { status, err } = await runCli(['check', '--quiet', 'crash.c', 'other.c'], {
      cwd: folder.path,
      program: {
        analyse: (_context, request) => {
          seen.push(request.path);
          throw new Error('a bug');
        },
      },
    });
    assert.equal(status, 2);
    assert.equal(seen.length, 2);
    assert.match(
      err,
      /^rseq: crash\.c: internal error: Error: a bug; please report it with this file\nrseq: other\.c: /,
    );
  });

  it('is one line when no parser can be loaded', async () => {
    folder.write('a.c', 'int x;\n');
    const { status, err } = await runCli(['check', 'a.c'], {
      cwd: folder.path,
      program: { loadSyntax: () => Promise.reject(new Error('no grammars')) },
    });
    assert.equal(status, 2);
    assert.match(err, /^rseq: cannot load the parsers: no grammars; [^\n]+\n$/);
  });
});

describe('unusual text is checked all the same', () => {
  const place = async (...words: string[]) => {
    const result = await check(...words);
    assert.equal(result.err, '');
    const [finding, ...more] = documentOf(result).findings;
    assert.equal(more.length, 0);
    return finding && { rule: finding.rule, line: finding.line, column: finding.column, endColumn: finding.endColumn };
  };
  const expected = { rule: 'descriptor-flags', line: 8, column: 13, endColumn: 16 };

  it('with \\r\\n', async () => {
    folder.write('a.c', brokenCounter().replaceAll('\n', '\r\n'));
    assert.deepEqual(await place('a.c'), expected);
  });

  it('with a byte order mark', async () => {
    folder.write('a.c', `\uFEFF${brokenCounter()}`);
    assert.deepEqual(await place('a.c'), expected);
  });

  it('in UTF-16 of either order', async () => {
    const little = Buffer.from(`\uFEFF${brokenCounter()}`, 'utf16le');
    folder.write('little.c', little);
    folder.write('big.c', Buffer.from(little).swap16());
    assert.deepEqual(await place('little.c'), expected);
    assert.deepEqual(await place('big.c'), expected);
  });

  it('with characters of several UTF-16 units before the finding', async () => {
    folder.write('a.c', brokenCounter().replace('".long 0, 0x2', '/* 😀é */ ".long 0, 0x2'));
    assert.deepEqual(await place('a.c'), { ...expected, column: 23, endColumn: 26 });
  });

  it('with bytes that are no UTF-8', async () => {
    const [head, tail] = brokenCounter().split('".long 0, 0x2');
    folder.write(
      'a.c',
      Buffer.concat([
        Buffer.from(`${head ?? ''}/* `),
        Buffer.from([0xff]),
        Buffer.from(` */ ".long 0, 0x2${tail ?? ''}`),
      ]),
    );
    assert.deepEqual(await place('a.c'), { ...expected, column: 21, endColumn: 24 });
  });

  it('with headers that include each other', async () => {
    folder.write('a.h', '#include "b.h"\n');
    folder.write('b.h', '#include "a.h"\n');
    folder.write('a.c', `#include "a.h"\n${brokenCounter()}`);
    const result = await check('a.c');
    assert.deepEqual(
      documentOf(result).findings.map(({ rule, line }) => `${rule} ${line}`),
      ['descriptor-flags 9'],
    );
  });

  it('with a comment that does not end', async () => {
    folder.write('a.c', `${brokenCounter()}\n/* no end`);
    assert.deepEqual(await place('a.c'), expected);
  });

  it('with a line of 10 MB, of which only the part around the finding is printed', async () => {
    folder.write('a.c', brokenCounter().replace('".long 0, 0x2', `/*${'x'.repeat(10_000_000)}*/ ".long 0, 0x2`));
    const { status, out } = await run('check', 'a.c');
    assert.equal(status, 1);
    assert.ok(out.length < 2000);
    const [, line = '', carets = ''] = out.split('\n');
    assert.equal(line.slice(carets.indexOf('^'), carets.lastIndexOf('~') + 1), '0x2');
  });

  it('with control characters, which do not reach the terminal', async () => {
    folder.write('a.c', brokenCounter().replace('0x2\\n', '0x2 /* \u001b]0;title\u0007 */\\n'));
    const { out } = await run('check', 'a.c');
    assert.ok(!out.includes('\u001b') && !out.includes('\u0007'));
  });
});

describe('folders', () => {
  it('are searched for sources and headers, without the folders of tools, without following links', async () => {
    for (const skipped of ['.git', 'node_modules', 'out', 'dist', '.cache']) folder.write(`${skipped}/a.c`, 'int x;\n');
    for (const name of ['a.c', 'a.h', 'b.cc', 'c.cpp', 'd.hpp', 'e.S', 'f.s', 'sub/g.inc', 'notes.txt']) {
      folder.write(name, 'int x;\n'.slice(name.endsWith('s') ? 7 : 0));
    }
    symlinkSync(folder.path, `${folder.path}/sub/loop`);
    const { summary } = documentOf(await check());
    assert.equal(summary.files, 8);
  });

  it('name their files as the folder was given', async () => {
    folder.write('src/deep/a.c', brokenCounter());
    const nameWith = async (given: string) => documentOf(await check(given)).findings[0]?.file;
    assert.equal(await nameWith('src'), 'src/deep/a.c');
    assert.equal(await nameWith('./src/'), './src/deep/a.c');
    assert.equal(await nameWith('.'), 'src/deep/a.c');
    assert.equal(await nameWith('src/deep/a.c'), 'src/deep/a.c');
    assert.equal(await nameWith('./src/deep/a.c'), './src/deep/a.c');
    assert.equal(await nameWith(folder.path), `${folder.path}/src/deep/a.c`);
  });

  it('are checked in order: by file, line, column', async () => {
    folder.write('b.c', brokenCounter());
    folder.write('a/z.c', brokenCounter('int before;\n'));
    folder.write('a/y.c', brokenCounter());
    const places = documentOf(await check('b.c', 'a')).findings.map(({ file, line }) => `${file}:${line}`);
    assert.deepEqual(places, ['a/y.c:8', 'a/z.c:9', 'b.c:8']);
  });
});

describe('headers', () => {
  const header = () => brokenCounter().replace('int counter_inc', 'static inline int counter_inc');

  it('are reported once, however many files include them', async () => {
    folder.write('include/counter.h', header());
    folder.write('one.c', '#include "include/counter.h"\n');
    folder.write('two.c', '#include "include/counter.h"\n');
    const result = documentOf(await check());
    assert.deepEqual(
      result.findings.map(({ file, instances }) => ({ file, instances })),
      [{ file: 'include/counter.h', instances: 2 }],
    );
    assert.deepEqual(result.summary, { files: 3, sections: 1, errors: 1, warnings: 0, infos: 0 });
  });

  it('that a given file includes from elsewhere are reported too, relative to the working directory', async () => {
    folder.write('lib/counter.h', header());
    folder.write('app/a.c', '#include "../lib/counter.h"\n');
    assert.deepEqual(
      documentOf(await check('app')).findings.map(({ file }) => file),
      ['lib/counter.h'],
    );
    const below = await runCli(['check', '--format', 'json', 'a.c'], { cwd: `${folder.path}/app` });
    assert.deepEqual(
      documentOf(below).findings.map(({ file }) => file),
      [`${folder.path}/lib/counter.h`],
    );
  });

  it('that are system headers carry no finding', async () => {
    folder.write('system/counter.h', header());
    folder.write('a.c', '#include <counter.h>\n');
    assert.deepEqual(documentOf(await check('-isystem', 'system', 'a.c')).findings, []);
    assert.equal(documentOf(await check('-Isystem', 'a.c')).findings.length, 1);
  });

  it('are read through a file that includes them, and only they are reported', async () => {
    folder.write('part.h', header().replace('.long 0, 0x2', '.long 0, FLAGS'));
    folder.write('host.c', `#define FLAGS 0x4\n#include "part.h"\n${goodCounter().replaceAll('counter_inc', 'other')}`);
    folder.write('host.c', `#include "flags.h"\n#include "part.h"\n`);
    folder.write('flags.h', '');
    const result = documentOf(await check('part.h'));
    assert.equal(result.summary.files, 1);
    assert.ok(result.findings.every(({ file }) => file === 'part.h'));
    assert.equal(result.summary.sections, 1);
  });

  it('that need their host’s macros find them', async () => {
    folder.write('list.inc', `#ifdef HOSTED\n${brokenCounter()}\n#endif\n`);
    folder.write('host.c', '#define HOSTED\n#include "list.inc"\n');
    assert.equal(documentOf(await check('list.inc')).findings.length, 1);
  });

  it('that nobody includes are read alone', async () => {
    folder.write('alone.h', header());
    assert.equal(documentOf(await check('alone.h')).findings.length, 1);
  });
});
