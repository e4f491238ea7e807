import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { TemporaryFolder } from '../support/temporaryFolder';

const include = path.join(__dirname, '../../../server/native/include');
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const tests = `#include <rseq_test.h>
static int cpus[64], began, ended;
static void note(void *unused, int thread) { (void)unused; cpus[thread] = 1 + sched_getcpu(); }
RSEQ_TEST(stays_on_its_cpu)
{
	rseq_parallel_per_cpu(3, note, NULL);
	for (int i = 0; i < 3 * rseq_cpu_count(); i++) {
		rseq_expect(cpus[i]);
		rseq_expect_equal(cpus[i], cpus[i / 3 * 3]);
	}
}
RSEQ_TEST(fails)
{
	rseq_expect(1 == 2);
	rseq_expect_equal(3, 4);
}
RSEQ_FIXTURE(box) { int content; };
RSEQ_FIXTURE_SETUP(box) { rseq_expect_equal(self->content, 0); self->content = 5; began++; }
RSEQ_FIXTURE_TEARDOWN(box) { rseq_expect_equal(self->content, 6); ended++; }
RSEQ_TEST_F(box, is_filled)
{
	rseq_expect_equal(self->content++, 5);
	rseq_expect_equal(began, 1);
	rseq_expect_equal(ended, 0);
}
RSEQ_TEST(rounds) { rseq_expect_equal(rseq_rounds(1000), getenv("RSEQ_PROBE") ? 200 : 1000); rseq_expect_equal(rseq_rounds(7), 7); }
`;

/** Text above the tests of every program. */
const hooks = `static __thread int begun;
static int threads;
#define RSEQ_TEST_THREAD_BEGIN() (begun = 1)
#define RSEQ_TEST_THREAD_END() ((void)(begun && __atomic_fetch_add(&threads, 1, __ATOMIC_RELAXED)))
#include <rseq_test.h>
static void nothing(void *unused, int thread) { (void)unused, (void)thread; rseq_expect(begun); }
RSEQ_TEST(registers) { rseq_parallel(nothing, NULL); rseq_expect_equal(threads, rseq_thread_count()); }
`;

function build(compiler: string, ...texts: readonly string[]): string {
  const suffix = compiler === 'c++' ? 'cc' : 'c';
  const sources = texts.map((text, index) => folder.write(`source-${index}.${suffix}`, text));
  const program = path.join(folder.path, `program-${suffix}-${texts.length}`);
  const strict = ['-Wall', '-Wextra', '-Werror', '-Wmissing-declarations', '-O2', '-pthread'];
  const result = spawnSync(compiler, [...strict, '-I', include, '-o', program, ...sources], { encoding: 'utf8' });
  assert.equal(result.stderr, '');
  return program;
}

function run(program: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  return { status, out: stdout, complaints: stderr.replaceAll(`${folder.path}/`, '') };
}

describe('rseq_test.h', () => {
  for (const compiler of ['cc', 'c++']) {
    it(`runs the tests of a program built with ${compiler}`, () => {
      const program = build(compiler, tests);
      const suffix = compiler === 'cc' ? 'c' : 'cc';
      const all = run(program);
      assert.equal(all.out, 'passed stays_on_its_cpu\nFAILED fails\npassed box.is_filled\npassed rounds\n');
      assert.equal(
        all.complaints,
        `source-0.${suffix}:14: expected 1 == 2\nsource-0.${suffix}:15: expected 3 == 4, got 3 and 4\n`,
      );
      assert.equal(all.status, 1);
      assert.deepEqual(run(program, ['box.is_filled', 'rounds'], { RSEQ_PROBE: '1' }), {
        status: 0,
        out: 'passed box.is_filled\npassed rounds\n',
        complaints: '',
      });
    });
  }

  it('takes tests from several sources, and tells each thread to register', () => {
    const program = build('cc', tests, hooks);
    assert.equal(run(program, ['--list']).out, 'stays_on_its_cpu\nfails\nbox.is_filled\nrounds\nregisters\n');
    assert.deepEqual(run(program, ['registers']), { status: 0, out: 'passed registers\n', complaints: '' });
    const unknown = run(program, ['other']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.complaints, /there is no test other; --list says which there are\n$/);
  });
});
