import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PreprocessCache } from '../../../server/src/analysis/source/preprocess/index';
import { messagesOf, preprocessed, textOf, tokenNamed } from '../../support/preprocess';

test('quoted and angled includes are searched in their order', () => {
  const files = {
    'src/main.c': '',
    'main.c': '#include "a.h"\n#include <a.h>\n#include "b.h"\n#include <b.h>\n#include "c.h"',
    'a.h': 'beside',
    'quote/a.h': 'quote',
    'inc/a.h': 'include',
    'quote/b.h': 'quote_b',
    '/sys/b.h': 'system_b',
    '/sys/c.h': 'system_c',
  };
  const result = preprocessed(files, { quoteDirectories: ['quote'] });
  assert.equal(textOf(result), 'beside include quote_b system_b system_c');
  assert.deepEqual(result.dependencies, ['main.c', 'a.h', 'inc/a.h', 'quote/b.h', '/sys/b.h', '/sys/c.h']);
  assert.equal(result.isSystemFile(tokenNamed(result, 'system_b').file), true);
  assert.equal(result.isSystemFile(tokenNamed(result, 'quote_b').file), false);
});

test('a system header takes its neighbours along as system headers', () => {
  const result = preprocessed({ 'main.c': '#include <x/a.h>', '/sys/x/a.h': '#include "b.h"', '/sys/x/b.h': 'b' });
  assert.equal(result.isSystemFile(tokenNamed(result, 'b').file), true);
  assert.equal(result.fileNamed('/sys/x/b.h')?.isSystem, true);
});

test('a directory that is both include and system directory is a system directory', () => {
  const result = preprocessed({ 'main.c': '#include <a.h>', '/sys/a.h': 'a' }, { includeDirectories: ['/sys/.'] });
  assert.equal(result.isSystemFile(tokenNamed(result, 'a').file), true);
});

test('include_next goes on behind the directory of the includer', () => {
  const files = {
    'main.c': '#include <a.h>',
    'inc/a.h': 'one\n#include_next <a.h>',
    '/sys/a.h': 'two\n#if __has_include_next(<a.h>)\nthree\n#endif',
  };
  assert.equal(textOf(preprocessed(files)), 'one two');
});

test('guards and #pragma once are honoured, without a guard a file comes again', () => {
  const files = {
    'main.c': '#include "g.h"\n#include "g.h"\n#include "o.h"\n#include "o.h"\n#include "n.h"\n#include "n.h"',
    'g.h': '/* c */\n#if !defined(G)\n#define G\ng\n#endif\n',
    'o.h': '#pragma once\no',
    'n.h': '#ifndef N\nn\n#endif',
  };
  assert.equal(textOf(preprocessed(files)), 'g o n n');
});

test('one file under several names is one file', () => {
  const files = {
    'main.c': '#include "x/../o.h"\n#include "./o.h"\n#include "o.h"',
    'o.h': '#pragma once\no __FILE__',
  };
  const result = preprocessed(files);
  assert.equal(textOf(result), 'o "x/../o.h"');
  assert.deepEqual(result.dependencies, ['main.c', 'o.h']);
});

test('names of headers may come from macros', () => {
  const files = {
    'main.c': '#define D sub\n#define H <D/a.h>\n#include H\n#define Q "sub/a.h"\n#include Q',
    'inc/sub/a.h': 'a',
  };
  assert.equal(textOf(preprocessed(files)), 'a a');
});

test('an include that names nothing is a problem and leaves the result incomplete', () => {
  const result = preprocessed('#include\n#include NOTHING\na');
  assert.deepEqual(messagesOf(result), Array(2).fill('#include expects "FILENAME" or <FILENAME>'));
  assert.equal(result.complete, false);
});

test('forced includes come first, in order', () => {
  const files = { 'main.c': 'main A', 'one.h': 'one\n#define A 1', 'inc/two.h': 'two' };
  const result = preprocessed(files, { forcedIncludes: ['one.h', 'two.h', 'gone.h'] });
  assert.equal(textOf(result), 'one two main 1');
  assert.deepEqual(result.missing, [{ name: 'gone.h', angled: false, file: -1, offset: 0 }]);
});

test('a model stands in for a system header that is not there, and is no dependency', () => {
  const text =
    '#include <stddef.h>\n#include <stdint.h>\n#include <asm/byteorder.h>\n#if defined __LITTLE_ENDIAN\nUINT64_C(1) NULL\n#endif';
  const result = preprocessed(text, {
    predefined: '#define __SIZEOF_LONG__ 8\n#define __SIZE_TYPE__ unsigned long\n#define __BYTE_ORDER__ 1\n',
  });
  assert.match(textOf(result), /1UL \( \( void \* \) 0 \)$/);
  assert.deepEqual(result.missing, []);
  assert.equal(result.complete, true);
  assert.deepEqual(result.dependencies, ['main.c']);
  assert.equal(result.isSystemFile(result.tokens[0]?.file ?? 0), true);
  const real = preprocessed({ 'main.c': '#include <stdint.h>', '/sys/stdint.h': 'real' });
  assert.equal(textOf(real), 'real');
});

test('the C library for another target of the same compiler needs nothing of its own', () => {
  const result = preprocessed(
    '#include <gnu/stubs-lp64_be.h>\n#include <gnu/stubs-64-v2.h>\n#ifndef __stub_lchmod\nx\n#endif',
  );
  assert.equal(textOf(result), 'x');
  assert.deepEqual([result.complete, result.missing], [true, []]);
  assert.equal(preprocessed('#include <gnu/others.h>').missing.length, 1);
});

test('a file that includes itself is one problem and ends soon', () => {
  for (const text of ['#include "main.c"\n', '#include "main.c"\nx\n#include "main.c"\n']) {
    const result = preprocessed(text);
    assert.deepEqual(messagesOf(result), ['#include nested depth 200 exceeds the maximum: an include loop?']);
  }
  const pair = { 'main.c': '#include "a.h"\n#include "a.h"\n', 'a.h': '#include "main.c"\n#include "main.c"\n' };
  assert.equal(messagesOf(preprocessed(pair)).length, 1);
});

test('a macro call does not reach over the end of an included file', () => {
  const result = preprocessed({
    'main.c': '#define f(x) [x]\n#include "a.h"\n(1) f(\n#include "b.h"\n)',
    'a.h': 'f',
    'b.h': '2',
  });
  assert.equal(textOf(result), 'f ( 1 ) [ 2 ]');
});

test('built-in macros know the file and the depth', () => {
  const files = {
    'main.c': '#include "d/a.h"\n__FILE__ __INCLUDE_LEVEL__',
    'd/a.h': '\n__FILE__ __BASE_FILE__ __INCLUDE_LEVEL__ __LINE__\n',
  };
  assert.equal(textOf(preprocessed(files)), '"d/a.h" "main.c" 1 2 "main.c" 0');
});

test('a main file that is not there gives nothing', () => {
  const result = preprocessed({}, {}, new PreprocessCache());
  assert.deepEqual([result.tokens, result.dependencies], [[], []]);
});
