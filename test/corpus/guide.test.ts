import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { parseMarkers } from '../support/markers';
import { TemporaryFolder } from '../support/temporaryFolder';

/** `docs/abi-guide.md` tells people what to write: it has to compile, and what it says is wrong has to be found, and nothing else. */
const root = path.join(__dirname, '../../..');
const guide = readFileSync(path.join(root, 'docs/abi-guide.md'), 'utf8');
const blocks = [...guide.matchAll(/^```c\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly line: number;
}

describe('the code of the guide', () => {
  const folder = new TemporaryFolder();
  after(() => {
    folder.remove();
  });
  it('is there', () => {
    assert.ok(blocks.length >= 5);
  });
  for (const [number, code] of blocks.entries()) {
    const file = folder.write(`block-${number}.c`, code);
    it(`compiles: block ${number + 1}`, () => {
      const options = ['-c', '-O2', '-Wall', '-Wextra', '-Werror', '-Wno-address', '-o', '/dev/null', file];
      assert.equal(spawnSync('cc', options, { encoding: 'utf8' }).stderr, '');
    });
    it(`has the mistakes that are marked in it, and no other: block ${number + 1}`, () => {
      const words = [path.join(root, 'dist/cli.js'), 'check', '--format', 'json', file];
      const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
      assert.equal(stderr.includes('cannot find'), false, stderr);
      const { findings } = JSON.parse(stdout) as { readonly findings: readonly Found[] };
      const marked = parseMarkers(code).findings.map(({ kind, rule, start }) => {
        return `${code.slice(0, start).split('\n').length}: ${kind} ${rule}`;
      });
      assert.deepEqual(
        findings.map(({ line, severity, rule }) => `${line}: ${severity} ${rule}`),
        marked,
      );
    });
  }
});

it('the guide names rules and pages that there are', () => {
  for (const [, page = ''] of guide.matchAll(/\]\(([^)]+)\)/g)) {
    assert.ok(existsSync(path.join(root, 'docs', page)), page);
  }
});

it('the layouts of the guide are those of this version', () => {
  const listed = execFileSync(process.execPath, [path.join(root, 'dist/cli.js'), 'abi', '--list'], {
    encoding: 'utf8',
  });
  for (const [, name = '', offset = ''] of guide.matchAll(/^\| [\d.]+ \| `(\w+)` \| (\d+) \|/gm)) {
    assert.match(listed, new RegExp(`\\b${name}\\b[^\\n]*\\b${offset}\\b|\\b${offset}\\b[^\\n]*\\b${name}\\b`), name);
  }
});
