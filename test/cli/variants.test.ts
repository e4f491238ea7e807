import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { AnalysisRequest } from '../../server/src/analysis';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { fakeAnalyse } from '../support/fakeAnalysis';
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

const run = (...words: string[]) => runCli(words, { cwd: folder.path });

async function variantsFound(...words: string[]): Promise<string[]> {
  const { findings } = documentOf(await run('check', '--format', 'json', ...words));
  return findings.map(({ rule, variants }) => `${rule} ${variants.join('+')}`);
}

/** What the analysis was asked, in order: macros and targets. */
async function asked(...words: string[]): Promise<string[]> {
  const requests: AnalysisRequest[] = [];
  const analyse = (...[context, request]: Parameters<typeof fakeAnalyse>) => {
    requests.push(request);
    return fakeAnalyse(context, request);
  };
  const { err } = await runCli(['check', '--quiet', ...words], { cwd: folder.path, program: { analyse } });
  assert.equal(err, '');
  return requests.map(({ configuration: { macros }, targets }) => {
    const words = macros.map((macro) => (macro.kind === 'define' ? `${macro.name}=${macro.value}` : `!${macro.name}`));
    return [...words, ...targets].join(' ');
  });
}

const eitherWay = `#ifdef BROKEN\n${brokenCounter()}#else\n${goodCounter()}#endif\n`;
const twoVariants = '{ "variants": [{ "name": "release" }, { "name": "debug", "defines": ["BROKEN"] }] }';

describe('variants', () => {
  it('are named by findings and sections that do not hold with all of them', async () => {
    folder.write('a.c', eitherWay);
    folder.write('.rseq.json', twoVariants);
    assert.deepEqual(await variantsFound('a.c'), ['descriptor-flags debug']);
    assert.match((await run('check', 'a.c')).out, /= in counter_inc, for x86_64, only with debug\n/);
    assert.match((await run('check', '--format', 'github', 'a.c')).out, /; write 0 \(only with debug\)\n$/);
    const { out } = await run('sections', 'a.c');
    assert.match(out, /^a\.c:8:4: critical section in counter_inc for x86_64, only with debug$/m);
    assert.match(out, /^a\.c:43:4: critical section in counter_inc for x86_64, only with release$/m);
  });

  it('are listed, but not worth a word, where a finding holds with all of them', async () => {
    folder.write('a.c', brokenCounter());
    folder.write('.rseq.json', twoVariants);
    assert.deepEqual(await variantsFound('a.c'), ['descriptor-flags release+debug']);
    assert.doesNotMatch((await run('check', 'a.c')).out, /with/);
    assert.match((await run('sections', 'a.c')).out, /critical section in counter_inc for x86_64\n/);
  });

  it('count once however many files show a finding, and each file for itself', async () => {
    folder.write('counter.h', `#if defined(BROKEN) || defined(ALWAYS)\n${brokenCounter()}#endif\n`);
    folder.write('a.c', '#include "counter.h"\n');
    folder.write('.rseq.json', twoVariants);
    assert.deepEqual(await variantsFound(), ['descriptor-flags debug']);
    folder.write('b.c', '#define ALWAYS\n#include "counter.h"\n');
    assert.deepEqual(await variantsFound(), ['descriptor-flags debug+release']);
  });

  it('have no name if there is only one', async () => {
    folder.write('a.c', eitherWay);
    folder.write('.rseq.json', '{ "variants": [{ "name": "debug", "defines": ["BROKEN"] }] }');
    assert.deepEqual(await variantsFound('a.c'), ['descriptor-flags ']);
  });

  it('are said more closely than the rest of the file, and the command line more closely still', async () => {
    folder.write('a.c', '');
    folder.write(
      '.rseq.json',
      `{
        "defines": ["A=1", "B=1"], "undefines": ["C"],
        "variants": [{ "name": "one" }, { "name": "two", "defines": ["B=2"], "undefines": ["A"] }],
      }`,
    );
    assert.deepEqual(await asked('-D', 'D'), ['A=1 B=1 !C D=1', 'A=1 B=1 !C B=2 !A D=1']);
  });

  it('have targets, of which the command line chooses', async () => {
    folder.write('a.c', '');
    folder.write(
      '.rseq.json',
      `{ "targets": ["arm"], "variants": [
        { "name": "plain" }, { "name": "x86", "targets": ["x86_64", "i386"], "defines": ["X"] }
      ] }`,
    );
    assert.deepEqual(await asked(), ['arm', 'X=1 x86_64 i386']);
    assert.deepEqual(await asked('--target', 'i386'), ['i386', 'X=1 i386']);
    assert.deepEqual(await asked('--target', 's390x'), ['s390x']);
  });

  it('multiply with the commands of a file', async () => {
    folder.write('a.c', eitherWay);
    folder.write('.rseq.json', twoVariants);
    const command = (flags: string) => ({ directory: folder.path, file: 'a.c', command: `gcc ${flags} -c a.c` });
    folder.write('compile_commands.json', JSON.stringify([command(''), command('-DBROKEN')]));
    assert.deepEqual(await variantsFound(), ['descriptor-flags plain debug+-DBROKEN release+-DBROKEN debug']);
  });

  it('with a mistake are left out, and that is said', async () => {
    folder.write('a.c', eitherWay);
    for (const [text, message] of [
      ['{ "variants": [{ "name": "a" }, { "name": "a" }] }', /"variants" must be a list of objects with a "name"/],
      ['{ "variants": [{ "name": "a", "undefines": "X" }] }', /"variants" must be a list of objects with a "name"/],
      ['{ "variants": [{ "name": "a", "targets": ["x68"] }] }', /unknown target "x68"; it is left out/],
    ] as const) {
      folder.write('.rseq.json', text);
      const { err } = await run('check', 'a.c');
      assert.match(err, message);
    }
  });
});
