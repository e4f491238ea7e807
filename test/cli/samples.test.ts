import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { type Finding, LineIndex, type Severity } from '../../server/src/analysis';
import { compareWithMarkers } from '../support/check';

/** A finding as `rseq check --format json` prints it; lines and columns are 1-based, ends exclusive. */
interface PrintedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Printed {
  readonly findings: readonly PrintedFinding[];
  readonly notes: readonly unknown[];
}

const root = path.join(__dirname, '../../..');
const files = readdirSync(path.join(root, 'samples'), { recursive: true, encoding: 'utf8' })
  .map((name) => path.posix.join('samples', name))
  .filter((name) => /\.[chS]$/.test(name))
  .sort();

describe('rseq check --format json samples', () => {
  let printed: Printed;
  let status: number | null;
  before(() => {
    const result = spawnSync(process.execPath, ['dist/cli.js', 'check', '--format', 'json', 'samples'], {
      cwd: root,
      encoding: 'utf8',
    });
    ({ status } = result);
    printed = JSON.parse(result.stdout) as Printed;
  });

  it('ends with status 1 and has nothing to note', () => {
    assert.equal(status, 1);
    assert.deepEqual(printed.notes, []);
  });

  it('names no other file', () => {
    const named = new Set(printed.findings.map(({ file }) => file));
    assert.deepEqual(
      [...named].filter((file) => !files.includes(file)),
      [],
    );
  });

  for (const file of files) {
    it(`finds exactly what is marked in ${file}`, () => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const own = printed.findings.filter((finding) => finding.file === file);
      assert.equal(own.length, file.startsWith('samples/broken/') ? 1 : 0);
      compareWithMarkers(
        file,
        text,
        own.map((finding) => findingIn(text, finding)),
      );
    });
  }
});

function findingIn(text: string, printed: PrintedFinding): Finding {
  const lines = new LineIndex(text);
  const offset = (line: number, column: number): number => lines.offsetAt({ line: line - 1, column: column - 1 });
  return {
    rule: printed.rule,
    severity: printed.severity,
    message: printed.message,
    span: {
      file: printed.file,
      start: offset(printed.line, printed.column),
      end: offset(printed.endLine, printed.endColumn),
    },
    targets: [],
    abis: [],
    variants: [],
    otherVariants: [],
    instances: 1,
    related: [],
    fixes: [],
  };
}
