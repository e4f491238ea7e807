import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOf, preprocessed, textOf } from '../../support/preprocess';

function expanded(text: string): string {
  return textOf(preprocessed(text));
}

test('macros, arguments, operators', () => {
  assert.equal(expanded('#define f(x, y) x + y #x\n'), '');
  assert.equal(expanded('#define f(x, y) x + y\nf(1, f(2, (3, 4))) f'), '1 + 2 + ( 3 , 4 ) f');
  assert.equal(expanded('#define s(x) #x\ns(a  "b\\n" c)'), '"a \\"b\\\\n\\" c"');
  assert.equal(expanded('#define p(x, y) x ## y\np(a, b) p(, b) p(a,) p(,)'), 'ab b a');
  assert.equal(expanded('#define v(a, ...) a, ## __VA_ARGS__;\nv(1) v(1,) v(1, 2)'), '1 ; 1 , ; 1 , 2 ;');
});

test('a macro that would not fit stays as it is and is a problem', () => {
  const result = preprocessed('#define f(x) <x>\nf(1, 2) f() g');
  assert.equal(textOf(result), 'f < > g');
  assert.deepEqual(messagesOf(result), ['macro "f" takes 1 argument, but 2 given']);
  assert.deepEqual(messagesOf(preprocessed('#define f(x) x\nf(1')), ['unterminated argument list invoking macro "f"']);
});

test('a bad paste is a problem in C and none in assembler sources', () => {
  const text = '#define p(x, y) x ## y\np(+, 1)';
  assert.deepEqual(messagesOf(preprocessed(text)), ['pasting "+" and "1" does not give a valid preprocessing token']);
  assert.deepEqual(messagesOf(preprocessed(text, { language: 'asm' })), []);
  assert.equal(expanded(text), '+ 1');
});

test('definitions that a compiler refuses', () => {
  const of = (text: string): string[] => messagesOf(preprocessed(text));
  assert.deepEqual(of('#define'), ['no macro name given in #define directive']);
  assert.deepEqual(of('#define 1'), ['macro names must be identifiers']);
  assert.deepEqual(of('#define f(a, a) a'), ['duplicate macro parameter "a"']);
  assert.deepEqual(of('#define f(a b'), ['expected parameter names, then ")", in macro parameter list']);
  assert.deepEqual(of('#define f(a) #b'), ["'#' is not followed by a macro parameter"]);
  assert.deepEqual(of('#define f a ##'), ["'##' cannot appear at either end of a macro expansion"]);
  assert.deepEqual(of('#define f(...) __VA_OPT__(x'), ['unterminated __VA_OPT__']);
  assert.deepEqual(of('#nonsense'), ['invalid preprocessing directive #nonsense']);
});

test('pragmas leave no token', () => {
  assert.equal(expanded('a\n#pragma pack(1)\nb _Pragma("pack(1)") c'), 'a b c');
});

test('predefined macros, the command line, and undefining', () => {
  const result = preprocessed('A B C D F(1)', {
    predefined: '#define A 1\n#define B 2\n',
    macros: [
      { kind: 'undefine', name: 'B' },
      { kind: 'define', name: 'C', value: '3' },
      { kind: 'define', name: 'F(x)', value: '[x]' },
    ],
  });
  assert.equal(textOf(result), '1 B 3 D [ 1 ]');
});

test('macros of user files that were expanded or tested are known', () => {
  const result = preprocessed(
    {
      'main.c': '#include <s.h>\n#define USED 1\n#define UNUSED 1\n#ifdef TESTED\n#endif\n#if VALUE\n#endif\nUSED S',
      '/sys/s.h': '#define S INNER\n#define INNER 1\n#ifdef IN_SYSTEM\n#endif\n',
    },
    {},
  );
  assert.deepEqual([...result.invokedMacros].sort(), ['S', 'TESTED', 'USED', 'VALUE']);
});

test('the final macro table says where a macro is defined', () => {
  const result = preprocessed('#define A 1\n#undef A\n#define  A 2\n', { predefined: '#define P 1\n' });
  assert.equal(result.macros('A')?.offset, 30);
  assert.equal(result.macros('P')?.file, -1);
  assert.equal(result.macros('B'), undefined);
});

test('runaway expansion ends', () => {
  let text = '#define X0 x x\n';
  for (let n = 1; n < 40; n++) text += `#define X${n} X${n - 1} X${n - 1}\n`;
  const result = preprocessed(`${text}X39`);
  assert.deepEqual(messagesOf(result), ['macros expand to too many tokens']);
  assert.equal(result.complete, false);
});

test('arguments nested two thousand deep do not overflow the stack', () => {
  const depth = 2000;
  const result = preprocessed(`#define f(x) x\n${'f('.repeat(depth)}1${')'.repeat(depth)}`);
  assert.deepEqual(messagesOf(result), ['macro arguments are nested too deeply']);
});
