import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { matchesGlob } from '../../server/src/platform/glob';
import { documentOf, runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const run = (...words: readonly string[]) => runCli(words, { cwd: folder.path });

/** Reads a field without any test. */
const reading = (field: string) => `struct rseq *rseq_get(void);
int number(void) { return ((volatile struct rseq *) rseq_get())->${field}; }
`;

const ours = { name: 'ours', featureSize: 40, fields: ['node_id', { name: 'shard', offset: 32, size: 4 }] };

/** What is found: the file and the profiles under which it holds. */
async function found(...words: readonly string[]): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { findings } = documentOf(await run('check', '--format', 'json', ...words));
  return findings.map((finding) => [finding.file, (finding as unknown as { abis: readonly string[] }).abis]);
}

describe('a layout of the project', () => {
  it('has the fields that it lists, and the first 20 bytes', async () => {
    folder.write('.rseq.json', JSON.stringify({ abi: ours }));
    folder.write('a.c', reading('node_id'));
    folder.write('b.c', reading('mm_cid'));
    folder.write('c.c', reading('cpu_id_start'));
    assert.deepEqual(await found(), [['b.c', ['ours']]]);
  });

  it('is one of several', async () => {
    folder.write('.rseq.json', JSON.stringify({ abi: ['original', ours, '6.3', 24] }));
    folder.write('a.c', reading('node_id'));
    folder.write('b.c', reading('mm_cid'));
    assert.deepEqual(await found(), [
      ['a.c', ['original']],
      ['b.c', ['original', 'ours', '24']],
    ]);
  });

  it('has a name on the command line and in comments', async () => {
    folder.write('.rseq.json', JSON.stringify({ abi: '7.0', overrides: [{ files: 'nothing', abi: ours }] }));
    folder.write('a.c', reading('mm_cid'));
    folder.write('b.c', `/* rseq-abi: ours */\n${reading('mm_cid')}`);
    assert.deepEqual(await found(), [['b.c', ['ours']]]);
    assert.deepEqual(await found('--abi', 'ours', 'a.c'), [['a.c', ['ours']]]);
    const { status, err } = await run('check', '--abi', 'theirs', 'a.c');
    assert.equal(status, 2);
    assert.match(err, /^rseq: --abi theirs: not a profile; use original, rfc-2020, 6\.3, 7\.0, tcmalloc, ours or a /);
  });

  it('is among the profiles that are listed, as C', async () => {
    folder.write('.rseq.json', JSON.stringify({ abi: ours }));
    const { out } = await run('abi', '--list');
    assert.ok(
      out.includes(`ours  described in .rseq.json
feature size 40, sizeof 64, alignof 32, area aligned to 64

struct rseq {
	__u32 cpu_id_start;     /* 0, written by kernel, Linux 4.18 */
	__u32 cpu_id;           /* 4, written by kernel, Linux 4.18 */
	__u64 rseq_cs;          /* 8, written by user and kernel, Linux 4.18 */
	__u32 flags;            /* 16, written by user, Linux 4.18 */
	__u32 node_id;          /* 20, written by kernel, Linux 6.3 */
	__u8 __padding0[8];
	__u32 shard;            /* 32, written by kernel */
} __attribute__((aligned(32)));
`),
      out,
    );
  });

  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ ...ours, name: '6.3' }, /"6\.3" is no name of a profile/],
    [{ ...ours, name: 'tcmalloc' }, /"tcmalloc" is a profile that is known; take another name/],
    [{ ...ours, featureSize: 16 }, /"featureSize" of "ours" must be 20 to 4096 bytes/],
    [{ ...ours, fields: ['shard'] }, /there is no field "shard"; write it with "offset" and "size"/],
    [{ ...ours, fields: [{ name: 'x', offset: 38, size: 4 }] }, /"offset" of `x` must be a multiple of its size/],
    [{ ...ours, fields: [{ name: 'x', offset: 40, size: 4 }] }, /`x` ends behind the 40 bytes/],
    [{ ...ours, fields: [{ name: 'x', offset: 20, size: 3 }] }, /"size" of `x` must be 1, 2, 4 or 8/],
    [{ ...ours, fields: [{ name: 'x', offset: 4, size: 4 }] }, /`x` of profile "ours" lies over the first 20 bytes/],
    [{ ...ours, fields: [{ name: 'cpu_id', offset: 8, size: 4 }] }, /`cpu_id` of profile "ours" must be at offset 4/],
    [
      { name: 'ours', fields: [] },
      /"abi" must be a profile name, a size in bytes, \{ "name", "featureSize", "fields" \}/,
    ],
  ];
  for (const [profile, message] of wrong) {
    it(`is left out if ${message.source}`, async () => {
      folder.write('.rseq.json', JSON.stringify({ abi: profile }));
      folder.write('a.c', 'int x;\n');
      const { status, err } = await run('check');
      assert.equal(status, 0);
      assert.match(err, message);
      assert.match(err, /left out/);
    });
  }
});

describe('overrides', () => {
  it('declare profiles for files by pattern; the last that fits holds', async () => {
    folder.write(
      '.rseq.json',
      JSON.stringify({
        abi: '7.0',
        overrides: [
          { files: ['old', '*_old.c'], abi: ['original', '6.3'] },
          { files: 'old/new/**', abi: 'tcmalloc' },
        ],
      }),
    );
    for (const name of ['a.c', 'old/a.c', 'old/new/a.c', 'deep/a_old.c']) folder.write(name, reading('mm_cid'));
    assert.deepEqual(await found(), [
      ['deep/a_old.c', ['original']],
      ['old/a.c', ['original']],
    ]);
    assert.deepEqual(await found('--abi', '6.3'), []);
  });

  it('name unknown profiles at the price of a warning', async () => {
    folder.write('.rseq.json', '{\n"overrides": [{ "files": "*", "abi": "6.4" }]}');
    folder.write('a.c', 'int x;\n');
    assert.match(
      (await run('check')).err,
      /^rseq: \.rseq\.json:2: warning: unknown ABI profile "6\.4"; it is left out$/m,
    );
    folder.write('.rseq.json', '{ "overrides": [{ "abi": "6.3" }] }');
    assert.match((await run('check')).err, /"overrides" must be a list of objects with "files" \(patterns\) and "abi"/);
  });
});

describe('a comment that names no profile', () => {
  it('is said with -v', async () => {
    folder.write('a.c', '/* rseq-abi: 6.4 */\nint x;\n');
    assert.match(
      (await run('check', '-v')).err,
      /a\.c: .*`rseq-abi: 6\.4` names no ABI profile; `rseq abi --list` prints them/,
    );
  });
});

describe('patterns', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['*.c', ['a.c', 'x/a.c'], ['a.cc', 'ac']],
    ['src/*.c', ['src/a.c'], ['src/x/a.c', 'x/src/a.c']],
    ['src/**/*.c', ['src/a.c', 'src/x/y/a.c'], ['src/a.h']],
    ['src/', ['src/a.c', 'src/x/a.c'], ['a/src/a.c', 'srcs/a.c']],
    ['src', ['src/a.c', 'x/src/a.c'], ['srcs/a.c']],
    ['./src/**', ['src/a.c'], ['x/src/a.c']],
    ['**/a?.{c,h}', ['ab.c', 'x/ab.h'], ['a.c', 'ab.cc']],
    ['a{b', ['a{b'], ['ab']],
    ['{a{b,*}}', ['{ab}', '{ax}'], ['ab', '{b}']],
    ['a,b(1)+.c', ['a,b(1)+.c'], ['a.c']],
  ];
  for (const [pattern, fitting, others] of cases) {
    it(`like ${pattern}`, () => {
      for (const path of fitting) assert.ok(matchesGlob(path, pattern), path);
      for (const path of others) assert.ok(!matchesGlob(path, pattern), path);
    });
  }
});
