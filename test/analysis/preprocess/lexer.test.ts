import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../../server/src/analysis/source/preprocess/characters';
import { lex } from '../../../server/src/analysis/source/preprocess/lexer';
import { TokenKind } from '../../../server/src/analysis/source/preprocess/token';

function texts(text: string, language: Language = 'c'): string[] {
  return lex(text, 0, language, new Map()).tokens.map((token) => token.text);
}

test('offsets and lengths are those of the raw text, with line splices inside', () => {
  const text = 'a \\\n  lo\\\r\nng "s\\ \ntr" b';
  const tokens = lex(text, 0, 'c', new Map()).tokens;
  assert.deepEqual(
    tokens.map((token) => [token.text, text.slice(token.offset, token.offset + token.length)]),
    [
      ['a', 'a'],
      ['long', 'lo\\\r\nng'],
      ['"str"', '"s\\ \ntr"'],
      ['b', 'b'],
    ],
  );
});

test('a token knows whether a space or a line break stands before it', () => {
  const tokens = lex('a b/**/c\n d+e', 0, 'c', new Map()).tokens;
  const marks = tokens.map((token) => `${token.startsLine ? '^' : ''}${token.spaceBefore ? '_' : ''}${token.text}`);
  assert.deepEqual(marks, ['^a', '_b', '_c', '^_d', '+', 'e']);
});

test('a comment over several lines starts no line', () => {
  const tokens = lex('a /* x\ny */ # b', 0, 'c', new Map()).tokens;
  assert.deepEqual(
    tokens.map((token) => token.startsLine),
    [true, false, false],
  );
});

test('the dollar sign is a letter in C and none in assembler sources', () => {
  assert.deepEqual(texts('$a b$c'), ['$a', 'b$c']);
  assert.deepEqual(texts('$a b$c', 'asm'), ['$', 'a', 'b', '$', 'c']);
});

test('raw strings keep splices, quotes and comment marks', () => {
  assert.deepEqual(texts('R"x(a)"\\\n//)x" b', 'c++'), ['R"x(a)"\\\n//)x"', 'b']);
  assert.deepEqual(texts('a \\\n R"(1\\\n2)" b\\\nc', 'c++'), ['a', 'R"(1\\\n2)"', 'bc']);
});

test('digit separators are C++ only', () => {
  assert.deepEqual(texts("1'000", 'c++'), ["1'000"]);
  assert.equal(texts("1'000")[0], '1');
});

test('a quote without partner takes the rest of its line', () => {
  const { tokens } = lex('a \'b "c\r\nd', 0, 'c', new Map());
  assert.deepEqual(
    tokens.map((token) => token.text),
    ['a', '\'b "c', 'd'],
  );
  assert.equal(tokens[1]?.kind, TokenKind.Other);
});

test('a backslash before the closing end of the text does not run over', () => {
  assert.deepEqual(texts('"a\\'), ['"a\\']);
  assert.deepEqual(texts('\\'), ['\\']);
});

test('header names are one token in include lines only', () => {
  assert.deepEqual(texts('#include <a//b.h> x\n<a>'), ['#', 'include', '<a//b.h>', 'x', '<', 'a', '>']);
});

test('comments that mention rseq- are kept with their place', () => {
  const text = '/* plain */ // rseq-abi: 6.3\nint a; /* rseq-ok */';
  const { remarks } = lex(text, 0, 'c', new Map());
  assert.deepEqual(
    remarks.map((remark) => remark.text),
    ['// rseq-abi: 6.3', '/* rseq-ok */'],
  );
  for (const remark of remarks) assert.equal(text.slice(remark.offset, remark.end), remark.text);
});

test('an unterminated comment is one problem at its beginning', () => {
  const { problems, tokens } = lex('a /* b', 0, 'c', new Map());
  assert.deepEqual(problems, [{ offset: 2, length: 2, message: 'unterminated comment' }]);
  assert.equal(tokens.length, 1);
});

test('characters outside ASCII are letters, replacement characters are not', () => {
  assert.deepEqual(texts('naïve \u{1F600}x a\ufffdb'), ['naïve', '\u{1F600}x', 'a', '\ufffd', 'b']);
});
