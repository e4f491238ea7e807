import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { AnalysisRequest } from '../../server/src/analysis';
import { KEYS } from '../../server/src/platform/configurationKeys';
import { brokenCounter, goodCounter } from '../support/brokenCounter';
import { fakeAnalyse } from '../support/fakeAnalysis';
import { documentOf, runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;
const run = (...words: string[]) => runCli(words, { cwd: folder.path });

/** What the analysis was asked, one request for each way in which a file is read. */
async function requestsOf(...words: string[]): Promise<AnalysisRequest[]> {
  const requests: AnalysisRequest[] = [];
  const { err } = await runCli(['check', '--quiet', ...words], {
    cwd: folder.path,
    program: {
      analyse: (context, request) => {
        requests.push(request);
        return fakeAnalyse(context, request);
      },
    },
  });
  assert.equal(err, '');
  return requests;
}

async function requestOf(...words: string[]): Promise<AnalysisRequest> {
  const [request, ...more] = await requestsOf(...words);
  assert.ok(request);
  assert.equal(more.length, 0);
  return request;
}

beforeEach(() => {
  folder = new TemporaryFolder();
  folder.write('a.c', 'int x;\n');
});
afterEach(() => {
  folder.remove();
});

describe('a wrong command line', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['chekc', 'unknown command "chekc"; did you mean "check"?'],
    ['check --fromat json', 'unknown option --fromat; did you mean --format?'],
    ['check --nonsense', 'unknown option --nonsense; `rseq check --help` lists the options'],
    ['check -Z', 'unknown option -Z; did you mean -D?'],
    ['check --format', '--format needs a value: --format <text|json|github|tap>'],
    ['check --format sarif', '--format sarif: this version knows text, json, github, tap'],
    ['check --format tap', 'check --format tap: use text, json or github'],
    ['test --format github a', 'test --format github: use text, json or tap'],
    [
      'check --abi 19',
      '--abi 19: not a profile; use original, rfc-2020, 6.3, 7.0, tcmalloc or a feature size of at least 20 bytes',
    ],
    ['check --rule descriptor-flags', '--rule descriptor-flags: write <id>=off, <id>=info, <id>=warning or <id>=error'],
    [
      'check --rule descriptor-flag=off',
      '--rule descriptor-flag=off: there is no rule "descriptor-flag"; did you mean descriptor-flags or descriptor-comdat?',
    ],
    ['verify a.o', 'verify is not available in this version; check, sections, test, abi and explain are'],
    ['test', '.: no tests; name a program, or write one with RSEQ_TEST(name) of rseq_test.h or in .rseq.json'],
    ['test --scenario abrt x', '--scenario abrt: this version knows abort, migrate, intruder, stale, repeat'],
    ['test --timeout soon x', '--timeout soon: write milliseconds, such as 5000'],
    ['abi --lst', 'unknown option --lst; did you mean --list?'],
    ['abi --nonsense', 'unknown option --nonsense; `rseq abi --help` lists the options'],
    ['lsp', 'lsp speaks on --stdio only: `rseq lsp --stdio`'],
  ];
  for (const [line, message] of cases) {
    it(`is one line and status 2: rseq ${line}`, async () => {
      assert.deepEqual(await run(...line.split(' ')), { status: 2, out: '', err: `rseq: ${message}\n` });
    });
  }

  it('with an unknown target lists the targets', async () => {
    const { status, err } = await run('check', '--target', 'x86');
    assert.equal(status, 2);
    assert.match(err, /^rseq: --target x86: unknown target; use x86_64, i386, x32, aarch64, [a-z0-9_, ]+, or1k\n$/);
  });
});

describe('help and version', () => {
  it('go to standard output with status 0', async () => {
    assert.deepEqual(await run('--version'), { status: 0, out: '1.2.3\n', err: '' });
    const help = await run('--help');
    assert.equal(help.status, 0);
    for (const command of ['check', 'sections', 'explain', 'lsp']) assert.ok(help.out.includes(`rseq ${command}`));
    const check = await run('check', '--help');
    assert.equal(check.status, 0);
    for (const option of ['--format', '--abi', '--target', '-isystem', '--compile-commands', '--rule', '-v']) {
      assert.ok(check.out.includes(`  ${option} `), option);
    }
    assert.deepEqual(await run(), help);
  });
});

describe('options of the compiler', () => {
  it('are taken joined and separate, and files behind --', async () => {
    const { configuration, declarations, targets } = await requestOf(
      ...['-Ia', '-I', 'b', '-iquotec', '-isystem', 'd', '-DX', '-D', 'Y=2', '-UZ', '-include', 'first.h'],
      ...['--abi', '6.3', '--abi=40', '--target=arm', '--target', 'aarch64', '--', 'a.c'],
    );
    const inFolder = (name: string) => `${folder.path}/${name}`;
    assert.deepEqual(configuration.includeDirectories, [inFolder('a'), inFolder('b')]);
    assert.deepEqual(configuration.quoteDirectories, [inFolder('c')]);
    assert.equal(configuration.systemDirectories['arm']?.[0], inFolder('d'));
    assert.deepEqual(Object.keys(configuration.systemDirectories), ['arm', 'aarch64']);
    assert.deepEqual(configuration.macros, [
      { kind: 'define', name: 'X', value: '1' },
      { kind: 'define', name: 'Y', value: '2' },
      { kind: 'undefine', name: 'Z' },
    ]);
    assert.deepEqual(configuration.forcedIncludes, [inFolder('first.h')]);
    assert.deepEqual(declarations, { abis: ['6.3', '40'], abisAreFinal: true, rules: {} });
    assert.deepEqual(targets, ['arm', 'aarch64']);
  });

  it('choose the language by the extension', async () => {
    for (const name of ['a.cc', 'a.S', 'a.hpp']) folder.write(name, '');
    const languages = await requestsOf('a.c', 'a.cc', 'a.S', 'a.hpp');
    assert.deepEqual(
      languages.map(({ configuration }) => configuration.language),
      ['c', 'c++', 'asm', 'c++'],
    );
  });
});

describe('compile_commands.json', () => {
  const database = (...entries: object[]) => folder.write('build/compile_commands.json', JSON.stringify(entries));

  it('is found in build/ and tells target, language, macros and directories', async () => {
    database({
      directory: folder.path,
      file: 'a.c',
      command:
        "ccache /opt/bin/aarch64-linux-gnu-g++-12 -mbig-endian -Iinc -iquote 'my q' -isystem sys -idirafter late " +
        '-D\'S="a b"\' -UT -Wp,-DW,-MD,x.d -fPIC -include pre.h -o a.o -MF -DNOT -c a.c',
    });
    const { configuration, targets } = await requestOf('a.c');
    assert.deepEqual(targets, ['aarch64_be']);
    assert.equal(configuration.language, 'c++');
    assert.equal(configuration.compiler, 'gcc');
    assert.deepEqual(configuration.includeDirectories, [`${folder.path}/inc`]);
    assert.deepEqual(configuration.quoteDirectories, [`${folder.path}/my q`]);
    assert.equal(configuration.systemDirectories['aarch64_be']?.[0], `${folder.path}/sys`);
    assert.equal(configuration.systemDirectories['aarch64_be'].at(-1), `${folder.path}/late`);
    assert.deepEqual(configuration.forcedIncludes, ['pre.h']);
    assert.equal(configuration.directory, folder.path);
    assert.deepEqual(configuration.macros, [
      { kind: 'define', name: 'S', value: '"a b"' },
      { kind: 'undefine', name: 'T' },
      { kind: 'define', name: 'W', value: '1' },
      { kind: 'define', name: '__pic__', value: '2' },
      { kind: 'define', name: '__PIC__', value: '2' },
    ]);
  });

  it('may have arguments as a list, response files and relative directories', async () => {
    folder.write('build/flags.rsp', '-DFROM_FILE -I "../with space"');
    database({
      directory: '.',
      file: '../a.c',
      arguments: ['clang', '--target=riscv64-linux-gnu', '@flags.rsp', '../a.c'],
    });
    const { configuration, targets } = await requestOf('a.c');
    assert.deepEqual(targets, ['riscv64']);
    assert.equal(configuration.compiler, 'clang');
    assert.deepEqual(configuration.includeDirectories, [`${folder.path}/with space`]);
    assert.deepEqual(configuration.macros, [{ kind: 'define', name: 'FROM_FILE', value: '1' }]);
  });

  it('says whether inline asm is in Intel syntax, by the last word on it', async () => {
    for (const [flags, expected] of [
      ['', undefined],
      ['-masm=intel', true],
      ['-masm=intel -masm=att', undefined],
    ] as const) {
      database({ directory: folder.path, file: 'a.c', command: `gcc ${flags} -c a.c` });
      assert.equal((await requestOf('a.c')).configuration.intelSyntax, expected, flags);
    }
  });

  it('leaves a file of assembler text what it is, whichever compiler is called', async () => {
    folder.write('b.S', '');
    database({ directory: folder.path, file: 'b.S', command: 'g++ -c b.S' });
    assert.equal((await requestOf('b.S')).configuration.language, 'asm');
    database({ directory: folder.path, file: 'b.S', command: 'g++ -x c++ -c b.S' });
    assert.equal((await requestOf('b.S')).configuration.language, 'c++');
  });

  const targetCases: readonly (readonly [string, readonly string[]])[] = [
    ['gcc', []],
    ['gcc -m32', ['i386']],
    ['x86_64-linux-gnu-gcc', ['x86_64']],
    ['x86_64-linux-gnu-gcc -m32', ['i386']],
    ['x86_64-pc-linux-gnu-gcc-13 -mx32', ['x32']],
    ['clang -target armv7a-linux-gnueabihf', ['arm']],
    ['armeb-linux-gnueabi-gcc', ['armeb']],
    ['arm-linux-gnueabihf-gcc -mbig-endian', ['armeb']],
    ['powerpc64le-linux-gnu-gcc', ['ppc64le']],
    ['powerpc64-linux-gnu-gcc -m32', ['ppc']],
    ['mips64el-linux-gnuabi64-gcc', ['mips64el']],
    ['mipsel-linux-gnu-gcc -EB', ['mips']],
    ['mips64-linux-gnuabin32-gcc', ['mipsn32']],
    ['mips64el-linux-gnuabi64-gcc -mabi=n32', ['mipsn32el']],
    ['mips64-linux-gnuabi64-gcc -mabi=32', ['mips']],
    ['s390x-linux-gnu-gcc -m31', ['s390']],
    ['loongarch64-linux-gnu-gcc', ['loongarch64']],
    ['or1k-elf-gcc', ['or1k']],
  ];
  for (const [command, targets] of targetCases) {
    it(`means ${targets.join() || 'no target'} by ${command}`, async () => {
      database({ directory: folder.path, file: 'a.c', command: `${command} -c a.c` });
      assert.deepEqual((await requestOf('a.c')).targets, targets);
    });
  }

  it('with several commands for a file gives variants that findings name', async () => {
    folder.write('a.c', `#ifdef BROKEN\n${brokenCounter()}#else\n${goodCounter()}#endif\n`);
    const command = (flags: string) => ({ directory: folder.path, file: 'a.c', command: `gcc ${flags} -c a.c` });
    database(command('-DCOMMON'), command('-DCOMMON -DBROKEN'), command('-DCOMMON'));
    const { findings } = documentOf(await run('check', '--format', 'json', 'a.c'));
    assert.deepEqual(
      findings.map(({ rule, variants }) => [rule, variants]),
      [['descriptor-flags', ['-DBROKEN']]],
    );
  });

  it('gives a header its host', async () => {
    folder.write('src/far/away/host.c', '#define HOSTED\n#include "part.h"\n');
    folder.write('include/part.h', `#ifdef HOSTED\n${brokenCounter()}#endif\n`);
    database({ directory: folder.path, file: 'src/far/away/host.c', command: 'gcc -Iinclude -c src/far/away/host.c' });
    const { findings } = documentOf(await run('check', '--format', 'json', 'include/part.h'));
    assert.deepEqual(
      findings.map(({ file }) => file),
      ['include/part.h'],
    );
  });
});

describe('.rseq.json', () => {
  it('is taken from the nearest folder above; the command line wins', async () => {
    folder.write('.rseq.json', '{ "abi": "7.0" }');
    folder.write(
      'sub/.rseq.json',
      `{
        // Comments and a trailing comma are fine.
        "abi": ["6.3", 40], "targets": ["arm"], "signature": "0x12345678",
        "rules": { "descriptor-flags": "off" },
        "includeDirectories": ["inc"], "defines": ["A", "B=2"],
      }`,
    );
    folder.write('sub/deep/b.c', '');
    const { declarations, targets, configuration } = await requestOf('-DC', '--target', 'x86_64', 'sub/deep/b.c');
    assert.deepEqual(declarations, {
      abis: ['6.3', '40'],
      signature: 0x12345678,
      rules: { 'descriptor-flags': 'off' },
    });
    assert.deepEqual(targets, ['x86_64']);
    assert.deepEqual(configuration.includeDirectories, [`${folder.path}/sub/inc`]);
    assert.deepEqual(
      configuration.macros.map(({ name }) => name),
      ['A', 'B', 'C'],
    );
    assert.deepEqual((await requestOf('--abi', 'original', 'sub/deep/b.c')).declarations.abis, ['original']);
    assert.deepEqual((await requestOf('a.c')).declarations.abis, ['7.0']);
  });

  it('says in one line where a key is unknown or a value wrong, and goes on', async () => {
    folder.write('.rseq.json', '{\n  "abbi": "6.3",\n  "targets": "arm",\n  "abi": "7.0"\n}');
    const { status, err } = await run('check', 'a.c');
    assert.equal(status, 0);
    const [first, second] = err.split('\n');
    assert.match(first ?? '', /^rseq: \.rseq\.json:2: warning: unknown key "abbi"; known are abi, targets, /);
    assert.equal(second, 'rseq: .rseq.json:3: warning: "targets" must be a list of target names; it is left out');
  });

  it('says which names in it do not exist', async () => {
    folder.write('.rseq.json', '{ "abi": "6.4", "targets": ["arm", "x86"], "rules": { "no-such-rule": "off" } }');
    const { status, err } = await run('check', '--quiet', 'a.c');
    assert.deepEqual({ status, err }, { status: 0, err: '' });
    const { err: warnings } = await run('check', 'a.c');
    assert.deepEqual(warnings.split('\n').slice(0, 3), [
      'rseq: .rseq.json:1: warning: unknown ABI profile "6.4"; it is left out',
      'rseq: .rseq.json:1: warning: unknown target "x86"; it is left out',
      'rseq: .rseq.json:1: warning: there is no rule "no-such-rule"; `rseq explain` lists all rules',
    ]);
    assert.deepEqual((await requestOf('a.c')).targets, ['arm']);
  });

  it('has the keys of its schema', () => {
    const file = path.resolve(__dirname, '../../../docs/schema/rseq.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
    assert.deepEqual(['$schema', ...Object.keys(KEYS)], Object.keys(schema.properties));
  });

  it('has variants, each checked', async () => {
    folder.write('a.c', `#ifdef BROKEN\n${brokenCounter()}#endif\n`);
    folder.write('.rseq.json', '{ "variants": [{ "name": "release" }, { "name": "debug", "defines": ["BROKEN"] }] }');
    const { findings } = documentOf(await run('check', '--format', 'json', 'a.c'));
    assert.deepEqual(
      findings.map(({ variants }) => variants),
      [['debug']],
    );
  });

  it('names a compile_commands.json or its folder', async () => {
    folder.write(
      'x/compile_commands.json',
      JSON.stringify([{ directory: folder.path, file: 'a.c', command: 'gcc -DX' }]),
    );
    for (const name of ['x', 'x/compile_commands.json']) {
      folder.write('.rseq.json', JSON.stringify({ compileCommands: name }));
      assert.deepEqual(
        (await requestOf('a.c')).configuration.macros.map((macro) => macro.name),
        ['X'],
      );
    }
  });
});

describe('--rule', () => {
  it('changes what a finding weighs', async () => {
    folder.write('a.c', brokenCounter());
    const levels = async (level: string) => {
      const result = await run('check', '--format', 'json', '--rule', `descriptor-flags=${level}`, 'a.c');
      return [result.status, documentOf(result).findings.map(({ severity }) => severity)];
    };
    assert.deepEqual(await levels('error'), [1, ['error']]);
    assert.deepEqual(await levels('warning'), [1, ['warning']]);
    assert.deepEqual(await levels('info'), [0, ['info']]);
    assert.deepEqual(await levels('off'), [0, []]);
  });
});

describe('--fix', () => {
  it('applies the fixes, keeps the encoding and reports what is left', async () => {
    const file = folder.write('a.c', `\uFEFF${brokenCounter().replaceAll('\n', '\r\n')}`);
    const { status, out, err } = await run('check', '--fix', 'a.c');
    assert.deepEqual({ status, out }, { status: 0, out: '' });
    assert.equal(err, 'rseq: fixed 1 finding\nrseq: no findings in 1 file, 1 critical section\n');
    assert.equal(readFileSync(file, 'utf8'), `\uFEFF${goodCounter().replaceAll('\n', '\r\n')}`);
  });

  it('leaves a file alone that it could not write back', async () => {
    const file = folder.write('a.c', Buffer.concat([Buffer.from(brokenCounter()), Buffer.from([0x2f, 0x2f, 0xff])]));
    const before = readFileSync(file);
    const { status, err } = await run('check', '--fix', 'a.c');
    assert.equal(status, 1);
    assert.match(err, /^rseq: a\.c: not fixed: it is not valid UTF-8 /);
    assert.deepEqual(readFileSync(file), before);
  });
});
