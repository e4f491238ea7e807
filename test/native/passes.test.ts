import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { buildParamTest } from '../support/paramTest';
import { TemporaryFolder } from '../support/temporaryFolder';
import { compileProgram, testProgram } from './support';

const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

describe('a later pass and a later round of a loop', () => {
  const counters = compileProgram('counters.c', []);

  it('are aborted at every instruction, as the first is', async () => {
    const first = await testProgram(counters, '--scenario', 'abort');
    const later = await testProgram(counters, '--scenario', 'abort', '--pass', '50');
    assert.deepEqual([later.status, later.complaints], [0, '']);
    const outcomes = ({ injections }: typeof first) => injections.map(({ text, outcome }) => `${text}: ${outcome}`);
    assert.deepEqual(outcomes(later), outcomes(first));
  });

  it('that do not come are said not to', async () => {
    const { status, complaints } = await testProgram(counters, '--scenario', 'abort', '--pass', '100000');
    assert.equal(status, 2);
    assert.match(complaints, /never comes to pass 100000 of a section; ask for an earlier one\n$/);
    const none = await testProgram(counters, '--scenario', 'abort', '--loop', '2');
    assert.match(none.complaints, /never comes to pass 1, round 2 of a loop of a section; ask for an earlier one\n$/);
  });

  it("are reached in the loop of the kernel's memcpy sections, and nowhere else", async () => {
    const program = buildParamTest(folder, { release: '6.12' });
    const mode = ['--', '-t', '2', '-r', '100', '-T', 'm'];
    const { status, injections, verdicts } = await testProgram(program, '--loop', '5', ...mode);
    assert.equal(status, 0);
    assert.equal(verdicts.filter(({ passed, reached }) => passed && reached).length, 2);
    const reached = injections.filter(({ outcome, position, scenario }) => {
      return scenario === 'abort' && position === 'in' && outcome === 'aborted';
    });
    // Of both sections: load and store of a byte, three counts, and the branch back.
    const loop = ['mov', 'mov', 'inc', 'inc', 'dec', 'jne'];
    assert.deepEqual(
      reached.map(({ text }) => text.split(' ')[0]?.replace(/[bwlq]$/, '')),
      [...loop, ...loop],
    );
  });
});
