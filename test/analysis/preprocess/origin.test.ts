import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreprocessResult } from '../../../server/src/analysis/source/preprocess/index';
import { decodeLiteral } from '../../../server/src/analysis/source/preprocess/literal';
import { locateContent, locateToken, userPlace } from '../../../server/src/analysis/source/preprocess/origin';
import type { Token } from '../../../server/src/analysis/source/preprocess/token';
import type { Located } from '../../../server/src/analysis/text/place';
import { preprocessed, tokenNamed, type FileTree } from '../../support/preprocess';

/** The place as `file: text`, then each invocation as `macro@text`. */
function shown(files: FileTree, located: Located | undefined): string[] {
  assert.ok(located);
  const cut = ({ file, start, end }: Located['span']): string => files[file]?.slice(start, end) ?? '';
  return [
    `${located.span.file}: ${cut(located.span)}`,
    ...located.expansions.map(({ macro, span }) => `${macro}@${span.file}:${cut(span)}`),
  ];
}

function whole(result: PreprocessResult, token: Token): Located | undefined {
  return locateToken(result, token, 0, token.text.length);
}

test('a token of the text and a token of a macro body are where they are written', () => {
  const files = { 'main.c': '#define OUTER a INNER\n#define INNER b\nc OUTER' };
  const result = preprocessed(files);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'c'))), ['main.c: c']);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'b'))), [
    'main.c: b',
    'INNER@main.c:INNER',
    'OUTER@main.c:OUTER',
  ]);
  assert.equal(whole(result, tokenNamed(result, 'a'))?.span.start, 14);
});

test('an argument is where the caller wrote it, however deep it went', () => {
  const files = { 'main.c': '#define f(x) g(x)\n#define g(y) y\n#define mine here\nf(mine + 1)' };
  const result = preprocessed(files);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, '1'))), ['main.c: 1', 'g@main.c:g', 'f@main.c:f']);
  assert.equal(whole(result, tokenNamed(result, '1'))?.span.start, files['main.c'].lastIndexOf('1'));
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'here'))), [
    'main.c: here',
    'g@main.c:g',
    'f@main.c:f',
    'mine@main.c:mine',
  ]);
});

test('what a system macro puts in is at the name the user wrote', () => {
  const files = {
    'main.c': '#include <s.h>\n#define MINE SYS(q)\nMINE',
    '/sys/s.h': '#define SYS(x) inner x DEEP\n#define DEEP deep',
  };
  const result = preprocessed(files);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'deep'))), [
    'main.c: SYS',
    'DEEP@/sys/s.h:DEEP',
    'SYS@main.c:SYS',
    'MINE@main.c:MINE',
  ]);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'q')))[0], 'main.c: q');
});

test('tokens that only system headers and predefined macros speak of have no place', () => {
  const files = { 'main.c': '#include <s.h>\nPRE', '/sys/s.h': 'sys' };
  const result = preprocessed(files, { predefined: '#define PRE pre\n' });
  assert.equal(userPlace(result, tokenNamed(result, 'sys')), undefined);
  assert.equal(whole(result, tokenNamed(result, 'sys')), undefined);
  assert.deepEqual(shown(files, whole(result, tokenNamed(result, 'pre')))[0], 'main.c: PRE');
});

test('characters of a stringised argument are where the argument is', () => {
  const files = { 'main.c': '#define s1(x) #x\n#define s(x) s1(x)\n#define t(label) s(label) ":"\nt(3 + "q\\n"  z)' };
  const result = preprocessed(files);
  const [token] = result.tokens;
  assert.ok(token);
  assert.equal(token.text, String.raw`"3 + \"q\\n\" z"`);
  const at = (text: string, length = text.length): string[] => {
    const from = token.text.indexOf(text);
    return shown(files, locateToken(result, token, from, from + length));
  };
  assert.equal(at('3')[0], 'main.c: 3');
  assert.deepEqual(at('3').slice(1), ['s1@main.c:s1', 's@main.c:s', 't@main.c:t']);
  assert.equal(at('q')[0], 'main.c: q');
  assert.equal(at('\\\\n')[0], 'main.c: \\n');
  assert.equal(at('z')[0], 'main.c: z');
  assert.equal(at('3 +')[0], 'main.c: 3 +');
  assert.equal(shown(files, whole(result, token))[0], 'main.c: 3 + "q\\n"  z');
});

test('a pasted token is where its halves are', () => {
  const files = { 'main.c': '#define p(a) a ## _tail\np(head)' };
  const result = preprocessed(files);
  const token = tokenNamed(result, 'head_tail');
  assert.equal(shown(files, locateToken(result, token, 0, 4))[0], 'main.c: head');
  assert.equal(shown(files, locateToken(result, token, 4, 9))[0], 'main.c: _tail');
  assert.equal(shown(files, locateToken(result, token, 5, 6))[0], 'main.c: t');
});

test('content of a literal: escapes, splices, prefixes, raw strings', () => {
  const files = { 'main.c': 'L"a\\tb\\\n\\x41z" R"x(d\ne)x"' };
  const result = preprocessed(files);
  const at = (index: number, text: string): string[] => {
    const token = result.tokens[index];
    assert.ok(token);
    const content = decodeLiteral(token.text);
    const from = content.text.indexOf(text);
    assert.ok(from >= 0, text);
    return shown(files, locateContent(result, token, content, from, from + text.length));
  };
  assert.deepEqual(at(0, 'a'), ['main.c: a']);
  assert.deepEqual(at(0, '\t'), ['main.c: \\t']);
  assert.deepEqual(at(0, 'A'), ['main.c: \\x41']);
  assert.deepEqual(at(0, 'bA'), ['main.c: b\\\n\\x41']);
  assert.deepEqual(at(1, 'e'), ['main.c: e']);
});

test('a built-in macro is where its name is', () => {
  const files = { 'main.c': '#define L __LINE__\n\nL __LINE__' };
  const result = preprocessed(files);
  const [first, second] = result.tokens;
  assert.ok(first && second);
  assert.deepEqual(shown(files, locateToken(result, first, 0, 1))[0], 'main.c: __LINE__');
  assert.equal(locateToken(result, second, 0, 1)?.span.start, 22);
});

test('an empty range is a point', () => {
  const files = { 'main.c': 'abc' };
  const result = preprocessed(files);
  assert.deepEqual(locateToken(result, tokenNamed(result, 'abc'), 1, 1)?.span, { file: 'main.c', start: 1, end: 1 });
});
