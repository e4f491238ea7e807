import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gdbArguments, gdbOnPath } from '../../client/src/features/tests/debuggers';
import { checksumOf, findProbe, type ProbePlaces } from '../../client/src/features/tests/probe';
import { TemporaryFolder } from '../support/temporaryFolder';

const repository = path.resolve(__dirname, '../../..');
const built = path.join(repository, 'dist/rseq-probe');

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const places = (part: Partial<ProbePlaces>): ProbePlaces => ({
  built,
  sources: path.join(repository, 'server/native/probe'),
  storage: path.join(folder.path, 'storage'),
  platform: 'linux',
  ...part,
});

/** Programs that do not run here: of another machine, none at all, and one that cannot be executed. */
const strangers = {
  'is for another processor': (): string => {
    const bytes = fs.readFileSync(built);
    // e_machine: EM_SPARCV9
    bytes.writeUInt16LE(43, 18);
    const file = folder.write('stranger', bytes);
    fs.chmodSync(file, 0o755);
    return file;
  },
  'is missing': (): string => path.join(folder.path, 'nothing'),
  'may not be executed': (): string => folder.write('stranger', fs.readFileSync(built)),
} as const;

describe('the program that runs tests', () => {
  it('is the one that comes along, where that runs', async () => {
    assert.equal(await findProbe(places({}), false), built);
    assert.equal(fs.existsSync(path.join(folder.path, 'storage')), false);
  });

  for (const [what, make] of Object.entries(strangers)) {
    it(`is compiled once where that ${what}`, async () => {
      const own = places({ built: make() });
      await assert.rejects(findProbe(own, false), /^Error: not here yet: it is compiled when a test is run$/);
      const compiled = await findProbe(own, true);
      assert.equal(path.dirname(compiled), own.storage);
      assert.match(execFileSync(compiled, ['--version'], { encoding: 'utf8' }), /^rseq-probe/);
      assert.deepEqual(fs.readdirSync(own.storage).sort(), ['rseq-inject.so', path.basename(compiled)].sort());
      assert.equal(await findProbe(own, false), compiled);
    });
  }

  it('is another one where the sources are', async () => {
    const sources = path.join(folder.path, 'native/probe');
    fs.cpSync(path.join(repository, 'server/native'), path.dirname(sources), { recursive: true });
    const own = places({ built: strangers['is missing'](), sources });
    const before = await findProbe(own, true);
    fs.appendFileSync(path.join(sources, 'plan.c'), '\n/* newer */\n');
    assert.notEqual(await findProbe(own, true), before);
  });

  it('says in one line what the compiler said, and leaves nothing behind', async () => {
    const sources = path.dirname(folder.write('probe/main.c', 'int main(void) { return }\n'));
    const own = places({ built: strangers['is missing'](), sources });
    await assert.rejects(
      findProbe(own, true),
      /^Error: rseq-probe cannot be compiled \([^\n]*main\.c[^\n]*\); install a C compiler as cc$/,
    );
    assert.deepEqual(fs.readdirSync(own.storage), []);
  });

  it('needs Linux', async () => {
    await assert.rejects(findProbe(places({ platform: 'darwin' }), true), /tests need Linux.*this is darwin$/);
  });

  it('has the checksum that sha256sum prints', async () => {
    const printed = execFileSync('sha256sum', [built], { encoding: 'utf8' }).split(' ')[0];
    assert.equal(await checksumOf(built), printed);
    assert.equal(createHash('sha256').update(fs.readFileSync(built)).digest('hex'), printed);
  });
});

describe('gdb in a terminal', () => {
  it('is looked for where programs are', async () => {
    const file = folder.write('bin/gdb', '#!/bin/sh\n');
    const nowhere = path.join(folder.path, 'nowhere');
    await assert.rejects(gdbOnPath(`${nowhere}:${path.dirname(file)}`), /install gdb, or the extension/);
    fs.chmodSync(file, 0o755);
    assert.equal(await gdbOnPath(`${nowhere}::${path.dirname(file)}`), file);
  });

  it('is told the process and the thread', () => {
    const words = gdbArguments({ pid: 12, thread: 34, program: '/tmp/a b' });
    assert.deepEqual(words.slice(0, 3), ['-q', '-p', '12']);
    assert.equal(words.at(-1), '/tmp/a b');
    assert.ok(words.some((word) => word.includes('t.ptid[1] == 34')));
  });
});
