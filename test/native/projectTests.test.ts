import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TemporaryFolder } from '../support/temporaryFolder';
import { CLI } from './support';

const root = path.join(__dirname, '../../..');
const counter = path.join(root, 'samples/good/counter.c');

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** `rseq test` in the test's folder; what it builds goes to a folder `tmp` of its own. */
function start(...words: readonly string[]): ChildProcess {
  const TMPDIR = folder.makeFolder('tmp');
  return spawn(process.execPath, [CLI, 'test', ...words], {
    cwd: folder.path,
    env: { ...process.env, TMPDIR },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...words: readonly string[]) {
  const child = start(...words);
  let [out, complaints] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (complaints += data.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  await untilEmpty(path.join(folder.path, 'tmp'));
  return { status, out, complaints };
}

/** What is built is removed by a process of its own where the runner does not come to it. */
async function untilEmpty(directory: string): Promise<void> {
  const watcher = watch(directory);
  try {
    while (readdirSync(directory).length > 0) await once(watcher, 'change', { signal: AbortSignal.timeout(10_000) });
  } finally {
    watcher.close();
  }
}

const events = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** A test of the sample's counter; the name and the body of what is expected are the caller's. */
const counting = (name: string, expectation: string): string => `#include <rseq_test.h>
#include ${JSON.stringify(counter)}
static struct percpu_counter counters[CPU_SETSIZE];
static void count(void *unused, int thread)
{
	(void)unused, (void)thread;
	for (int i = 0; i < rseq_rounds(1000); i++)
		counter_inc(counters);
}
RSEQ_TEST(${name})
{
	long sum = 0;
	rseq_parallel(count, NULL);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		sum += counters[cpu].value;
	${expectation}
}
`;

const allCounted = 'rseq_expect_equal(sum, rseq_thread_count() * rseq_rounds(1000));';

describe('rseq test runs the tests of a project', () => {
  it('that sources define, each source built once', async () => {
    folder.write('one.c', counting('counts', allCounted));
    folder.write('two.c', counting('first', allCounted) + 'RSEQ_TEST(second) { rseq_parallel(count, NULL); }\n');
    const { status, out, complaints } = await run('--format', 'json');
    assert.deepEqual([status, complaints], [0, '']);
    const all = events(out);
    const tests = all.filter(({ event }) => event === 'test');
    assert.deepEqual(
      tests.map(({ name, file, line }) => [name, path.relative(folder.path, String(file)), line]),
      [
        ['counts', 'one.c', 10],
        ['first', 'two.c', 10],
        ['second', 'two.c', 18],
      ],
    );
    assert.equal(tests[1]?.['program'], tests[2]?.['program']);
    assert.equal(all.filter(({ event, passed }) => event === 'verdict' && passed === true).length, 3);
    assert.equal(all.filter(({ event }) => event === 'abi').length, 1);
  });

  it('and says with whose words a test failed', async () => {
    const { status, out } = await run(path.join(root, 'samples/tests/bytes.c'));
    assert.equal(status, 1);
    assert.match(out, /^traffic\.no_byte_is_lost {2}.*samples\/tests\/bytes\.c:32\n/);
    assert.match(out, /FAILED {2}bytes_add \(bytes\.c:6\)/);
    assert.match(
      out,
      /"\S*samples\/tests\/bytes\.c:39: expected sum == .*, got \d+ and 40000" \[commit-after-section\]/,
    );
  });

  it('that .rseq.json names, with their command, arguments and environment', async () => {
    folder.write('tests/counted.c', counting('counts', `if (strcmp(getenv("EXTRA"), "yes")) exit(3); ${allCounted}`));
    const program = 'bin/counted';
    const include = path.join(root, 'server/native/include');
    const build = ['cc', '-g', '-O2', '-pthread', '-I', include, '-o', program, 'tests/counted.c'];
    folder.makeFolder('bin');
    const tests = [
      { name: 'counted', build, program, args: ['counts'], env: { EXTRA: 'yes' } },
      { name: 'does not compile', build: ['cc', 'tests/nowhere.c'], program: 'nowhere' },
    ];
    folder.write('.rseq.json', JSON.stringify({ tests }));
    const one = await run('counted');
    assert.deepEqual([one.status, one.complaints], [0, '']);
    assert.match(
      one.out,
      /^counted {2}\.rseq\.json:1\npassed {2}counter_try_inc \(counter\.c:7\): aborted at \d+ points/,
    );
    const other = await run('does not compile', '--format', 'tap');
    assert.equal(other.status, 2);
    assert.match(other.complaints, /^rseq: does not compile: cc tests\/nowhere\.c failed: cc1?: .*nowhere\.c.*\n$/);
    assert.match(other.out, /^TAP version 14\nnot ok 1 - does not compile: cannot be run\n.*\n.*\n.*\n1\.\.1\n$/);
  });

  it('with the words of compile_commands.json', async () => {
    const file = folder.write('own.c', counting('counts', `_Static_assert(WIDTH == 7, "width"); ${allCounted}`));
    const command = 'cc -DWIDTH=7 -O1 -MD -MF own.d -c -o own.o own.c';
    folder.write('compile_commands.json', JSON.stringify([{ directory: folder.path, file, command }]));
    const { status, complaints } = await run('own.c', '--scenario', 'abort');
    assert.deepEqual([status, complaints], [0, '']);
    assert.deepEqual(readdirSync(folder.path).sort(), ['compile_commands.json', 'own.c', 'tmp']);
  });

  it('and says in one line what there is not', async () => {
    assert.match((await run()).complaints, /^rseq: \.: no tests; name a program, or write one with RSEQ_TEST.*\n$/);
    folder.write('one.c', counting('counts_all', allCounted));
    const { status, complaints } = await run('count_all');
    assert.equal(status, 2);
    assert.match(complaints, /^rseq: count_all: there is no such program and no test .*did you mean counts_all\?\n$/);
    assert.match((await run('./count_all')).complaints, /^rseq: \S*\/count_all: .*no such file/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`and leaves nothing behind after ${signal}`, async () => {
      folder.write('long.c', counting('lasts', 'for (;;) pause();').replace('#include', '#include'));
      const child = start('--timeout', '60000', '--format', 'json');
      const tmp = path.join(folder.path, 'tmp');
      // It says what sections there are when the program is built.
      assert.ok(child.stdout);
      await once(child.stdout, 'data');
      assert.equal(readdirSync(tmp).length, 1);
      child.kill(signal);
      await once(child, 'close');
      await untilEmpty(tmp);
    });
  }
});
