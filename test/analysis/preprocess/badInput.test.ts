import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOf, preprocessed, textOf } from '../../support/preprocess';

test('an unterminated comment, string and argument list are one problem each', () => {
  assert.deepEqual(messagesOf(preprocessed('a /* b')), ['unterminated comment']);
  assert.deepEqual(messagesOf(preprocessed('a "b\nc')), ['missing terminating " character']);
  assert.deepEqual(messagesOf(preprocessed("a 'b\nc", { language: 'asm' })), []);
  assert.deepEqual(messagesOf(preprocessed("#if 0\ndon't\n#endif")), []);
  assert.deepEqual(messagesOf(preprocessed('a R"x(b')), ['unterminated raw string']);
});

test('a comment of the assembler is no directive', () => {
  const result = preprocessed("# it's nonsense\n#\n  # 1 more\nnop", { language: 'asm' });
  assert.equal(textOf(result), 'nop');
  assert.deepEqual(messagesOf(result), []);
});

test('carriage returns are blanks, in directives and in splices', () => {
  const result = preprocessed('#define A(x) \\\r\n  x \\\r\n  y\r\n#ifdef A\r\nA(1)\r\n#endif\r\n"a"\r\n');
  assert.equal(textOf(result), '1 y "a"');
  assert.deepEqual(messagesOf(result), []);
});

test('any text at all is taken', () => {
  for (const text of [
    '',
    '\\',
    '#',
    '##',
    '#if',
    '#include <',
    '"',
    '\0\0',
    '\ufffd\ufffd',
    '#define f(',
    '\\\n',
    '%:',
  ]) {
    assert.doesNotThrow(() => preprocessed(text), text);
    assert.doesNotThrow(() => preprocessed(`#if 0\n${text}`), text);
    assert.doesNotThrow(() => preprocessed(`#define f(x) x #x\nf(${text}`), text);
  }
});

test('every prefix of a file is taken', () => {
  const text =
    '#define f(a, ...) a ## b #a __VA_OPT__(x) , ## __VA_ARGS__\n#if defined(f) && (1 ? 2 : 3)\n' +
    'f("a\\n", R"d(x)d") _Pragma("once") /* c */ f(f(1)) // d\n#elif __has_include(<a>)\n#include "main.c"\n#endif\\\n';
  for (let length = 0; length <= text.length; length++) preprocessed(text.slice(0, length), { language: 'c++' });
});

/** Milliseconds for a text, the best of five: a collector's pause must not decide. */
function timeOf(text: string): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now();
      preprocessed(text);
      return performance.now() - start;
    }),
  );
}

const LONG_LINES: Readonly<Record<string, (length: number) => string>> = {
  'a string': (length) => `"${'a'.repeat(length)}"`,
  'a comment': (length) => `/*${'*'.repeat(length)}`,
  'a name': (length) => 'a'.repeat(length),
  'a number': (length) => '1e+'.repeat(length / 3),
  backslashes: (length) => '\\ '.repeat(length / 2),
  'splices in a name': (length) => 'ab\\\n'.repeat(length / 4),
  'nested parentheses in an argument': (length) => `\n#define f(x) x\nf(${'('.repeat(length / 40)}`,
  'a macro body': (length) => `#define A ${'+ 1 '.repeat(length / 40)}\nA A`,
  'a directive': (length) => `#if ${'0 ||'.repeat(length / 40)} 1\n#endif`,
  'operators of one stringised argument': (length) => `#define s(x) #x\ns(${'\\ '.repeat(length / 40)})`,
  'empty conditionals': (length) => '#if 0\n#elif 0\n#endif\n'.repeat(length / 80),
};

for (const [name, make] of Object.entries(LONG_LINES)) {
  test(`time is linear in the length of ${name}`, () => {
    timeOf(make(20_000));
    const short = timeOf(make(250_000));
    const long = timeOf(make(1_000_000));
    // Four times the text; quadratic time would be sixteen times.
    assert.ok(long < 10 * short + 50, `${short.toFixed(1)} ms, then ${long.toFixed(1)} ms`);
  });
}

test('a line of ten megabytes', () => {
  const result = preprocessed(`int a = ${'"some text, 1234" '.repeat(600_000)};`);
  assert.equal(result.tokens.length, 600_004);
});
