import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certaintyOf, messagesOf, preprocessed, textOf, type FileTree } from '../../support/preprocess';

/** A main file behind an include that was not found and may have defined anything. */
function behindMissing(text: string, others: FileTree = {}): ReturnType<typeof preprocessed> {
  return preprocessed({ ...others, 'main.c': `#include "gone.h"\n${text}` });
}

function truth(expression: string): boolean {
  return textOf(preprocessed(`#if ${expression}\nyes\n#endif`)) === 'yes';
}

test('arithmetic is done in 64 bits', () => {
  assert.ok(truth('0x7fffffffffffffff + 1 < 0'));
  assert.ok(truth('0xffffffffffffffff > 0 && -1 > 0u'));
  assert.ok(truth('(1 ? -1 : 0u) > 0'));
  assert.ok(truth('-8 >> 1 == -4 && 1 << 63 < 0'));
  assert.ok(truth('2 + 3 * 4 == 14 && (2 + 3) * 4 == 20 && 7 % 3 == 1'));
  assert.ok(truth("'a' == 97 && '\\377' < 0 && 'ab' == 24930"));
  assert.ok(!truth('UNDEFINED'));
});

test('malformed conditions are one problem each and false', () => {
  const of = (expression: string): string[] => messagesOf(preprocessed(`#if ${expression}\nx\n#endif`));
  assert.deepEqual(of(''), ['#if with no expression']);
  assert.deepEqual(of('1 +'), ['#if expression ends too early']);
  assert.deepEqual(of('(1'), ["missing ')' in expression"]);
  assert.deepEqual(of('1 2'), ['missing binary operator before token "2"']);
  assert.deepEqual(of('F(1, 2)'), ['missing binary operator before token "("']);
  assert.deepEqual(of('1 / 0'), ['division by zero in #if']);
  assert.deepEqual(of('1 || 1 / 0'), []);
  assert.deepEqual(of('"text"'), ['token ""text"" is not valid in preprocessor expressions']);
  assert.deepEqual(of('09'), ['"09" is not valid in preprocessor expressions']);
  assert.deepEqual(of('defined'), ['operator "defined" requires an identifier']);
  assert.deepEqual(of('1 ? 2'), ["'?' without following ':'"]);
  assert.deepEqual(of(`${'('.repeat(5000)}1`), ['#if expression is nested too deeply']);
  assert.deepEqual(of(`${'!'.repeat(5000)}1`), ['#if expression is nested too deeply']);
});

test('unbalanced conditionals are one problem each', () => {
  assert.deepEqual(messagesOf(preprocessed('#if 1\na')), ['unterminated #if']);
  assert.deepEqual(messagesOf(preprocessed('#endif\n#else')), ['#endif without #if', '#else without #if']);
  assert.deepEqual(messagesOf(preprocessed('#if 0\n#else\n#else\n#elif 1\n#endif')), [
    '#else after #else',
    '#elif after #else',
  ]);
});

test('while nothing is missing every name that is not defined is known to be so', () => {
  const result = preprocessed('#ifdef A\na\n#else\nb\n#endif\n#if F(1)\n#endif');
  assert.equal(certaintyOf(result), 'b');
  assert.equal(result.missing.length, 0);
});

test('behind a missing include an unknown name makes a guess', () => {
  const result = behindMissing('a\n#ifdef X\nb\n#else\nc\n#endif\nd');
  assert.equal(certaintyOf(result), 'a <gap> c? d');
  assert.equal(result.complete, false);
  assert.deepEqual(
    result.missing.map(({ name, angled, offset }) => [name, angled, offset]),
    [['gone.h', false, 9]],
  );
});

test('an empty alternative leaves no gap', () => {
  assert.equal(certaintyOf(behindMissing('#ifdef X\n#define Y\n#endif\na')), 'a');
});

test('gaps stand for every group that might be meant, not for those that cannot', () => {
  const text = '#if 0\na\n#elif defined X\nb\n#elif 1\nc\n#else\nd\n#endif';
  assert.equal(certaintyOf(behindMissing(text)), '<gap> c?');
  assert.equal(certaintyOf(behindMissing('#ifndef X\na\n#elif 1\nb\n#else\nc\n#endif')), 'a? <gap> <gap>');
});

test("Kleene's logic: a known operand that settles the matter does so", () => {
  const of = (expression: string): string => certaintyOf(behindMissing(`#if ${expression}\na\n#endif`));
  assert.equal(of('0 && X'), '');
  assert.equal(of('X && 0'), '');
  assert.equal(of('1 || X'), 'a');
  assert.equal(of('X || 1'), 'a');
  assert.equal(of('X || 0'), '<gap>');
  assert.equal(of('!X'), 'a?');
  assert.equal(of('0 * X'), '<gap>');
  assert.equal(of('X ? 1 : 1'), 'a');
  assert.equal(of('X ? 1 : 2'), 'a?');
  assert.equal(of('1 ? 1 : X'), 'a');
  assert.equal(of('F(1, 2) > 3'), '<gap>');
});

test('macros that a doubtful group touches are doubtful', () => {
  const text =
    '#define A 1\n#define B 2\n#ifdef X\n#undef A\n#define C 3\n#else\n#define D 4\n#undef B\n#endif\nA B C D E';
  assert.equal(certaintyOf(behindMissing(text)), '1? B? C? 4? E');
});

test('a definition outside of doubt ends the doubt', () => {
  assert.equal(certaintyOf(behindMissing('#ifdef X\n#define A 1\n#endif\n#define A 2\nA\n#ifdef A\nb\n#endif')), '2 b');
});

test('doubtful macros make doubtful conditions and doubtful nested groups', () => {
  const text = '#ifdef X\n#define A 1\n#else\n#define A 2\n#endif\n#if A == 2\na\n#ifdef B\n#else\nb\n#endif\n#endif';
  assert.equal(certaintyOf(behindMissing(text)), 'a? b?');
});

test('an include in a doubtful group makes its tokens doubtful, one in a group left out may define anything', () => {
  const others = { 'inc/a.h': 'x y\n#define FROM_A z\n' };
  assert.equal(certaintyOf(behindMissing('#ifndef X\n#include <a.h>\n#endif\nFROM_A', others)), 'x? y? z?');
  const text = '#undef Q\n#ifdef X\n#include <a.h>\n#endif\n#ifdef Q\n#else\na\n#endif';
  assert.equal(certaintyOf(behindMissing(text, others)), '<gap> a?');
});

test('include guards, names the compiler has not, and names of the command line are known', () => {
  const guarded = '#pragma once\n#ifndef MY_GUARD\n#define MY_GUARD\na\n#endif';
  assert.equal(certaintyOf(behindMissing('#include <g.h>', { 'inc/g.h': guarded })), 'a');
  for (const name of ['__x86_64__', '__AARCH64EB__', '__cplusplus', '__clang__', '__SIZEOF_INT128__', '_WIN32']) {
    assert.equal(certaintyOf(behindMissing(`#ifndef ${name}\na\n#endif`)), 'a', name);
  }
  for (const name of ['__GLIBC__', '__FOO_H__', 'DEBUG', '__ASM_H_']) {
    assert.equal(certaintyOf(behindMissing(`#ifndef ${name}\na\n#endif`)), 'a?', name);
  }
  const result = preprocessed('#include "gone.h"\n#ifndef MINE\na\n#endif', {
    macros: [{ kind: 'undefine', name: 'MINE' }],
  });
  assert.equal(certaintyOf(result), 'a');
});

test('a name is known again after #undef, until the next include is missing', () => {
  const text = '#undef A\n#ifndef A\na\n#endif\n#include "gone too.h"\n#ifndef A\nb\n#endif';
  assert.equal(certaintyOf(behindMissing(text)), 'a b?');
});

test('a missing library header defines no names of the program', () => {
  const of = (header: string, name: string): string =>
    certaintyOf(preprocessed(`#include <${header}>\n#ifndef ${name}\na\n#endif`, { systemDirectories: [] }));
  assert.equal(of('stdio.h', 'RSEQ_COMPARE_TWICE'), 'a');
  assert.equal(of('pthread.h', 'BENCHMARK'), 'a');
  // GCC's <stddef.h> includes it on other systems.
  assert.equal(of('machine/ansi.h', 'RSEQ_COMPARE_TWICE'), 'a');
  assert.equal(of('stdio.h', 'BUFSIZ'), 'a?');
  assert.equal(of('errno.h', 'EOWNERDEAD'), 'a?');
  assert.equal(of('sys/auxv.h', 'AT_RSEQ_FEATURE_SIZE'), 'a?');
  assert.equal(of('sys/rseq.h', 'RSEQ_SIG'), 'a?');
  assert.equal(of('my/config.h', 'BENCHMARK'), 'a?');
  assert.equal(of('stdio.h', '__always_inline'), 'a?');
});

test('#error counts only where it is certain', () => {
  assert.deepEqual(messagesOf(preprocessed('#ifdef X\n#else\n#error no  X\n#endif')), ['#error no X']);
  assert.deepEqual(messagesOf(behindMissing('#ifdef X\n#else\n#error no X\n#endif')), []);
});

test("the compiler's answers: yes, no, a number, not known", () => {
  const has = (operator: string, argument: string): boolean | number | undefined =>
    ({ yes: true, no: false, year: 2019, 'gnu::x': operator === '__has_cpp_attribute' })[argument];
  const of = (expression: string): string =>
    certaintyOf(preprocessed(`#if ${expression}\na\n#else\nb\n#endif`, { has }));
  assert.equal(of('__has_attribute(yes)'), 'a');
  assert.equal(of('__has_builtin(no)'), 'b');
  assert.equal(of('__has_attribute(year) >= 2019'), 'a');
  assert.equal(of('__has_cpp_attribute(gnu::x)'), 'a');
  assert.equal(of('__has_attribute(what)'), '<gap> b?');
  assert.equal(of('defined __has_feature'), 'b');
  assert.equal(certaintyOf(preprocessed('#ifdef __has_feature\na\n#endif', { compiler: 'clang' })), 'a');
});

test('a macro of the program itself is not defined unless the program says so, whatever is missing', () => {
  const goto = '#if __clang_major__ >= 11\n#define SLAB_GOTO 1\n#endif\n';
  const use = '#ifdef SLAB_GOTO\na\n#else\nb\n#endif';
  assert.equal(certaintyOf(behindMissing(goto + use)), 'b');
  assert.equal(certaintyOf(behindMissing(`#include "own.h"\n${use}`, { 'own.h': goto })), 'b');
  assert.equal(certaintyOf(behindMissing(use)), '<gap> b?');
});

test('a macro is not the own one of a program that asks whether it is defined, that has it configured, or that may define it', () => {
  const use = (name: string): string => `#ifdef ${name}\na\n#else\nb\n#endif`;
  for (const definition of [
    '#if !defined(SLAB_GOTO) && __clang_major__ >= 11\n#define SLAB_GOTO 1\n#endif\n',
    '#ifndef SLAB_GOTO\n#if __clang_major__ >= 11\n#define SLAB_GOTO 1\n#endif\n#endif\n',
    '#ifdef GONE_H\n#define SLAB_GOTO 1\n#endif\n',
  ]) {
    assert.match(certaintyOf(behindMissing(definition + use('SLAB_GOTO'))), /<gap> b\?/, definition);
  }
  const configured = '#if __clang_major__ >= 11\n#define HAVE_GOTO 1\n#endif\n';
  assert.equal(certaintyOf(behindMissing(configured + use('HAVE_GOTO'))), '<gap> b?');
  const libraries = '#if __clang_major__ >= 11\n#define PAGE_SIZE 1\n#endif\n';
  assert.equal(certaintyOf(behindMissing(libraries + use('PAGE_SIZE'))), '<gap> b?');
});
