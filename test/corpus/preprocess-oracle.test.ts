import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { preprocess, PreprocessCache } from '../../server/src/analysis/source/preprocess/index';
import type { Language } from '../../server/src/analysis/source/preprocess/characters';
import { compilerHas, predefinedMacros } from '../../server/src/analysis/source/preprocess/predefined';
import { comparable, corpusFolder, diskSources, Gcc, optionsOf } from '../support/gcc';

/*
 * Token for token, the preprocessor has to give what `gcc -E` gives. Everything but the preprocessing itself (predefined
 * macros, search directories, answers to __has_…) is taken from the same GCC.
 */

const FIXTURES = path.resolve('test/fixtures/preprocess');
const X86_GCC = 'x86_64-linux-gnu-gcc';
const ARM64_GCC = 'aarch64-linux-gnu-gcc';

/** Runs both and compares; returns the number of tokens. `problems` are the messages that are expected. */
function compare(gcc: Gcc, file: string, folder: string, includes: readonly string[], problems: string[] = []): number {
  const expected = gcc.tokens(
    file,
    includes.map((include) => `-I${include}`),
    folder,
  );
  let answers = new Map<string, number>();
  for (;;) {
    // What the file asks of the compiler is collected, answered in one go, and the file read again.
    const open = new Set<string>();
    const options = optionsOf(gcc, includes, answers, open);
    const result = preprocess(new PreprocessCache(), diskSources(folder), file, options);
    if (open.size > 0) {
      answers = new Map([...answers, ...gcc.answers([...open])]);
      continue;
    }
    assert.deepEqual(result.missing, []);
    assert.deepEqual(
      result.problems.map((problem) => problem.message),
      problems,
    );
    assert.equal(result.complete, true);
    assertSameTokens(
      result.tokens.map((token) => comparable(token.kind, token.text)),
      expected,
    );
    return expected.length;
  }
}

function assertSameTokens(actual: readonly string[], expected: readonly string[]): void {
  const length = Math.max(actual.length, expected.length);
  for (let at = 0; at < length; at++) {
    if (actual[at] === expected[at]) continue;
    const around = (texts: readonly string[]): string => texts.slice(Math.max(0, at - 10), at + 10).join(' ');
    assert.fail(`token ${at} differs\ngcc:  ${around(expected)}\nours: ${around(actual)}`);
  }
}

test('corner cases in C', () => {
  const problems = ['pasting ")" and "c" does not give a valid preprocessing token'];
  assert.ok(compare(new Gcc(X86_GCC, 'c'), 'corner-cases.c', FIXTURES, ['first', 'second'], problems) > 700);
});

test('corner cases in C++', () => {
  assert.ok(compare(new Gcc('x86_64-linux-gnu-g++', 'c++'), 'corner-cases.cc', FIXTURES, []) > 50);
});

test('corner cases in assembler sources', () => {
  assert.ok(compare(new Gcc(X86_GCC, 'asm'), 'corner-cases.S', FIXTURES, []) > 50);
});

for (const command of [X86_GCC, ARM64_GCC]) {
  for (const release of ['6.1', '6.12']) {
    test(`param_test.c of the selftests of Linux ${release} with ${command}`, () => {
      const folder = corpusFolder(`linux-${release}/tools/testing/selftests/rseq`);
      assert.ok(compare(new Gcc(command, 'c'), 'param_test.c', folder, ['.', '..', '../../../include']) > 30_000);
    });
  }
}

/**
 * Names that GCC predefines and our table leaves out on purpose: what describes floating and fixed point, and PowerPC's names of
 * vector instructions and of words that are keywords in some places only.
 */
const LEFT_OUT =
  /^__(?:FLT|DBL|LDBL|DEC|builtin_)|^__(?:U?S?L{0,2}(?:ACCUM|FRACT)|U?[A-Z]{2})_(?:EPSILON|FBIT|IBIT|MAX|MIN)__|^(?:_Bool|bool|pixel|vector|__bool|__pixel|__vector)\b/;

/** Compilers of the other targets, with the flags that choose the target. */
const OTHERS: readonly (readonly [target: string, command: string, ...flags: readonly string[]])[] = [
  ['aarch64_be', ARM64_GCC, '-mbig-endian'],
  ['arm', 'arm-linux-gnueabihf-gcc'],
  ['armeb', 'arm-linux-gnueabihf-gcc', '-mbig-endian'],
  ['i386', 'i686-linux-gnu-gcc'],
  ['mips', 'mips-linux-gnu-gcc'],
  ['mips64', 'mips64-linux-gnuabi64-gcc'],
  ['mips64el', 'mips64el-linux-gnuabi64-gcc'],
  ['mipsn32', 'mips64-linux-gnuabi64-gcc', '-mabi=n32'],
  ['mipsn32el', 'mips64el-linux-gnuabi64-gcc', '-mabi=n32'],
  ['mipsel', 'mipsel-linux-gnu-gcc'],
  ['ppc', 'powerpc-linux-gnu-gcc'],
  ['ppc64', 'powerpc64-linux-gnu-gcc'],
  ['ppc64le', 'powerpc64le-linux-gnu-gcc'],
  ['riscv32', 'riscv64-linux-gnu-gcc', '-march=rv32gc', '-mabi=ilp32d'],
  ['riscv64', 'riscv64-linux-gnu-gcc'],
  ['s390', 's390x-linux-gnu-gcc', '-m31'],
  ['s390x', 's390x-linux-gnu-gcc'],
  ['x32', X86_GCC, '-mx32'],
];

const PREDEFINING: readonly (readonly [target: string, command: string, Language, ...flags: readonly string[]])[] = [
  ['x86_64', X86_GCC, 'c'],
  ['x86_64', X86_GCC, 'asm'],
  ['x86_64', 'x86_64-linux-gnu-g++', 'c++'],
  ['aarch64', ARM64_GCC, 'c'],
  ['aarch64', ARM64_GCC, 'asm'],
  ...OTHERS.flatMap(([target, command, ...flags]) => [
    [target, command, 'c', ...flags] as const,
    [target, command, 'asm', ...flags] as const,
  ]),
];

for (const [target, command, language, ...flags] of PREDEFINING) {
  test(`the predefined macros of ${target} for ${language} are those of ${command}`, () => {
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '' && !LEFT_OUT.test(line.slice('#define '.length)))
        .sort();
    const actual = lines(predefinedMacros(target, language, 'gcc'));
    assert.deepEqual(actual, lines(new Gcc(command, language, flags).predefined()));
  });
}

/** What the headers of libc, the kernel and rseq ask, and some names that GCC does not know. */
const QUESTIONS: Readonly<Record<string, string>> = {
  __has_attribute: `access alloc_size __always_inline__ cold counted_by diagnose_if fallthrough __noreturn__ nonnull
    nonstring no_sanitize_address packed preserve_all retain section unused __warn_unused_result__ abi_tag`,
  __has_builtin: `__builtin_add_overflow __builtin_expect __builtin_thread_pointer __builtin_constant_p __is_same
    __builtin_dynamic_object_size __atomic_load_n __sync_synchronize __c11_atomic_load __builtin_readcyclecounter
    __builtin_is_constant_evaluated __builtin_types_compatible_p`,
  __has_cpp_attribute: 'nodiscard gnu::unused __gnu__::__unused__ clang::fallthrough maybe_unused',
};

for (const [language, command] of [
  ['c', X86_GCC],
  ['c', ARM64_GCC],
  ['c++', 'x86_64-linux-gnu-g++'],
] as const) {
  test(`what the table says about __has_… in ${language} is what ${command} says`, () => {
    const questions = Object.entries(QUESTIONS).flatMap(([operator, names]) =>
      names.split(/\s+/).map((name) => `${operator}(${name})`),
    );
    const differences = [...new Gcc(command, language).answers(questions)].filter(([question, answer]) => {
      const [, operator = '', name = ''] = /^(\w+)\((.*)\)$/.exec(question) ?? [];
      const ours = compilerHas('gcc', operator, name, language);
      return ours === undefined || Boolean(ours) !== (answer !== 0);
    });
    assert.deepEqual(differences, []);
  });
}
