import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { buildParamTest, headerMistakes } from '../support/paramTest';
import { counterMistakes, headerSymptoms, isSymptom } from '../support/symptoms';
import { TemporaryFolder } from '../support/temporaryFolder';
import { compileProgram, testUnder } from './support';

/** Sections aborted from inside of their program, where a filter keeps ptrace(2) from the runner. */
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const source = path.join(__dirname, '../../../server/native/inprocess/rseq_inject.c');
const without = compileProgram('without.c', []);
const EPERM = '1';
const withoutPtrace = (program: string, ...words: string[]) => testUnder([without, 'ptrace', EPERM], program, ...words);

const scenarios = ['abort', 'migrate', 'repeat'];

describe('where ptrace is not permitted', () => {
  it('a right program is aborted at every instruction from inside, and passes', async () => {
    const { status, complaints, injections, routes, skipped, summary } = await withoutPtrace(
      compileProgram('counters.c', []),
    );
    assert.deepEqual([status, complaints, summary.failed, summary.unreached], [0, '', 0, 0]);
    assert.deepEqual(
      routes.map(({ route, reason }) => [route, reason]),
      [['in-process', 'Operation not permitted']],
    );
    assert.deepEqual(
      skipped.map(({ scenario, reason }) => `${scenario}: ${reason}`),
      ['intruder: it needs ptrace', 'stale: it needs ptrace'],
    );
    for (const scenario of scenarios) {
      const inside = injections.filter((one) => one.scenario === scenario && one.position === 'in');
      assert.equal(inside.length, summary.instructions);
      assert.ok(inside.every(({ outcome }) => outcome === 'aborted'));
    }
  });

  for (const [name, symptom] of Object.entries(counterMistakes)) {
    if (!scenarios.includes(symptom.scenario)) continue;
    it(`${name} shows as it does with it`, async () => {
      const program = compileProgram('counters.c', [`-DMISTAKE=${name}`]);
      const { status, injections, verdicts } = await withoutPtrace(program);
      assert.equal(status, 1);
      assert.ok(
        injections.some((one) => isSymptom(one, symptom)),
        JSON.stringify(injections.filter(({ outcome }) => !/aborted|passed/.test(outcome))),
      );
      if (symptom.rule !== undefined) assert.ok(verdicts.some(({ rule }) => rule === symptom.rule));
    });
  }

  it("a mistake in librseq's header shows", async () => {
    const program = buildParamTest(folder, { mistake: headerMistakes.LC });
    for (const mode of ['s', 'l']) {
      const { status, injections } = await withoutPtrace(program, '--', '-t', '2', '-r', '100', '-T', mode);
      assert.equal(status, 1);
      assert.ok(injections.some((one) => isSymptom(one, headerSymptoms.LC)));
    }
  });

  /** How many instructions of param_test's sections each mode reaches; docs/testing.md has the same numbers of the route by ptrace. */
  const reached = { s: 5, l: 14, b: 13, m: 26, i: 3, r: 6 };
  const paramTest = buildParamTest(folder, { release: '6.12' });
  for (const [mode, instructions] of Object.entries(reached)) {
    it(`the kernel's param_test passes with -T ${mode}`, async () => {
      const words = ['--', '-t', '2', '-r', '100', '-T', mode];
      const { status, complaints, injections, summary } = await withoutPtrace(paramTest, ...words);
      assert.deepEqual([status, complaints, summary.failed], [0, '', 0]);
      for (const scenario of scenarios) {
        const aborted = injections.filter((one) => one.scenario === scenario && one.outcome === 'aborted');
        assert.equal(aborted.length, instructions, scenario);
      }
    });
  }

  for (const options of [['-static'], ['-static-pie'], ['-static', '-no-pie', '-s']]) {
    it(`a program with rseq_inject.c linked in is tested: ${options.join(' ')}`, async () => {
      const linked = compileProgram('counters.c', [...options, source]);
      const { status, summary, routes } = await withoutPtrace(linked);
      assert.deepEqual([status, summary.failed, summary.unreached, routes.length], [0, 0, 0, 1]);
    });
  }

  it('a program that has it twice is tested once', async () => {
    const { status, complaints, summary } = await withoutPtrace(compileProgram('counters.c', [source]));
    assert.deepEqual([status, complaints, summary.failed, summary.unreached], [0, '', 0, 0]);
  });

  it('a filter that kills whoever calls ptrace kills no test', async () => {
    const { status, routes } = await testUnder([without, 'ptrace', 'kill'], compileProgram('counters.c', []));
    assert.deepEqual([status, routes[0]?.reason], [0, 'who calls it is killed']);
  });
});

const ways = [
  'NOTHING',
  ...['GIVES_UP', 'SHRUGS', 'BLOCKS', 'LEAVES_AT_ONCE', 'HANDLES_SIGTRAP'],
  ...['UNREGISTERED', 'LEAVES_A_CHILD', 'CHILD_FAILS', 'TRAPS'],
];

function inside(way: string): string {
  const options = [...ways.map((name, i) => `-D${name}=${i + 1}`), `-DWAY=${way}`];
  return compileProgram('inside.c', options);
}

describe('from inside of a program', () => {
  it('a last instruction of one byte is aborted too', async () => {
    const { status, injections, summary } = await withoutPtrace(inside('NOTHING'), '--scenario', 'abort');
    assert.deepEqual([status, summary.instructions], [0, 3]);
    const last = injections.find(({ text }) => text.startsWith('stos'));
    assert.equal(last?.outcome, 'aborted');
  });

  for (const way of ['GIVES_UP', 'SHRUGS', 'BLOCKS', 'LEAVES_AT_ONCE']) {
    it(`it is said that the program wants SIGILL for itself: ${way}`, async () => {
      const { status, complaints, verdicts } = await withoutPtrace(inside(way));
      assert.deepEqual([status, verdicts], [2, []]);
      assert.match(
        complaints,
        /^rseq: rseq-probe: \S+ handles SIGILL itself, or blocks it, which is what .*; leave that out of the test\n$/,
      );
    });
  }

  it('SIGTRAP is left to the program', async () => {
    const { status, complaints } = await withoutPtrace(inside('HANDLES_SIGTRAP'));
    assert.deepEqual([status, complaints], [0, '']);
  });

  it('an undefined instruction of its own ends the program as ever', async () => {
    const { status, complaints } = await withoutPtrace(inside('TRAPS'));
    assert.equal(status, 2);
    assert.match(complaints, /ends with signal 4 before anything was done to it/);
  });

  it('a thread without a registration is told from a section that is not armed', async () => {
    const program = inside('UNREGISTERED');
    for (const result of [await withoutPtrace(program), await testUnder([], program)]) {
      assert.equal(result.status, 1);
      assert.match(result.verdicts[0]?.reason ?? '', /the thread has no struct rseq registered/);
    }
  });

  it('what a child is not protected from counts, although its parent is', async () => {
    const { status, injections } = await withoutPtrace(inside('CHILD_FAILS'), '--scenario', 'abort');
    assert.equal(status, 1);
    const at = injections.filter(({ position }) => position === 'in').map(({ outcome }) => outcome);
    assert.deepEqual(at, ['unprotected', 'unprotected', 'unprotected']);
  });

  it('a program that runs another one in its place is told', async () => {
    const others = ['CRASHES', 'NEVER_RUNS', 'EXECS', 'FORKS', 'WAITS'].map((name, i) => `-D${name}=${i + 1}`);
    const executes = await withoutPtrace(compileProgram('others.c', [...others, '-DWAY=EXECS']));
    assert.match(executes.complaints, /runs another program in its place \(exec\); name that one\n$/);
    const forks = await withoutPtrace(compileProgram('others.c', [...others, '-DWAY=FORKS']));
    assert.deepEqual([forks.status, forks.complaints], [0, '']);
  });

  it('what it cannot do is said, not left out', async () => {
    const later = await withoutPtrace(inside('NOTHING'), '--pass', '2');
    assert.equal(later.status, 2);
    assert.match(
      later.complaints,
      /--pass and --loop need ptrace, which is refused here \(Operation not permitted\)\n$/,
    );
    const alone = await withoutPtrace(compileProgram('counters.c', ['-static']));
    assert.equal(alone.status, 2);
    assert.ok(alone.complaints.endsWith(`as static programs do not: link ${path.resolve(source)} into the test\n`));
  });
});
