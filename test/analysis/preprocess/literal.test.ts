import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeLiteral } from '../../../server/src/analysis/source/preprocess/literal';

/** Each unit of the content with its spelling. */
function pieces(spelling: string): [string, string][] {
  const { text, indexOf } = decodeLiteral(spelling);
  return Array.from({ length: text.length }, (_, at) => [
    text.charAt(at),
    spelling.slice(indexOf(at), indexOf(at + 1)),
  ]);
}

test('escapes are decoded and know their spelling', () => {
  assert.deepEqual(pieces(String.raw`"a\n\t\"\\\x41\101\0z"`), [
    ['a', 'a'],
    ['\n', '\\n'],
    ['\t', '\\t'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['A', '\\x41'],
    ['A', '\\101'],
    ['\0', '\\0'],
    ['z', 'z'],
  ]);
});

test('prefixes, character literals and raw strings', () => {
  assert.equal(decodeLiteral('u8"x"').text, 'x');
  assert.equal(decodeLiteral("L'x'").text, 'x');
  const raw = decodeLiteral('R"d(a\\n)d"');
  assert.equal(raw.text, 'a\\n');
  assert.deepEqual([0, 1, 2, 3].map(raw.indexOf), [4, 5, 6, 7]);
  assert.equal(decodeLiteral(String.raw`"\u00e9\U0001F600"`).text, 'é\u{1F600}');
});

test('a character outside the first plane has an entry for each of its units', () => {
  const { text, indexOf } = decodeLiteral(String.raw`"\U0001F600b"`);
  assert.equal(text.length, 3);
  assert.deepEqual([0, 1, 2, 3].map(indexOf), [1, 1, 11, 12]);
});

test('malformed literals still have a content', () => {
  assert.equal(decodeLiteral('"open').text, 'open');
  assert.equal(decodeLiteral('"').text, '');
  assert.equal(decodeLiteral('"a\\').text, 'a\\');
  assert.equal(decodeLiteral('"\\xzz"').text, 'xzz');
});
