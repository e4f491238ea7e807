import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  analyze,
  createAnalysisCache,
  listRules,
  unusedSuppressions,
  type AnalysisRequest,
  type Finding,
  type SyntaxBackend,
} from '../../server/src/analysis';
import { FileStore } from '../../server/src/platform/files';
import { Toolchain } from '../../server/src/platform/toolchain';
import { compareWithMarkers } from '../support/check';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';
import { TemporaryFolder } from '../support/temporaryFolder';

const root = path.join(__dirname, '../../..');
const page = path.join(root, 'docs/abi-guide.md');
const guide = readFileSync(page, 'utf8');

/** A block of C in the guide; a comment in its first line names it, so that later blocks can include or link it. */
interface Block {
  readonly name: string;
  readonly text: string;
  /** Named blocks of implementation that it needs to be a program: those whose header it includes. */
  readonly linked: readonly string[];
  readonly isProgram: boolean;
}

const blocks = blocksOf(guide);
const target = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const withoutLibc = { GLIBC_TUNABLES: 'glibc.pthread.rseq=0' };

describe('the ABI guide', () => {
  const folder = new TemporaryFolder();
  let syntax: SyntaxBackend;
  before(async () => {
    syntax = await syntaxForTests();
    for (const { name, text } of blocks) folder.write(name, text);
  });
  after(() => {
    folder.remove();
  });

  const compile = (...words: readonly string[]) => {
    const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-I.'];
    const result = spawnSync('cc', [...flags, ...words], { cwd: folder.path, encoding: 'utf8' });
    assert.equal(result.error, undefined, 'this test needs a C compiler, cc');
    assert.deepEqual([result.status, result.stderr], [0, '']);
  };

  it('has blocks of every kind', () => {
    assert.ok(blocks.some(({ isProgram }) => isProgram));
    assert.ok(blocks.some(({ text }) => parseMarkers(text).findings.length > 0));
    assert.equal(new Set(blocks.map(({ name }) => name)).size, blocks.length, 'two blocks have one name');
  });

  for (const block of blocks) {
    it(`${block.name} compiles without a warning`, () => {
      compile('-c', '-x', 'c', '-o', 'block.o', block.name);
      // As in a shared library, where the addresses of weak symbols come from elsewhere.
      compile('-c', '-fPIC', '-x', 'c', '-o', 'block.o', block.name);
    });

    it(`${block.name} has the findings that it says, and no others`, () => {
      compareWithMarkers(block.name, block.text, findingsOf(syntax, path.join(folder.path, block.name), []));
    });

    if (parseMarkers(block.text).findings.length === 0) {
      it(`${block.name} has no findings either where only the first 20 bytes are there`, () => {
        assert.deepEqual(findingsOf(syntax, path.join(folder.path, block.name), ['original']), []);
      });
    }
  }

  for (const { name, linked } of blocks.filter(({ isProgram }) => isProgram)) {
    for (const kind of [[], ['-no-pie'], ['-static']]) {
      it(`${[name, ...kind].join(' ')} runs with and without libc's registration`, () => {
        compile('-o', 'program', ...kind, name, ...linked);
        for (const env of [{}, withoutLibc]) {
          const result = spawnSync('./program', {
            cwd: folder.path,
            env: { ...process.env, ...env },
            encoding: 'utf8',
          });
          assert.deepEqual([result.status, result.stderr], [0, ''], result.stdout);
        }
      });
    }
  }

  it('registers itself where libc does not', () => {
    compile('-o', 'program', 'example.c', 'own_area.c');
    const env = { ...process.env, ...withoutLibc };
    const result = spawnSync('./program', { cwd: folder.path, env, encoding: 'utf8' });
    assert.match(result.stdout, /^own area of \d+ bytes/);
  });

  it('links to pages that there are', () => {
    const links = [...guide.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 0);
    assert.deepEqual(
      links.filter((link) => !existsSync(path.resolve(path.dirname(page), link))),
      [],
    );
  });

  it('names no rule that there is not', () => {
    const ids = new Set(listRules().map(({ id }) => id));
    const named = [...guide.matchAll(/\[([\w-]+)\]\(rules\/([\w-]+)\.md\)/g)].filter(([, , id]) => id !== 'README');
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter(([, text, id = '']) => text !== id || !ids.has(id)),
      [],
    );
  });
});

const files = new FileStore();
const directories = new Toolchain().systemDirectories(target, 'c').directories;

/** What is said of a file, with the headers of this machine and, if there are any, under the profiles `abis`. */
function findingsOf(syntax: SyntaxBackend, file: string, abis: readonly string[]): readonly Finding[] {
  const request: AnalysisRequest = {
    path: file,
    configuration: {
      language: 'c',
      compiler: 'gcc',
      macros: [],
      quoteDirectories: [],
      includeDirectories: [],
      systemDirectories: { [target]: directories },
      forcedIncludes: [],
      directory: path.dirname(file),
    },
    targets: [target],
    declarations: { abis, rules: {} },
  };
  const { findings, suppressions } = analyze({ sources: files, syntax, cache: createAnalysisCache() }, request);
  return [...findings, ...unusedSuppressions(suppressions)];
}

/** Blocks with `c` behind the fence, in order. */
function blocksOf(text: string): readonly Block[] {
  const codes = [...text.matchAll(/^```c\n([^]*?)^```$/gm)].map(([, code = '']) => code);
  const named = codes.map((code, index) => {
    const name = /^\/\* (\w+\.[ch])\b/.exec(code)?.[1] ?? `block${index + 1}.c`;
    return { name, text: code };
  });
  return named.map((block) => ({
    ...block,
    linked: named
      .map(({ name }) => name)
      .filter((name) => name !== block.name && block.text.includes(`#include "${name.replace(/\.c$/, '.h')}"`))
      .filter((name) => name.endsWith('.c')),
    isProgram: /^int main\(/m.test(block.text),
  }));
}
