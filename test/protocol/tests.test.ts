import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { analyze } from '../../server/src/analysis';
import {
  sectionsRequest,
  testsChangedNotification,
  type SectionsResult,
  type TestsChangedParams,
} from '../../server/src/testProtocol';
import { EventLog, LspPair } from '../support/lspPair';
import { syntaxForTests } from '../support/syntax';
import { TemporaryFolder } from '../support/temporaryFolder';
import { processesAbout, TestRuns } from '../support/testRuns';

const samples = path.resolve(__dirname, '../../../samples');

let folder: TemporaryFolder;
let pair: LspPair;
let tests: TestRuns;
let changes: EventLog<TestsChangedParams>;

beforeEach(async () => {
  folder = new TemporaryFolder();
  pair = await LspPair.start({
    analyse: analyze,
    syntax: await syntaxForTests(),
    folders: [folder.makeFolder('project')],
  });
  tests = new TestRuns(pair, path.join(folder.path, 'built'));
  changes = new EventLog();
  pair.client.onNotification(testsChangedNotification, (params: TestsChangedParams) => {
    changes.add(params);
  });
});
afterEach(async () => {
  await pair.stop();
  folder.remove();
});

const uriOf = (name: string): string => pathToFileURL(path.join(folder.path, 'project', name)).href;

/** Tests of `.rseq.json`. */
function configure(...list: readonly object[]): void {
  folder.write('project/.rseq.json', JSON.stringify({ tests: list }));
}

function copySamples(): void {
  for (const name of ['good', 'broken', 'tests', 'percpu.h']) {
    cpSync(path.join(samples, name), path.join(folder.path, 'project', name), { recursive: true });
  }
}

describe('rseq/tests', () => {
  it('finds what sources define and what .rseq.json names, and builds nothing', async () => {
    copySamples();
    folder.write('project/.rseq.json', '{\n  "tests": [\n    { "name": "stress", "program": "stress" }\n  ]\n}\n');
    const { tests: found, problems } = await tests.list();
    assert.deepEqual(
      found.map(({ name, uri, line }) => [name, path.relative(folder.path, fileURLToPath(uri)), line]),
      [
        ['stress', 'project/.rseq.json', 2],
        ['traffic.no_byte_is_lost', 'project/tests/bytes.c', 31],
        ['no_count_is_lost', 'project/tests/counter.c', 16],
      ],
    );
    assert.deepEqual(problems, []);
    assert.equal(existsSync(tests.buildDirectory), false);
  });

  it('says which line of .rseq.json it cannot read', async () => {
    folder.write('project/.rseq.json', '{\n  "tests": [{ "name": "a" }]\n}\n');
    const { tests: found, problems } = await tests.list();
    assert.deepEqual(found, []);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /\.rseq\.json:2: .*tests/);
  });

  it('tells of tests in a text that is not saved, once they are others', async () => {
    folder.write('project/a.c', 'RSEQ_TEST(a) { }\n');
    await tests.list();
    const text = 'RSEQ_TEST(a) { }\n';
    await pair.open(uriOf('a.c'), text);
    assert.deepEqual(await changes.first(() => true), { uri: uriOf('a.c') });
    const second = await pair.replace(uriOf('a.c'), 2, text, '{ }', '{ /* not about tests */ }');
    await pair.replace(uriOf('a.c'), 3, second, 'RSEQ_TEST(a)', '\nRSEQ_TEST(b)');
    await changes.next();
    assert.equal(changes.all.length, 2);
    const { tests: found } = await tests.list({ uri: uriOf('a.c') });
    assert.deepEqual(
      found.map(({ name, line }) => [name, line]),
      [['b', 1]],
    );
  });

  it('tells of files that come and go', async () => {
    await tests.list();
    const file = folder.write('project/a.c', 'RSEQ_TEST(a) { }\n');
    await pair.client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [
        { uri: uriOf('a.c'), type: 1 },
        { uri: uriOf('a.h'), type: 1 },
      ],
    });
    assert.deepEqual(await changes.first(() => true), { uri: uriOf('a.c') });
    await pair.handled();
    assert.equal(changes.all.length, 1);
    assert.equal((await tests.list({ uri: uriOf('a.c') })).tests.length, 1);
    assert.ok(existsSync(file));
    assert.deepEqual(await tests.list({ uri: uriOf('gone.c') }), { tests: [], problems: [] });
  });
});

describe('rseq/sections', () => {
  it('says where sections of an open document are written', async () => {
    const text = readFileSync(path.join(samples, 'good/counter.c'), 'utf8');
    copySamples();
    await pair.open(uriOf('good/counter.c'), text);
    const result = await pair.client.sendRequest<SectionsResult>(sectionsRequest, { uri: uriOf('good/counter.c') });
    const line = text.split('\n').findIndex((one) => one.includes('__asm__'));
    assert.deepEqual(result, { sections: [{ functions: ['counter_try_inc'], line }] });
  });
});

describe('rseq/runTest', () => {
  it('aborts a right section at every instruction, and says where each is written', async () => {
    copySamples();
    const { result, planned, injections, pointOf } = await tests.run('no_count_is_lost');
    assert.deepEqual(
      [result.error, result.verdicts.map(({ section, passed }) => [section, passed])],
      [undefined, [['counter_try_inc', true]]],
    );
    const source = readFileSync(path.join(samples, 'good/counter.c'), 'utf8').split('\n');
    const written = planned?.points.map(({ place }) => {
      return place?.uri === uriOf('good/counter.c')
        ? source[place.line]?.replace(/^\s*"|(\\n|\\t|")+$/g, '')
        : place?.uri;
    });
    assert.deepEqual(written?.slice(0, 5), [
      'leaq 3b(%%rip), %%rax',
      'movq %%rax, 8(%[rseq])',
      'cmpl %[cpu], 4(%[rseq])',
      'jnz 4f',
      'incq (%[counter])',
    ]);
    assert.equal(
      injections.some(({ isFailure }) => isFailure),
      false,
    );
    const aborted = injections.filter(({ outcome, scenario }) => outcome === 'aborted' && scenario === 'abort');
    assert.deepEqual(
      aborted.map((one) => pointOf(one).instruction),
      [0, 1, 2],
    );
  });

  it('fails a wrong section at the line of the instruction, with the page that explains it', async () => {
    copySamples();
    const { result, injections, pointOf } = await tests.run('traffic.no_byte_is_lost', { scenarios: ['intruder'] });
    assert.deepEqual(
      result.verdicts.map(({ section, passed, reached }) => [section, passed, reached]),
      [['bytes_add', false, true]],
    );
    const lines = readFileSync(path.join(samples, 'broken/bytes.c'), 'utf8').split('\n');
    const failed = injections.find(({ isFailure, page }) => isFailure && page !== undefined);
    assert.ok(failed);
    const { place, position } = pointOf(failed);
    assert.deepEqual([place?.uri, position], [uriOf('broken/bytes.c'), 'after']);
    assert.match(lines[place?.line ?? 0] ?? '', /movq %%rax, \(%\[counter\]\)/);
    assert.match(failed.page ?? '', /\/docs\/rules\/commit-after-section\.md$/);
    assert.match(failed.detail, /another thread ran the section to its commit/);
    assert.ok(injections.every(({ scenario }) => scenario === 'intruder'));
  });

  it('tests only the sections that are asked for', async () => {
    copySamples();
    const { result } = await tests.run('no_count_is_lost', { sections: ['another'] });
    assert.match(result.error ?? '', /has no section another any more; run the whole test$/);
  });

  it('runs and builds nothing in a workspace that is not trusted', async () => {
    configure({ name: 'a', program: 'a', build: ['touch', 'built'] });
    const { result, events } = await tests.run('a', { isTrusted: false });
    assert.match(result.error ?? '', /^nothing is built and run in a workspace that is not trusted/);
    assert.deepEqual(events, []);
    assert.equal(existsSync(path.join(folder.path, 'project/built')), false);
  });

  it('builds once for the tests of one batch, and again in the next', async () => {
    const build = ['sh', '-c', 'echo built; exit 1'];
    configure({ name: 'a', program: 'a', build }, { name: 'b', program: 'b', build });
    const outputs: number[] = [];
    for (const [name, batch] of [
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ] as const) {
      const { result, events } = await tests.run(name, { batch });
      assert.match(result.error ?? '', /failed: built$/);
      outputs.push(events.filter(({ kind }) => kind === 'output').length);
    }
    assert.deepEqual(outputs, [1, 0, 1]);
  });

  it('answers with one line where there is nothing to run', async () => {
    configure({ name: 'a', program: 'nowhere' }, { name: 'b', program: '.rseq.json' });
    for (const name of ['a', 'b']) {
      const { result } = await tests.run(name);
      assert.match(result.error ?? '', /^[^\n]+$/);
    }
    const { id } = await tests.named('a');
    configure();
    assert.match((await tests.run('a', { id }).catch(String)) as string, /there is no test a/);
  });
});

describe('a run that is cancelled', () => {
  /** Waits until a file is in the project's folder. */
  async function created(name: string): Promise<void> {
    const directory = path.join(folder.path, 'project');
    const watcher = watch(directory);
    try {
      while (!readdirSync(directory).includes(name)) await once(watcher, 'change');
    } finally {
      watcher.close();
    }
  }

  /** Cancels a run once `started` is there; gives how long it took until it was over and no process was left. */
  async function cancelled(name: string, started: Promise<unknown>, mention: string, hold = {}): Promise<number> {
    const source = new CancellationTokenSource();
    const run = tests.run(name, hold, source.token);
    await Promise.race([started, run]);
    assert.ok(processesAbout(mention).length > 0);
    const begin = performance.now();
    source.cancel();
    await assert.rejects(
      run,
      (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
    );
    while (processesAbout(mention).length > 0) await new Promise((resolve) => setImmediate(resolve));
    return performance.now() - begin;
  }

  it('leaves no compiler behind', async () => {
    const script = `tail -f ${folder.path}/project/.rseq.json & touch started; wait`;
    configure({ name: 'a', program: 'a', build: ['sh', '-c', script] });
    assert.ok((await cancelled('a', created('started'), folder.path)) < 1000);
  });

  it('leaves no program and no probe behind', async () => {
    copySamples();
    const source = `#include <rseq_test.h>
#include <fcntl.h>
#include <unistd.h>
#include "good/counter.c"
static struct percpu_counter counters[CPU_SETSIZE];
RSEQ_TEST(endless)
{
	counter_inc(counters);
	close(open("started", O_CREAT | O_WRONLY, 0600));
	for (;;)
		pause();
}
`;
    folder.write('project/endless.c', source.replace('"good', '"./good'));
    // Where it runs is where its source is.
    assert.ok((await cancelled('endless', created('started'), tests.buildDirectory)) < 1000);
  });

  it('lets go of a program that stands at an instruction for a debugger', async () => {
    copySamples();
    const held = tests.events.first(({ event }) => event.kind === 'held');
    let state: string[] = [];
    const looked = held.then(({ event }) => {
      assert.ok(event.kind === 'held');
      state = readFileSync(`/proc/${event.pid}/status`, 'utf8').split('\n');
    });
    const hold = { section: 'counter_try_inc', instruction: 2 };
    assert.ok((await cancelled('no_count_is_lost', looked, tests.buildDirectory, { hold })) < 1000);
    assert.deepEqual(
      state.filter((line) => /^(State|TracerPid)/.test(line)),
      ['State:\tT (stopped)', 'TracerPid:\t0'],
    );
  });
});
