import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { brokenCounter } from '../support/brokenCounter';
import { documentOf, runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;
const at = () => ({ cwd: folder.path });

before(() => {
  folder = new TemporaryFolder();
  folder.write('counter.c', brokenCounter());
});
after(() => {
  folder.remove();
});

describe('rseq check as text', () => {
  it('prints place, message and rule, the source with carets, the context, the fix and the related places', async () => {
    const { status, out, err } = await runCli(['check', 'counter.c'], at());
    assert.equal(status, 1);
    assert.equal(
      out,
      [
        'counter.c:8:13: error: descriptor flags `0x2`; kernels 6.1 to 6.18 kill the process for any flag and later ones ignore it; write 0 [descriptor-flags]',
        '   8 |                 ".long 0, 0x2\\n\\t"',
        '     |                           ^~~',
        '     = in counter_inc, for x86_64',
        '     = fix: Change the flags to 0',
        'counter.c:7:4: note: the descriptor',
        '   7 |                 "3:\\n\\t"',
        '     |                  ^~',
        '',
        '',
      ].join('\n'),
    );
    assert.equal(err, 'rseq: 1 error in 1 file, 1 critical section\n');
  });

  it('uses colours on a terminal only, and obeys NO_COLOR and --color', async () => {
    const escape = '\u001b[';
    const red = `${escape}1;31merror:${escape}0m`;
    assert.ok((await runCli(['check', 'counter.c'], { ...at(), terminal: 100 })).out.includes(red));
    const refused = await runCli(['check', 'counter.c'], { ...at(), terminal: 100, env: { NO_COLOR: '1' } });
    assert.ok(!refused.out.includes(escape));
    assert.ok((await runCli(['check', '--color', 'always', 'counter.c'], at())).out.includes(red));
    const never = await runCli(['check', '--color=never', 'counter.c'], { ...at(), terminal: 100 });
    assert.ok(!never.out.includes(escape));
  });

  it('prints findings only with --quiet, and what was unknown with -v', async () => {
    folder.write('lost.c', '#include <no/such/header.h>\n');
    assert.deepEqual(await runCli(['check', '--quiet', 'lost.c'], at()), { status: 0, out: '', err: '' });
    const brief = await runCli(['check', 'lost.c'], at());
    assert.match(brief.err, /^rseq: no findings in 1 file, 0 critical sections \(1 thing unknown, -v says what\)\n$/);
    const verbose = await runCli(['check', '-v', 'lost.c'], at());
    assert.match(verbose.err, /^rseq: lost\.c: note: cannot find <no\/such\/header\.h>; /);
  });

  it('shows which file it is at on a terminal, and takes that away again', async () => {
    const many = new TemporaryFolder();
    for (const name of ['a.c', 'b.c', 'c.c', 'd.c']) many.write(name, 'int x;\n');
    const { err } = await runCli(['check'], { cwd: many.path, terminal: 80 });
    assert.ok(err.startsWith('\r\u001b[K[1/4] a.c\r\u001b[K[2/4] b.c'));
    assert.ok(err.includes('\r\u001b[Krseq: no findings in 4 files'));
    assert.ok(!(await runCli(['check'], { cwd: many.path })).err.includes('\r'));
    many.remove();
  });
});

describe('rseq check --format json', () => {
  it('prints one object of the fixed shape and nothing else', async () => {
    const result = await runCli(['check', '--format', 'json', 'counter.c'], at());
    assert.equal(result.status, 1);
    assert.equal(result.err, '');
    assert.deepEqual(documentOf(result), {
      version: 1,
      summary: { files: 1, sections: 1, errors: 1, warnings: 0, infos: 0 },
      findings: [
        {
          rule: 'descriptor-flags',
          severity: 'error',
          message:
            'descriptor flags `0x2`; kernels 6.1 to 6.18 kill the process for any flag and later ones ignore it; write 0',
          file: 'counter.c',
          line: 8,
          column: 13,
          endLine: 8,
          endColumn: 16,
          function: 'counter_inc',
          targets: ['x86_64'],
          abis: [],
          variants: [],
          instances: 1,
          related: [{ message: 'the descriptor', file: 'counter.c', line: 7, column: 4, endLine: 7, endColumn: 6 }],
          fixes: [
            {
              title: 'Change the flags to 0',
              needsReview: false,
              edits: [{ file: 'counter.c', line: 8, column: 13, endLine: 8, endColumn: 16, newText: '0x0' }],
            },
          ],
        },
      ],
      notes: [],
    });
  });

  it('is the same, byte for byte, when run twice', async () => {
    const run = () => runCli(['check', '--format', 'json'], at());
    assert.deepEqual(await run(), await run());
  });

  it('carries what was unknown as notes, which change no status', async () => {
    folder.write('noted.c', '#include "missing.h"\n');
    const result = await runCli(['check', '--format=json', 'noted.c'], at());
    assert.equal(result.status, 0);
    assert.deepEqual(documentOf(result).notes, [
      { file: 'noted.c', message: 'cannot find "missing.h"; conditions that depend on it are unknown' },
    ]);
  });
});

describe('rseq check --format github', () => {
  it('prints workflow commands', async () => {
    const { out } = await runCli(['check', '--format', 'github', 'counter.c'], at());
    assert.match(
      out,
      /^::error file=counter\.c,line=8,endLine=8,col=13,endColumn=15,title=rseq%3A descriptor-flags::descriptor flags `0x2`; [^\n]*\n$/,
    );
  });
});

describe('rseq sections', () => {
  it('prints one document with every section', async () => {
    const { status, out } = await runCli(['sections', '--format', 'json', 'counter.c'], at());
    assert.equal(status, 0);
    const document = JSON.parse(out) as { sections: { descriptor: { postCommit: string } }[] };
    const postCommit = document.sections[0]?.descriptor.postCommit;
    assert.equal(postCommit, '2f');
    assert.deepEqual(document, {
      version: 1,
      sections: [
        {
          file: 'counter.c',
          line: 7,
          column: 4,
          function: 'counter_inc',
          functions: ['counter_inc'],
          target: 'x86_64',
          targets: ['x86_64'],
          variants: [],
          instances: 1,
          descriptor: { line: 7, version: 0, flags: 2, start: '1f', postCommit, abort: '4f' },
          armed: { line: 15 },
          signature: { line: 23, bytes: '53300553' },
          body: [
            { line: 17, text: 'cmpl %[cpu], 4(%[rseq])', kind: 'compare' },
            { line: 18, text: 'jnz 4f', kind: 'branch' },
            { line: 19, text: 'incq (%[counter])', kind: 'read-modify-write' },
          ],
          commit: { line: 19, text: 'incq (%[counter])' },
          exits: [{ label: '4f', line: 18 }],
          abortHandler: { line: 24 },
          resolved: true,
          unknown: [],
        },
      ],
    });
  });

  it('prints them for a reader', async () => {
    const { out, err } = await runCli(['sections', 'counter.c'], at());
    assert.match(out, /^counter\.c:7:4: critical section in counter_inc for x86_64\n/);
    assert.match(out, /\n +signature +line 23: 53300553\n/);
    assert.match(out, /\n +19 \| read-modify-write incq \(%\[counter\]\)\n/);
    assert.equal(err, 'rseq: 1 critical section in 1 file\n');
  });

  it('has no fixes and no annotations', async () => {
    assert.equal((await runCli(['sections', '--fix'], at())).status, 2);
    assert.equal((await runCli(['sections', '--format', 'github'], at())).status, 2);
  });
});
