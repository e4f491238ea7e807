import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { TargetAnswer } from '../../server/src/analysis';
import { findLayout } from '../../server/src/platform/layout';
import { startAnswererThread } from '../../server/src/cli/answererThread';
import { AnswerPool, type Answerer, type TargetQuestion } from '../../server/src/project/answerPool';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

/** Whose threads are the ones that are shipped. */
const PROGRAM = path.resolve(__dirname, '../../../dist/cli.js');

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

function questionAbout(file: string, target: string): TargetQuestion {
  const configuration = {
    language: 'c',
    compiler: 'gcc',
    macros: [],
    quoteDirectories: [],
    includeDirectories: [],
    systemDirectories: {},
    forcedIncludes: [],
    directory: '',
  } as const;
  return { request: { path: file, configuration, targets: [target], declarations: { abis: [], rules: {} } }, target };
}

/** Takes questions down and answers when told. */
class HeldAnswerer implements Answerer {
  readonly asked: string[] = [];
  #give: (answer: TargetAnswer | undefined) => void = () => undefined;

  ask({ request, target }: TargetQuestion): Promise<undefined> {
    this.asked.push(`${request.path} ${target}`);
    return new Promise((give) => (this.#give = give as () => void));
  }

  async answer(): Promise<void> {
    this.#give(undefined);
    await new Promise(setImmediate);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a pool of answerers', () => {
  it('keeps each at its target and gives the others what nobody has begun', async () => {
    const [a, b] = [new HeldAnswerer(), new HeldAnswerer()];
    const pool = new AnswerPool([a, b]);
    for (const file of ['1.c', '2.c', '3.c']) {
      for (const target of ['x86_64', 'aarch64']) void pool.ask(questionAbout(file, target));
    }
    for (let i = 0; i < 3; i++) {
      await a.answer();
      await b.answer();
    }
    assert.deepEqual(a.asked, ['1.c x86_64', '2.c x86_64', '3.c x86_64']);
    assert.deepEqual(b.asked, ['1.c aarch64', '2.c aarch64', '3.c aarch64']);
  });

  it('lets one that has nothing to do help another', async () => {
    const [a, b] = [new HeldAnswerer(), new HeldAnswerer()];
    const pool = new AnswerPool([a, b]);
    for (const file of ['1.c', '2.c']) void pool.ask(questionAbout(file, 'x86_64'));
    await a.answer();
    assert.deepEqual([a.asked, b.asked], [['1.c x86_64'], ['2.c x86_64']]);
  });
});

describe('threads that read units', () => {
  it('find what one thread finds, for every target and in the same order', async () => {
    for (let i = 0; i < 6; i++) folder.write(`bad${i}.c`, brokenCounter());
    for (let i = 0; i < 6; i++) folder.write(`good${i}.c`, `#include "gone.h"\n${goodCounter()}`);
    const words = ['check', '--format', 'json', '--target', 'x86_64', '--target', 'i386'];
    const alone = await runCli(words, { cwd: folder.path });
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, ...words], { cwd: folder.path, encoding: 'utf8' });
    assert.deepEqual({ status, stdout }, { status: 1, stdout: alone.out });
  });

  it('that could not be started leave the work to the thread that asked', async () => {
    const thread = startAnswererThread('/nowhere/answerer.js', { grammarDirectory: '/nowhere', prefer: 'auto' });
    assert.equal(await thread.ask(questionAbout('a.c', 'x86_64')), undefined);
    assert.equal(await thread.ask(questionAbout('b.c', 'x86_64')), undefined);
    await thread.stop();
  });

  it('live on after a unit that they could not read', async () => {
    const { answererScript, grammarDirectory } = findLayout(path.dirname(PROGRAM));
    const thread = startAnswererThread(answererScript, { grammarDirectory, prefer: 'auto' });
    assert.equal(await thread.ask(questionAbout(folder.write('a.c', 'int x;'), 'vax')), undefined);
    const answer = await thread.ask(questionAbout(folder.write('b.c', brokenCounter()), 'x86_64'));
    assert.deepEqual(
      answer?.judgement.findings.map(({ rule }) => rule),
      ['descriptor-flags'],
    );
    await thread.stop();
  });
});
