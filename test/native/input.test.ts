import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CLI, compileProgram, testProgram } from './support';

const ways = ['CRASHES', 'NEVER_RUNS', 'EXECS', 'FORKS', 'WAITS'];

function other(way: string): string {
  return compileProgram('others.c', [...ways.map((name, i) => `-D${name}=${i + 1}`), `-DWAY=${way}`]);
}

/** The one line that a test ends with instead of a result; the program's path is left out. */
async function complaint(program: string, ...words: string[]): Promise<string> {
  const { status, complaints, summary } = await testProgram(program, ...words);
  assert.deepEqual([status, summary.sections], [2, 0]);
  return complaints.replaceAll(program, 'program');
}

describe('what cannot be tested is said in one line', () => {
  it('no program', async () => {
    const text = compileProgram('others.c', ['-DWAY=0', '-E']);
    assert.equal(await complaint(text), 'rseq: program: not an ELF file; name the program that runs the sections\n');
    assert.match(await complaint('/nowhere'), /^rseq: program: .*no such file/i);
  });

  it('an object file, and a program for another processor', async () => {
    const object = compileProgram('others.c', ['-DWAY=0', '-c']);
    assert.match(await complaint(object), /an object file; link it to a program that runs the sections\n$/);
    const foreign = compileProgram('others.c', ['-DWAY=0']);
    const bytes = readFileSync(foreign);
    const riscv = 243;
    bytes.writeUInt16LE(riscv, 18);
    writeFileSync(foreign, bytes);
    assert.match(
      await complaint(foreign),
      /for another processor \(ELF machine 243\); x86_64 and aarch64 can be tested\n$/,
    );
  });

  it('a program without sections', async () => {
    assert.match(await complaint('/bin/true'), /no critical sections: no __rseq_cs section has descriptors in it/);
  });

  it('a program that fails by itself, never runs a section, runs another program, or never ends', async () => {
    assert.match(await complaint(other('CRASHES')), /program ends with signal 6 before anything was done to it/);
    assert.match(await complaint(other('NEVER_RUNS')), /program never runs one of its 1 sections; pass it arguments/);
    assert.match(await complaint(other('EXECS')), /program runs another program in its place \(exec\); name that one/);
    assert.match(await complaint(other('WAITS'), '--timeout', '300'), /program does not end by itself/);
  });
});

describe('what can be tested', () => {
  it('is a stripped program, by addresses', async () => {
    const program = compileProgram('counters.c', ['-s']);
    const { status, sections, summary } = await testProgram(program);
    assert.deepEqual([status, summary.sections, summary.failed], [0, 2, 0]);
    assert.deepEqual(
      sections.map(({ line }) => line),
      [null, null],
    );
  });

  for (const options of [['-static'], ['-no-pie'], ['-static-pie'], ['-Wl,--gc-sections', '-ffunction-sections']]) {
    it(`is a program built with ${options.join(' ')}`, async () => {
      const { status, summary } = await testProgram(compileProgram('counters.c', options));
      assert.deepEqual([status, summary.sections, summary.failed, summary.unreached], [0, 2, 0, 0]);
    });
  }

  it('is a program whose children run sections too', async () => {
    const { status, verdicts } = await testProgram(other('FORKS'), '--scenario', 'abort', '--scenario', 'repeat');
    assert.deepEqual([status, verdicts.map(({ passed }) => passed)], [0, [true]]);
  });
});

describe('nothing is left behind', () => {
  it('when the runner is killed', async () => {
    const program = other('WAITS');
    const child = spawn(process.execPath, [CLI, 'test', '--timeout', '60000', program], { stdio: 'ignore' });
    while (!runs(program)) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await once(child, 'close');
    // The kernel ends what was traced when the tracer is gone.
    const patience = Date.now() + 5000;
    while (runs(program) && Date.now() < patience) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(runs(program), false);
  });
});

function runs(program: string): boolean {
  return spawnSync('pgrep', ['-f', `^${program}`], { encoding: 'utf8' }).stdout.trim() !== '';
}
