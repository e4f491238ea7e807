import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  preprocess,
  PreprocessCache,
  type PreprocessOptions,
  type PreprocessResult,
} from '../../../server/src/analysis/source/preprocess/index';
import type { Expansion, Token } from '../../../server/src/analysis/source/preprocess/token';
import { plainOptions, preprocessed, sourcesOf } from '../../support/preprocess';

type Files = Record<string, string | undefined>;

/** A small generator of numbers, so that a failure can be repeated from its seed (Numerical Recipes' constants). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const LINES = [
  '#define A0 A1 x',
  '#define A1(y) y #y',
  '#define A2 A0(A2) __COUNTER__',
  '#undef A0',
  '#undef A1',
  '#define A0 2',
  '#ifdef A0',
  '#ifndef A3',
  '#if A2 > 1 || __has_attribute(some)',
  '#else',
  '#elif defined A1',
  '#endif',
  '#endif',
  '#endif',
  '#pragma once',
  '#pragma push_macro("A0")',
  '#pragma pop_macro("A0")',
  '#include "h0.h"',
  '#include "h1.h"',
  '#include "h2.h"',
  '#include "h3.h"',
  '#include <stdint.h>',
  'A0 A1(1) A2',
  'A1(',
  ')',
  'int a;',
  '__LINE__ __FILE__',
  '"text',
  '/* open',
  'close */',
  'joined \\',
  '/* rseq-note */',
];

/** Those of main files that share headers: they include much. */
const MAIN_LINES = [
  ...LINES.filter((line) => line.startsWith('#include')),
  ...LINES.filter((line) => /^#(define|undef)/.test(line)),
  '#define A0',
  '#define A0 3',
  '#include "missing.h"',
  '__COUNTER__',
  '#include "h0.h"',
  '#include "h1.h"',
];

const PATHS = ['main.c', 'h0.h', 'h1.h', 'inc/h2.h'];

function randomText(random: (below: number) => number): string {
  return Array.from({ length: 3 + random(12) }, () => LINES[random(LINES.length)]).join('\n') + '\n';
}

/** Changes one line of one file, adds one, takes one away, or makes a file come or go. */
function edit(files: Files, random: (below: number) => number): void {
  const path = PATHS[random(PATHS.length)] ?? '';
  if (path !== 'main.c' && random(10) === 0) {
    files[path] = files[path] === undefined ? randomText(random) : undefined;
    return;
  }
  const lines = (files[path] ?? '').split('\n');
  const removed = random(3) > 0 ? 1 : 0;
  const added = random(3) > 0 ? [LINES[random(LINES.length)] ?? ''] : [];
  lines.splice(random(lines.length), removed, ...added);
  files[path] = lines.join('\n');
}

/** All that can be seen of a result, as text. File ids differ between caches, so paths take their place. */
function everythingOf(result: PreprocessResult): string {
  const place = (file: number, offset: number): string => `${result.files(file)?.path ?? '-'}:${offset}`;
  const history = (expansion: Expansion | null): string =>
    expansion === null
      ? ''
      : `<${expansion.macro.name}@${place(expansion.macro.file, expansion.macro.offset)} ${expansion.argument} ${tokenText(expansion.site)}${history(expansion.parent)}>`;
  const tokenText = (token: Token): string =>
    [
      token.kind,
      token.text,
      token.spaceBefore,
      token.startsLine,
      token.uncertain,
      token.group,
      token.length,
      place(token.file, token.offset),
      history(token.expansion),
      token.parts?.map(tokenText).join('+'),
    ].join(' ');
  return [
    ...result.tokens.map(tokenText),
    ...result.dependencies,
    ...result.dependencies.map((path) => String(result.fileNamed(path)?.remarks.length)),
    ...result.missing.map(({ name, file, offset }) => `missing ${name} ${place(file, offset)}`),
    ...result.problems.map(({ message, file, offset }) => `problem ${message} ${place(file, offset)}`),
    ...[...result.invokedMacros].map((name) => `invoked ${name}`),
    ...['A0', 'A1', 'A2', 'A3'].map((name) =>
      place(result.macros(name)?.file ?? -1, result.macros(name)?.offset ?? -1),
    ),
    `complete ${result.complete}`,
  ].join('\n');
}

test('after random edits a run with an old cache gives what a fresh run gives', () => {
  let reused = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomFrom(seed);
    const files: Files = Object.fromEntries(PATHS.map((path) => [path, randomText(random)]));
    const cache = new PreprocessCache();
    for (let round = 0; round < 12; round++) {
      const answer = random(4) === 0;
      const options: Partial<PreprocessOptions> = {
        has: () => answer,
        ...(random(4) === 0 ? { macros: [{ kind: 'define', name: 'A3', value: '1' }], forcedIncludes: ['h1.h'] } : {}),
      };
      const result = preprocessed(files, options, cache);
      reused += result.reusedTokens;
      assert.equal(everythingOf(result), everythingOf(preprocessed(files, options)), `seed ${seed}, round ${round}`);
      edit(files, random);
    }
  }
  assert.ok(reused > 1000, `only ${reused} tokens were taken over`);
});

test('units of one cache give what each gives alone', () => {
  let reused = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomFrom(seed);
    const files: Files = Object.fromEntries(PATHS.map((path) => [path, randomText(random)]));
    const cache = new PreprocessCache();
    for (let unit = 0; unit < 12; unit++) {
      const main = Array.from({ length: 8 }, () => MAIN_LINES[random(MAIN_LINES.length)]).join('\n');
      const own = { ...files, 'main.c': `${main}\nA0 A1(x) A2 __COUNTER__\n` };
      const result = preprocessed(own, {}, cache);
      reused += result.reusedTokens;
      assert.equal(everythingOf(result), everythingOf(preprocessed(own)), `seed ${seed}, unit ${unit}`);
    }
  }
  assert.ok(reused > 1000, `only ${reused} tokens were taken over`);
});

test('a header is read once while what it asks for stays the same', () => {
  const files: Files = {
    'main.c': '#include "a.h"\nbefore\n#include "b.h"\nbehind\n#include "a.h"\n',
    'a.h': 'from_a',
    'b.h': '#include "c.h"\n',
    'c.h': 'from_c',
  };
  const cache = new PreprocessCache();
  assert.equal(preprocessed(files, {}, cache).reusedTokens, 1);
  files['c.h'] = 'changed';
  const result = preprocessed(files, {}, cache);
  assert.equal(result.reusedTokens, 2);
  assert.equal(result.tokens.map((token) => token.text).join(' '), 'from_a before changed behind from_a');
  files['main.c'] = `${files['main.c'] ?? ''}more`;
  assert.equal(preprocessed(files, {}, cache).reusedTokens, 3);
});

test('a header that turns up where it was looked for in vain is noticed', () => {
  const files: Files = { 'main.c': '#include "a.h"\n#include <x.h>\n', 'a.h': 'a', '/sys/x.h': 'system' };
  const cache = new PreprocessCache();
  preprocessed(files, {}, cache);
  files['inc/x.h'] = 'mine';
  const result = preprocessed(files, {}, cache);
  assert.equal(result.tokens.at(-1)?.text, 'mine');
  assert.equal(result.reusedTokens, 1);
});

test('results of earlier runs stay what they were', () => {
  const files: Files = { 'main.c': '#define A 1\n#include "a.h"\nA', 'a.h': '#define B 1\n' };
  const cache = new PreprocessCache();
  const first = preprocessed(files, {}, cache);
  const before = everythingOf(first);
  files['a.h'] = '\n\n#undef A\n#define C';
  preprocessed(files, {}, cache);
  assert.equal(everythingOf(first), before);
  assert.equal(first.fileNamed('a.h')?.text, '#define B 1\n');
  assert.ok(first.macros('B'));
});

test('a cancelled run says so and does no harm to the next', () => {
  const files: Files = { 'main.c': '#define f(x) x\n#include "a.h"\nf(\n#include "b.h"\n)\n', 'a.h': 'a', 'b.h': 'b' };
  for (let allowed = 0; allowed < 5; allowed++) {
    const cache = new PreprocessCache();
    let asked = 0;
    const result = preprocessed(files, { isCancelled: () => asked++ >= allowed }, cache);
    assert.equal(result.cancelled, allowed < 3);
    if (result.cancelled) assert.equal(result.complete, false);
    assert.equal(everythingOf(preprocessed(files, {}, cache)), everythingOf(preprocessed(files)));
  }
});

test('one cache serves several languages and configurations', () => {
  const cache = new PreprocessCache();
  const sources = sourcesOf({ 'main.c': "$a 1'0 X" });
  const run = (options: Partial<PreprocessOptions>): string[] =>
    preprocess(cache, sources, 'main.c', { ...plainOptions, ...options }).tokens.map((token) => token.text);
  assert.deepEqual(run({ language: 'c++' }), ['$a', "1'0", 'X']);
  assert.deepEqual(run({ language: 'asm' }), ['$', 'a', '1', "'0 X"]);
  assert.deepEqual(run({ language: 'c++', macros: [{ kind: 'define', name: 'X', value: 'y' }] }), ['$a', "1'0", 'y']);
});

test('what a header asks of the macros around it decides whether it is read again', () => {
  const cache = new PreprocessCache();
  const reused = (head: string, header: string): number =>
    preprocessed({ 'main.c': `${head}\n#include "a.h"\n`, 'a.h': header }, {}, cache).reusedTokens;
  const asks = (header: string, first: string, second: string): number => {
    reused(first, header);
    return reused(second, header);
  };
  assert.equal(asks('#ifdef A\na\n#endif\n', '#define A 1', '#define A 2'), 1);
  assert.equal(asks('#ifdef A\nb\n#endif\n', '#define A 1', ''), 0);
  assert.equal(asks('#if A > 1\n#else\nc\n#endif\n', '#define A 1', '\n#define A 1'), 1);
  assert.equal(asks('#if A > 1\n#else\nd\n#endif\n', '#define A 1', '#define A 0'), 0);
  // Its place is part of the result.
  assert.equal(asks('A e\n', '#define A 1', '\n#define A 1'), 0);
  assert.equal(asks('#if A\n#endif\n#include "missing.h"\nf\n', '#define A 1', '\n#define A 1'), 1);
  assert.equal(asks('__COUNTER__\n', '', '__COUNTER__'), 0);
  assert.equal(asks('__INCLUDE_LEVEL__\n', '', ''), 0);
});
